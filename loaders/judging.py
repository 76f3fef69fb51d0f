"""What becomes of a row: accepted, or held for a person. Also what two rows of one file say against each other.

Contradictions, dates and names that are not certain are held; what the law says, approximations and inert formula
text are told and do not hold a row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from loaders.advice import finding
from situation.model.bulletins import Disposition, Finding, Match, Row
from situation.model.reports import ReportKind

TOLD_ONLY = frozenset(
    [
        "R_APPROX",
        "R_FORMER_NAME",
        "R_CODE_CORRUPT",
        "R_FORMULA_INJECTION",
        "R_PII_CELL",
        "R_INCIDENT_OVERDUE",
        "R_STAGE_UNKNOWN",
    ]
)

_PENDING = ("待", "统计中", "正在统计", "暂未", "未统计")


def holds(found: Finding) -> bool:
    if found.code == "R_BAD_NUMBER" and found.seen.startswith(_PENDING):
        return False  # the sender says that the number is still to come
    return found.code.startswith("R_") and found.code not in TOLD_ONLY


def disposition_of(findings: Iterable[Finding], match: Match | None = None) -> Disposition:
    certain = match is None or match.is_certain
    return Disposition.ACCEPT if certain and not any(map(holds, findings)) else Disposition.REVIEW


def held(row: Row, found: Finding) -> Row:
    return replace(row, findings=(*row.findings, found), disposition=_worse(row.disposition))


def _worse(disposition: Disposition) -> Disposition:
    return Disposition.REVIEW if disposition is Disposition.ACCEPT else disposition


def with_duplicates(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The same village and body twice for one day: held when they disagree, told when they say the same."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if row.kind is ReportKind.STATUS and row.village_code and row.disposition is not Disposition.IGNORE:
            groups[row.village_code, row.body, row.on, row.planned].append(number)
    judged = list(rows)
    for numbers in groups.values():
        if len(numbers) > 1:
            _judge_group(judged, numbers)
    return tuple(judged)


def _judge_group(rows: list[Row], numbers: list[int]) -> None:
    group = [rows[number] for number in numbers]
    disagree = any(_contradict(a, b) for i, a in enumerate(group) for b in group[i + 1 :])
    other_names = len({row.village_raw for row in group}) > 1 and any(r.match is Match.FORMER for r in group)
    if not disagree and not other_names and len({_table(row) for row in group}) == len(group):
        return  # two tables that complete each other
    places = "、".join(_place(row) for row in group)
    found = finding("R_DUP_VILLAGE", seen=f"{group[0].village_raw}：{places}")
    for number in numbers:
        row = rows[number]
        rows[number] = held(row, found) if disagree or other_names else replace(row, findings=(*row.findings, found))


def _table(row: Row) -> tuple[object, ...]:
    """Sentences of a text complete each other as tables do."""
    return (row.where.sheet, row.where.table, row.where.member, row.where.line, row.where.paragraph)


def _place(row: Row) -> str:
    loc = row.where.as_loc()
    return " ".join(str(loc[key]) for key in ("sheet", "table", "row", "record", "line", "col", "span") if key in loc)


def _contradict(a: Row, b: Row) -> bool:
    """A field both state, with different values."""
    if a.stage and b.stage and a.stage != b.stage:
        return True
    pairs = ((a.dates, b.dates), (a.counts, b.counts), (a.rates, b.rates), (a.flags, b.flags))
    return any(one[key] != other[key] for one, other in pairs for key in one.keys() & other.keys())
