"""What the words of bulletins mean: headers, bodies, stages, categories of incidents, footers and subtotals.

The words are data (``vocabulary.toml``). What is not known is None; a near word is not a known word.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from loaders.keys import COUNTS, FLAGS, RATES, TOTALS
from situation.model.reports import Body, IncidentStatus, Level, Severity, StageCode

_SPACE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_QUOTES = str.maketrans("", "", '“”"')
_CODE = re.compile(r"[PVRSE]\d{2}\Z")
_CLAUSE = re.compile(r"[,;。!?、\n()]|但是?|然后|接着|并(?=[未拟将已正])")


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(files("loaders").joinpath("vocabulary.toml").read_text(encoding="utf-8"))


def folded(text: str) -> str:
    """NFKC without spaces: how words are compared."""
    text = unicodedata.normalize("NFKC", text).translate(str.maketrans("[]【】〔〕《》", "()()()()"))
    return _SPACE.sub("", text)


# -- headers


@cache
def _headers() -> dict[str, str]:
    return {folded(word).strip(":*"): key for key, words in _words()["headers"].items() for word in words.split()}


@cache
def _affixes(name: str) -> tuple[str, ...]:
    return tuple(sorted(_words()["header_affixes"][name].split(), key=len, reverse=True))


@cache
def _patterns() -> re.Pattern[str]:
    raw = tomllib.loads(files("loaders").joinpath("headers.toml").read_text(encoding="utf-8"))
    return re.compile("|".join(f"(?P<{key}>{pattern})" for key, pattern in raw.items()))


@lru_cache(maxsize=8192)
def header_key(text: str) -> str | None:
    """The canonical key of a column header: one that is listed, else one built of known parts."""
    listed = listed_key(text)
    header = _without_unit(folded(text).translate(_QUOTES).strip(":*★#"))
    if listed or not 2 <= len(header) <= 24:
        return listed
    found = _patterns().fullmatch(header)
    return found.lastgroup if found else None


@lru_cache(maxsize=8192)
def listed_key(text: str) -> str | None:
    """A header of the lists; levels may be joined by a stroke or by nothing."""
    whole = folded(text)
    if whole in _headers():
        return _headers()[whole]  # 投票(人): there the unit says what is counted
    header = _without_unit(whole.replace("“一肩挑”", "一肩挑").strip(":*★#"))
    if not header or len(header) > 40:
        return None
    for form in (header, header.rsplit("/", 1)[-1], header.replace("/", "")):
        found = _headers().get(_without_unit(form))
        if found and not ("/" in header and form != header and found in ("seq", "remark")):
            return found
    return _shortened_key(header.replace("/", ""))


def _without_unit(header: str) -> str:
    while True:
        found = re.fullmatch(r"(.+?)\(([^()]*)\)", header)
        if not found or found.group(2) not in _affixes("units"):
            return header.removesuffix("%").rstrip(":*") or header
        header = found.group(1)


def _shortened_key(header: str) -> str | None:
    """Without the body or group in front and without 数, 人数 behind; only what measures is found this way."""
    for before in ("", *(word for word in _affixes("before") if header.startswith(word))):
        rest = header[len(before) :].lstrip(":、-")
        for after in ("", *(word for word in _affixes("after") if rest.endswith(word))):
            key = _headers().get(rest[: len(rest) - len(after)] if after else rest)
            if key and (key in COUNTS | TOTALS | RATES or (not after and key not in _UNSHORTENED)):
                return key
    return None


_UNSHORTENED = frozenset(
    ("seq", "township", "village", "code", "body", "report_date", "remark", "people", "category", "level", "duty")
)


@cache
def _spoken() -> dict[str, str]:
    return {word: key for key, words in _words()["spoken"].items() for word in words.split()}


def spoken_key(words: str) -> str | None:
    """What a number counts in running text, where no header says so."""
    return _spoken().get(words)


def is_measure(key: str) -> bool:
    """A header that counts, rates or ticks, as opposed to one that names or describes."""
    return key in COUNTS | TOTALS | RATES | FLAGS


_ONE_SHOT = re.compile(r"(?:实现|是|已)?一次性?(?:选举)?(?:投票)?(?:成功|完成)?")
_NOT_ONE_SHOT = re.compile(r"(?:进行)?(?:另行|重新|二次|再次|第二次)(?:选举|投票)(?:成功|完成)?|选举(?:无效|失败)|流会")


def one_shot_of(text: str) -> bool | None:
    """How the vote came out, in the words of a results table: 一次性选举, 另行选举, 重新选举."""
    text = folded(text)
    return True if _ONE_SHOT.fullmatch(text) else False if _NOT_ONE_SHOT.fullmatch(text) else None


# -- bodies and stages


@lru_cache(maxsize=8192)
def body_of(text: str) -> Body | None:
    """The one body a title, header or sentence speaks of; None where it names none, or two."""
    text = folded(text)
    found = {Body(letter) for letter, pattern in _words()["bodies"].items() if re.search(pattern, text)}
    if Body.SUPERVISION in found and Body.VILLAGE in found and not re.search("村委会|村民委员会", text):
        found.discard(Body.VILLAGE)
    if found == {Body.VILLAGE, Body.RESIDENTS}:
        return Body.VILLAGE  # 村(居)委会: the kind of each row decides
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=16_384)
def stage_of(text: str, body: Body | None) -> StageCode | None:
    """The furthest step a phrase says was entered. Plans and denials enter nothing."""
    text = folded(text).strip(".。;:!")
    if _CODE.match(text):
        return StageCode(text) if body is None or text[0] == body.value else None
    if body is None or not text:
        return None
    steps = _steps("V" if body is Body.RESIDENTS else body.value)
    entered = [step for clause in _clauses(text) for step in _entered(clause, steps, body)]
    return StageCode(f"{body.value}{max(entered)}") if entered else None


def _clauses(text: str) -> Iterator[str]:
    for clause in _CLAUSE.split(text):
        if clause:
            yield clause


def _entered(clause: str, steps: tuple[tuple[str, re.Pattern[str]], ...], body: Body) -> Iterator[str]:
    words = _words()["stage_words"]
    clause = re.sub(r"^(?:目前|现|当前|该村|我村|本村|处于|现处于|进入|正处于|\d+[.])+", "", clause)
    if re.fullmatch(words["not_begun"], clause):
        yield "00"
        return
    if re.fullmatch(words["done"], clause):
        yield _last_step(body)
        return
    planned = re.search(words["plan"], clause)
    for step, pattern in steps:
        found = pattern.search(clause)
        if found and not (planned and planned.start() <= found.start()) and not _is_denied(clause, found):
            yield step


def _is_denied(clause: str, found: re.Match[str]) -> bool:
    """A denial just before the words, or between them and the end: 尚未投票, 投票未开始."""
    near = clause[max(0, found.start() - 8) : found.start()] + clause[found.end() :]
    return bool(re.search(_words()["stage_words"]["denial"], near))


@cache
def _steps(letter: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((step, re.compile(pattern)) for step, pattern in _words()["stages"][letter].items())


def _last_step(body: Body) -> str:
    return {Body.PARTY: "09", Body.SUPERVISION: "05", Body.ECONOMIC: "08"}.get(body, "14")


def milestone_of(stage: str) -> str | None:
    """The date key of a step, where the step is a dated event: V10 → election_day."""
    milestones: Mapping[str, str] = _words()["milestones"]
    return milestones.get(stage.replace("R", "V", 1))


# -- incidents and key villages


@lru_cache(maxsize=8192)
def category_of(text: str) -> str | None:
    text = folded(text)
    code = re.search(r"I(?:0[1-9]|1[0-3]|99)(?!\d)", text)
    if code:
        return code.group()
    categories: Mapping[str, str] = _words()["categories"]
    named = next((c for c, pattern in categories.items() if text and text == pattern.split("|")[0]), None)
    if named:
        return named
    hits = {c: len({m.group() for m in re.finditer(p, text)}) for c, p in categories.items()}
    best = max((c for c in hits if c != "I01"), key=lambda c: hits[c])
    if hits[best]:
        return best
    return "I01" if hits["I01"] else None


def severity_of(text: str) -> Severity | None:
    found = _first("severities", folded(text))
    return Severity(found) if found else None


def status_of(text: str) -> IncidentStatus | None:
    found = _first("statuses", folded(text))
    return IncidentStatus(found) if found else None


def level_of(text: str) -> Level | None:
    found = _first("levels", folded(text))
    return Level(found) if found else None


def colour_of(text: str) -> str | None:
    """The one colour a cell names; a list of colours is a legend."""
    found = [name for name, pattern in _words()["colours"].items() if re.search(pattern, folded(text))]
    return found[0] if len(found) == 1 else None


def _first(table: str, text: str) -> str | None:
    patterns: Mapping[str, str] = _words()[table]
    return next((name for name, pattern in patterns.items() if re.search(pattern, text)), None)


# -- rows that are no reports


def is_footer(text: str) -> bool:
    return bool(re.match(_words()["footers"]["starts"], folded(text)))


def is_subtotal(text: str) -> bool:
    return bool(re.fullmatch(_words()["footers"]["subtotal"], folded(text)))


def is_example(text: str) -> bool:
    return bool(re.search(_words()["footers"]["example"], folded(text)))
