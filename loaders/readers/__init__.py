"""Bytes in, raw tables and paragraphs out. Nothing here knows what an election is; nothing raises."""

from .container import read_container
from .raw import CellValue, Limits, RawFile, RawPart, RawSheet, RawText

__all__ = ["CellValue", "Limits", "RawFile", "RawPart", "RawSheet", "RawText", "read_container"]
