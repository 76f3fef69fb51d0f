"""Which number formats change what a number means to its reader: percent, fixed decimals, padding, units."""

from __future__ import annotations

import re

BUILTIN = {2: "0.00", 9: "0%", 10: "0.00%"}
_TELLING = re.compile(r"%|^0\.0+(?:_ ?)?$|^0{2,}$")
_UNIT = re.compile(r"[0#?].*(?:\"[^\"]+\"|[\u4e00-\u9fff])")


def is_telling(code: str) -> bool:
    """Percent, "0.00" (a typed 1.10 shows its zero), "0000" (a code), or digits with a unit."""
    return _TELLING.search(code) is not None or _UNIT.search(code) is not None
