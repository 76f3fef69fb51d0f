"""The writing of place names: one normal form, and what may be taken off a name without changing which place it is.

Pure text, no gazetteer: ``clean`` takes off list numbers, decorations and organisations, ``stems`` separates the
kind word (村, 社区) from the rest and keeps both. The words themselves are data: ``placewords.toml``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from situation.model.regions import RegionKind

BAD_CHARS = "?\ufffd□〓"
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad\u3000\x00-\x1f\x7f]+")
_CIRCLED = re.compile(r"^[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u3289]")
_BRACKETS = str.maketrans("[]{}【】〔〕「」『』〖〗", "()" * 7)
_EDGES = "★☆●○◎◆◇■▲△▼※*#✦✩√✓✔×✘·•・…~_—-–=+|/\\,.，。、；;：:!！\"'“”‘’《》<>^`"
_LIST_NUMBER = re.compile(
    r"^(?:\(?\d{1,4}\)|\d{1,4}[.、,:．\-]|\(?[一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、.,:]|第\d{1,3}[、.,:])"
)
_BARE_NUMBER = re.compile(r"^\d{1,3}(?=[^\d\W])")
_FORMER = re.compile(r"^原(?!野|平|阳|种|州|村)(?=..)")
_BRACKETED = re.compile(r"\(([^()]*)\)")


@cache
def words() -> Mapping[str, tuple[str, ...]]:
    """The word lists, each longest first."""
    text = files("situation.rules").joinpath("placewords.toml").read_text(encoding="utf-8")
    return {
        name: tuple(sorted(value, key=len, reverse=True)) if isinstance(value, list) else (value,)
        for name, value in tomllib.loads(text).items()
    }


def normal(text: str) -> str:
    """NFKC, no spaces of any kind, one sort of bracket."""
    text = _CIRCLED.sub("", _INVISIBLE.sub("", text))
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_BRACKETS)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A name as written, taken apart. ``doubtful``: something was taken off whose meaning is not known."""

    whole: str  # normal form
    core: str  # without numbers, decorations, notes in brackets, organisations
    former: bool = False  # written 原××村
    former_name: str = ""  # written ××村（原××村）
    place: str = ""  # text in brackets that may name the township
    note: str = ""
    doubtful: bool = False


def clean(raw: str) -> Cleaned:
    whole = normal(raw)
    core, notes, former_name, places, doubtful = _without_brackets(_trimmed(whole))
    core = without_organisation(_trimmed(core))
    former = bool(_FORMER.match(core))
    return Cleaned(
        whole=whole,
        core=core[1:] if former else core,
        former=former,
        former_name=former_name,
        place=places,
        note="；".join(notes),
        doubtful=doubtful,
    )


def _trimmed(text: str) -> str:
    """Without decorations at the edges and without a list number."""
    while True:
        shorter = _LIST_NUMBER.sub("", text.strip(_EDGES), count=1).strip(_EDGES)
        if shorter == text or not shorter:
            return shorter
        text = shorter


def without_bare_number(core: str) -> str:
    """``3柳湾村``: a list number that lost its point. Tried only after the name as written was not found."""
    return _BARE_NUMBER.sub("", core)


def _without_brackets(text: str) -> tuple[str, list[str], str, str, bool]:
    notes: list[str] = []
    former, place, doubtful = "", "", False
    kinds = words()["village"] + words()["community"]

    def taken(found: re.Match[str]) -> str:
        nonlocal former, place, doubtful
        inside = found.group(1).strip(_EDGES)
        if inside in kinds:
            return inside if not text[: found.start()].endswith(inside) else ""
        if inside.startswith("原") and len(inside) > 2:
            former = inside[1:]
            notes.append(inside)
        elif any(word in inside for word in words()["notes"]) or re.fullmatch(r"\d*号?|.{0,8}片", inside):
            notes.append(inside)
        elif inside.endswith(words()["township_kinds"]):
            place = inside
        elif inside:
            doubtful = True
        return ""

    core = _BRACKETED.sub(taken, text)
    # a bracket that never closes (cut off by the cell's width)
    head, bracket, _tail = core.partition("(")
    return head, notes, former, place, doubtful or bool(bracket and head)


def without_organisation(core: str) -> str:
    """``中共柳湾村总支部委员会`` → ``柳湾村``; a name is never emptied by this."""
    for prefix in words()["party_prefixes"]:
        core = core.removeprefix(prefix)
    for _ in range(2):
        ending = next(
            (w for w in words()["neutral"] if core.endswith(w) and len(core) > len(w) + 1),
            "",
        )
        if not ending or _is_kind_word_ending(core, ending):
            return core
        core = core[: -len(ending)]
    return core


def _is_kind_word_ending(core: str, ending: str) -> bool:
    """委员会 in 村民委员会 belongs to the kind word."""
    kinds = words()["village"] + words()["community"]
    return any(core.endswith(kind) and len(kind) > len(ending) for kind in kinds)


@dataclass(frozen=True, slots=True)
class Stems:
    """Every way to part a name from its kind word; ``whole`` itself is the first stem."""

    whole: str
    kind: RegionKind | None  # what the kind word says; None where there is none
    stems: tuple[str, ...]  # of that kind, whole name not included
    weak: tuple[str, ...] = ()  # as a community, if 居 is a kind word here


def stems(core: str) -> Stems:
    for kind, name in (
        (RegionKind.VILLAGE, "village"),
        (RegionKind.COMMUNITY, "community"),
    ):
        found = tuple(_shortened(core, words()[name]))
        if found:
            return Stems(core, kind, found)
    weak = tuple(core.removesuffix(w) for w in words()["community_weak"] if core.endswith(w) and len(core) > 2)
    return Stems(core, None, (), weak)


def _shortened(core: str, endings: tuple[str, ...]) -> list[str]:
    """All stems left by taking off one kind word, then another of the same kind: 柳湾村村委会 → 柳湾村, 柳湾."""
    found: list[str] = []
    queue = [core]
    while queue:
        text = queue.pop()
        for ending in endings:
            stem = text.removesuffix(ending)
            if stem != text and stem and stem not in found:
                found.append(stem)
                queue.append(stem)
    return found


@cache
def _below() -> re.Pattern[str]:
    return re.compile(words()["below"][0])


def split_below(core: str) -> tuple[tuple[str, str], ...]:
    """``柳湾村三组`` → (柳湾村, 三组): every way a part of a village may follow a village."""
    ends = [m.end() for m in re.finditer(r"村民委员会|村委会|行政村|村|社区", core)]
    return tuple((core[:end], core[end:]) for end in ends if core[end:] and _below().match(core[end:]))


def is_never_a_village(core: str) -> bool:
    return core.endswith(words()["not_villages"]) or core.startswith(("合计", "小计", "总计"))
