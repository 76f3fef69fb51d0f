"""The post room: fetches bulletins, reads them, matches them to villages and commits them."""
