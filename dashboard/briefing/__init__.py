"""The daily page on paper: its words and its printed map, and the browser that takes its picture.

``sentence`` the generated lead · ``printed_map`` the county as SVG · ``browser`` finds Chromium · ``capture`` takes
pictures of pages that are fully drawn · ``issue`` writes and archives a day's papers.
"""
