"""One file in, readings out: what it says, row by row, and what became of the file. Pure: bytes and names, no store.

A zip gives one reading per file in it. Whatever the bytes, the answer is a reading with an outcome, never an
exception.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from loaders.advice import finding
from loaders.context import Context, Taken, merged
from loaders.forms import FORM_SHEET, FormMark, is_mark, mark_of, read_form
from loaders.headings import Heading, file_heading, read_heading
from loaders.judging import with_duplicates
from loaders.layouts import Layout, apply_corrections
from loaders.readers.container import read_container
from loaders.readers.raw import RawFile, RawSheet, RawText
from loaders.tables.sheets import read_sheet
from loaders.text import read_text
from situation.model.bulletins import Disposition, Finding, Outcome, Reading, Row, Skipped
from situation.model.regions import RegionCode
from situation.model.reports import Where
from situation.rules.placenames import PlaceIndex

_OUTCOMES = {
    "corrupt": Outcome.CORRUPT,
    "empty": Outcome.EMPTY,
    "encrypted": Outcome.ENCRYPTED,
    "unsupported": Outcome.UNSUPPORTED,
    "reject": Outcome.REJECT,
    "ignore": Outcome.REJECT,
}
_COUNTY = re.compile(
    r"([\u4e00-\u9fff]{1,6}?(?:自治县|县|旗|(?<!社)(?<!小)(?<!片)(?<!辖)(?<!城)(?<!地)(?<!校)(?<!园)(?<!景)(?<!山)区|市))"
)
_GENERIC = re.compile(r"(?:^|.)(?:[全我本各该某县市区辖×xX]|整个|所在|所属)(?:县|市|区|旗)$")
_SAYS_NOTHING = frozenset(("no_village", "no_facts", "greeting", "heading"))
_ZERO_REPORT = "零报告，计为已报"
_NO_HEADER = "没有找到表头：需要有“村名”等列的表头行，请按模板填报，或为该单位登记表式"
_LINES_ABOVE = 6  # of a document, before a table


def read_bulletin(
    name: str,
    content: bytes,
    index: PlaceIndex,
    *,
    received_at: datetime,
    sender: RegionCode | None = None,
    layouts: tuple[Layout, ...] = (),
    own_headers: Mapping[str, str] | None = None,
) -> tuple[Reading, ...]:
    """Every bulletin in the file; at least one reading."""
    raw = read_container(name, content)
    about = Context(index=index, file=name, received_at=received_at, sender=sender, layouts=layouts,
                    own_headers=own_headers or {})  # fmt: skip
    return tuple(_read(part, about, raw) for part in _documents(raw))


def _documents(raw: RawFile) -> Iterable[RawFile]:
    """The file itself, or the documents of an archive; an archive that could not be opened is its own failure."""
    if raw.members and raw.outcome is None:
        for member in raw.members:
            yield from _documents(member)
    else:
        yield raw


def _read(raw: RawFile, about: Context, whole: RawFile) -> Reading:
    base = about.file if raw is whole else raw.name
    empty = Reading(
        file=about.file, content_hash=raw.content_hash, fingerprint=raw.fingerprint or raw.content_hash, outcome=Outcome.OK,
        message=raw.message, findings=tuple(Finding(code) for code in raw.problems if not _is_of_mark(code, raw)),
        skipped=_ignored_members(raw, whole), member=raw.member or "",
    )  # fmt: skip
    if raw.outcome is not None:
        return replace(empty, outcome=_OUTCOMES[raw.outcome])
    heading = file_heading(base, about.index, about.received_on)
    context = replace(
        about,
        file=base,
        member=raw.member,
        on=heading.on,
        township=heading.township,
        body=heading.body,
        correction=heading.correction,
    )
    taken = merged(_parts(raw, context))
    return _judged(empty, taken, context, heading, raw)


def _parts(raw: RawFile, context: Context) -> Iterable[Taken]:
    """Sheets and texts in the order of the document; lines before a table are its title as well."""
    above: list[str] = []
    has_table = any(isinstance(part, RawSheet) for part in raw.parts)
    layout = context.layout
    mark = mark_of(raw, context.index)
    for part in raw.parts:
        if isinstance(part, RawSheet) and (form := _form(part, context, mark)):
            yield form
        elif isinstance(part, RawText):
            above = [text.strip() for _, text in part.lines if text.strip()]
            yield _text(part, context, has_table)
        elif part.hidden:
            yield Taken(findings=(finding("F_HIDDEN_SHEET", seen=part.name),), skipped=(_whole(part, "hidden_sheet"),))
        elif layout and layout.sheets and part.kind == "sheet" and part.name not in layout.sheets:
            yield Taken(skipped=(_whole(part, "sheet_not_in_layout"),))
        else:
            sheet = apply_corrections(part, layout, context.file) if layout else part
            yield read_sheet(sheet, context, tuple(above[-_LINES_ABOVE:]))
            above = []


def _form(sheet: RawSheet, context: Context, mark: FormMark | None) -> Taken | None:
    """A form we handed out, and the hidden sheet that says so; None for any other sheet."""
    if is_mark(sheet):
        return Taken(skipped=(_whole(sheet, "form_mark"),))
    return read_form(sheet, context, mark) if mark and sheet.name == FORM_SHEET else None


def _is_of_mark(problem: str, raw: RawFile) -> bool:
    """The hidden sheet of our own form is no finding."""
    hidden = [part for part in raw.parts if isinstance(part, RawSheet) and part.hidden]
    return problem == "F_HIDDEN_SHEET" and bool(hidden) and all(map(is_mark, hidden))


def _text(part: RawText, context: Context, has_table: bool) -> Taken:
    """Prose beside a table is read as well; what in it says nothing of a village is the table's title."""
    taken = read_text(part, context)
    if not has_table:
        return taken
    skipped = tuple(replace(s, why="title") if s.why in _SAYS_NOTHING else s for s in taken.skipped)
    return replace(taken, skipped=skipped)


def _whole(sheet: RawSheet, why: str) -> Skipped:
    return Skipped(Where(sheet=sheet.name, member=sheet.member), why)


def _ignored_members(raw: RawFile, whole: RawFile) -> tuple[Skipped, ...]:
    first = next(iter(_documents(whole)), whole)
    return tuple(Skipped(Where(member=path), "not_a_document") for path, _ in whole.ignored) if raw is first else ()


def _judged(empty: Reading, taken: Taken, context: Context, heading: Heading, raw: RawFile) -> Reading:
    """What became of the file, and what the file as a whole says about its rows."""
    findings = list(_distinct((*empty.findings, *taken.findings)))
    base = replace(
        empty, on=taken.on or heading.on, skipped=(*empty.skipped, *taken.skipped), layout=taken.layout,
        correction=taken.correction or heading.correction, township=taken.township,
    )  # fmt: skip
    if taken.quarantine:
        return replace(
            base, outcome=Outcome.QUARANTINE, skipped=(), message="这是人员名单，已隔离，未保存内容；请只报送统计数字",
            findings=(*findings, finding("F_PII_ROSTER")),
        )  # fmt: skip
    foreign = foreign_county(raw, taken, context)
    if foreign:
        return replace(
            base, outcome=Outcome.WRONG_COUNTY, findings=(*findings, finding("F_WRONG_COUNTY", seen=foreign)),
            message=f"材料写明的是{foreign}，不是本县（区），未采用",
        )  # fmt: skip
    base, findings = _dated(base, findings, taken, context, raw)
    base, findings = _placed(base, findings, taken, context)
    if base.correction:
        findings.append(finding("F_CORRECTION"))
    rows = with_duplicates(taken.rows)
    if base.on and base.on > context.received_on:
        findings.append(finding("F_FUTURE_DATE", seen=base.on.isoformat(), expected=f"不晚于 {context.received_on}"))
        rows = tuple(_held_as_future(row, base.on) for row in rows)
    return _concluded(replace(base, rows=rows, findings=tuple(_distinct(findings))), taken)


def _distinct(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Each once; a bare code gives way to the same code with its place and advice."""
    found = list(dict.fromkeys(findings))
    told = {f.code for f in found if f.seen or f.advice}
    return [f for f in found if f.seen or f.advice or f.code not in told]


def _dated(
    base: Reading, findings: list[Finding], taken: Taken, context: Context, raw: RawFile
) -> tuple[Reading, list[Finding]]:
    if base.on is not None or not (taken.rows or taken.zero_report):
        return base, findings
    spoken = [row.on for row in taken.rows if row.on and row.on < context.received_on]
    if spoken and not any(isinstance(part, RawSheet) for part in raw.parts):
        return replace(base, on=max(spoken)), findings  # the hours of a chat say the day
    told = read_heading((_heading_text(raw),), context.index, context.received_on) if taken.zero_report else None
    if told and told.on:
        return replace(base, on=told.on), findings  # "1月8日……零报告。": one sentence is all there is
    findings.append(finding("F_NO_DATE", expected=f"已按收件日 {context.received_on} 记"))
    return replace(base, on=context.received_on, on_inferred=True), findings


def _placed(base: Reading, findings: list[Finding], taken: Taken, context: Context) -> tuple[Reading, list[Finding]]:
    """The township: what the file says; none for a county-wide file; else the sender's."""
    named = {row.township for row in taken.rows if row.township}
    if base.township or len(named) > 1 or not (taken.rows or taken.zero_report):
        return base, findings
    if context.township:
        return replace(base, township=context.township), findings
    if any(row.cells.get("township") for row in taken.rows):
        return replace(base, township=next(iter(named), None)), findings
    findings.append(finding("F_NO_TOWNSHIP"))
    if context.sender:
        return replace(base, township=context.sender, township_inferred=True), findings
    return base, findings


def _held_as_future(row: Row, on: date) -> Row:
    return replace(row, disposition=Disposition.REVIEW) if row.disposition is Disposition.ACCEPT else row


def _concluded(base: Reading, taken: Taken) -> Reading:
    if base.rows:
        return base
    if taken.zero_report:
        return replace(
            base,
            outcome=Outcome.ZERO_REPORT,
            findings=(*base.findings, finding("F_ZERO_REPORT")),
            message="零报告，计为已报",
        )
    if any(skip.why == "no_header" for skip in taken.skipped):
        return replace(
            base,
            outcome=Outcome.REJECT,
            message=_NO_HEADER,
        )
    return replace(
        base, outcome=Outcome.EMPTY, findings=(*base.findings, finding("F_EMPTY")), message="没有可读的数据行"
    )


def foreign_county(raw: RawFile, taken: Taken, context: Context) -> str:
    """The other county a file speaks of: told by its codes, or named in its heading while ours is not.

    A city may be the superior of ours; it makes a file foreign only when most of its villages are unknown too.
    """
    if taken.foreign or taken.township or any(row.township and not row.match for row in taken.rows):
        return taken.foreign
    text = _heading_text(raw)
    gazetteer = context.index.gazetteer
    if any(region.name in text for region in gazetteer.counties) or context.index.find_townships_in(text):
        return ""
    others = [name for name in _COUNTY.findall(text) if not _GENERIC.search(name)]
    certain = sum(row.match is not None and row.match.is_certain for row in taken.rows)
    is_unknown = 2 * certain < max(len(taken.rows), 1)
    return next((name for name in others if is_unknown or not name.endswith("市")), "")


def _heading_text(raw: RawFile) -> str:
    texts = [raw.name]
    for part in raw.parts:
        if isinstance(part, RawSheet):
            texts += [cell for row in part.rows[:3] for cell in row if isinstance(cell, str)]
        else:
            texts += [text for _, text in part.lines[:5]]
    return " ".join(texts)
