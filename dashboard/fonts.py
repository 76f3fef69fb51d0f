"""A small web font with just this county's characters, cut from the system's Noto Sans CJK SC.

The whole family is 30 MB; the names of one county and the texts of the screens are some 100 kB. Made once per set of
characters and kept in the home. Without the system's font nothing is served and pages use local fonts.
"""

from __future__ import annotations

import hashlib
import logging
import string
from importlib.resources import files
from pathlib import Path
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTCollection

from situation.model.regions import Gazetteer

log = logging.getLogger(__name__)
FAMILY: Final = "Situation Sans"
_SOURCES: Final = {400: "NotoSansCJK-Regular.ttc", 700: "NotoSansCJK-Bold.ttc"}
_FOLDERS: Final = (Path("/usr/share/fonts/opentype/noto"), Path("/usr/share/fonts/noto-cjk"))
_NAME: Final = "Noto Sans CJK SC"
_MARKS: Final = "“”‘’…—–−·•、。，：；？！（）《》〔〕【】％↑↓←→≥≤≠×±▲▼◆●✓★○①②③④⑤⑥⑦⑧⑨⑩　"


class FontCase:
    """The fonts of one installation."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[int, str] = {}

    def fill(self, gazetteer: Gazetteer) -> None:
        """Cuts both weights unless they are there already. Takes seconds: run it beside the server."""
        characters = characters_for(gazetteer)
        digest = hashlib.sha256(characters.encode()).hexdigest()[:12]
        for weight, source in _SOURCES.items():
            name = f"{digest}-{weight}.woff2"
            path = next((f / source for f in _FOLDERS if (f / source).is_file()), None)
            if not (self._folder / name).is_file():
                if path is None:
                    log.warning("%s is not installed (Debian: fonts-noto-cjk); pages use local fonts", source)
                    continue
                self._folder.mkdir(parents=True, exist_ok=True)
                _cut(path, characters, self._folder / name)
            self._names[weight] = name

    def faces_css(self) -> str:
        return "".join(
            f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};font-display:swap;'
            f'src:url("/fonts/{name}") format("woff2")}}\n'
            for weight, name in self._names.items()
        )

    def find(self, name: str) -> Path | None:
        return self._folder / name if name in self._names.values() else None


def characters_for(gazetteer: Gazetteer) -> str:
    """Every character of a name, a former name, a catalogue or a rule's title; Latin, digits and marks."""
    texts = [string.printable, _MARKS, *_catalogues()]
    for region in gazetteer:
        texts += [region.name, *(other.name for other in region.other_names)]
    return "".join(sorted(set("".join(texts)) - set(string.whitespace) | {" "}))


def _catalogues() -> list[str]:
    """Texts of this package and the titles of the rules, which screens print as they are."""
    rooms = [path for room in ("dashboard", "situation") for path in Path(str(files(room))).rglob("*")]
    return [path.read_text("utf-8") for path in rooms if path.suffix in (".po", ".toml") and path.is_file()]


def _cut(source: Path, characters: str, target: Path) -> None:
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["kern", "palt", "tnum", "vert", "ccmp", "locl", "mark"]
    options.name_IDs = [1, 2, 3, 4, 6]
    font = next(f for f in TTCollection(str(source)).fonts if f["name"].getDebugName(1) == _NAME)
    cutter = subset.Subsetter(options)
    cutter.populate(text=characters)
    cutter.subset(font)
    unfinished = target.with_suffix(".part")
    subset.save_font(font, str(unfinished), options)
    unfinished.replace(target)
