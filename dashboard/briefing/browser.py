"""Finds the system's Chromium. None is brought along: a county's machine has one, or its office installs one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge-stable")


def find_browser() -> Path | None:
    """SITUATION_CHROMIUM before the usual names on the PATH."""
    given = os.environ.get("SITUATION_CHROMIUM")
    if given:
        return Path(given) if Path(given).is_file() else None
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return Path(found) if found else None
