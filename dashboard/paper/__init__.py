"""What the daily page is made of, before it becomes a page: its lead, and the county printed as SVG.

``sentence`` the generated lead · ``topology`` the published shapes, read · ``printed_map`` land and snapshot as SVG.
"""
