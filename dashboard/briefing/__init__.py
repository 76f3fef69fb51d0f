"""The daily page as files: pictures of the real page and of the wall, taken by the system's own browser.

``browser`` finds Chromium · ``capture`` takes pictures of pages that are fully drawn · ``stamps`` writes version and
as-of into the files · ``issue`` makes and archives a day's papers.
"""
