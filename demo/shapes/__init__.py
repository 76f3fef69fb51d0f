"""The shapes bulletins take: layouts arrange a page into grids, files put grids into bytes."""
