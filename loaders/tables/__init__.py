"""From a grid of cells to rows: find the tables on a sheet, understand their columns, take what each row says."""
