"""How a table is to be read: which columns feed which body, which columns are steps, which row names the place.

The unit column ("单位") is a village column or a township column according to what stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from loaders import keys, values, vocabulary
from loaders.readers.raw import CellValue
from loaders.tables.columns import Column
from loaders.tables.finder import Table
from loaders.tables.grid import Grid, text_of
from loaders.tables.marks import Legend
from situation.model.bulletins import Match
from situation.model.regions import RegionCode, RegionKind
from situation.model.reports import Body, StageCode
from situation.rules.placenames import PlaceIndex

_SAMPLE = 40
_DATED = re.compile("时间|日期|日$|日[(（]")
_AHEAD = re.compile("下步|下一步|计划|明日|明天|下周|打算|安排|建议|措施|要求|原因|上期|上次|上周|昨日")
STEPS_OF_A_MATRIX = 3
KINDS = {
    "村": RegionKind.VILLAGE,
    "行政村": RegionKind.VILLAGE,
    "村委会": RegionKind.VILLAGE,
    "社区": RegionKind.COMMUNITY,
    "居": RegionKind.COMMUNITY,
    "居委会": RegionKind.COMMUNITY,
}
_OF_PARTY = {"due", "present", "rec_due", "rec_present", "members_total", "excluded", "party_election"}
_OF_COMMITTEE = {
    "registered",
    "voted",
    "issued",
    "returned",
    "valid",
    "list_published",
    "candidates_published",
    "election_day",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A column whose header is a step of a procedure."""

    column: Column
    stage: StageCode


@dataclass(frozen=True, slots=True)
class Plan:
    village: Column | None
    township: Column | None
    code: Column | None
    body: Column | None
    kind: Column | None  # says 村 or 社区 for each row
    on: Column | None
    groups: dict[Body | None, tuple[Column, ...]]  # None: of the row's own body
    steps: dict[Body | None, tuple[Step, ...]]
    unknown_steps: tuple[Column, ...]  # ticked, but nobody knows the step
    remarks: tuple[Column, ...]
    rate_is_percent: dict[int, bool | None]

    @property
    def is_aggregate(self) -> bool:
        return self.village is None and self.township is not None

    @property
    def bodies(self) -> tuple[Body | None, ...]:
        """In the order of their columns; what belongs to no group comes last unless it alone measures."""
        first: dict[Body | None, int] = {}
        for body, columns in self.groups.items():
            first[body] = min(c.index for c in columns) + (1000 if body is None and len(self.groups) > 1 else 0)
        for body, steps in self.steps.items():
            first[body] = min(first.get(body, 10_000), *(step.column.index for step in steps), 10_000)
        return tuple(sorted(first, key=lambda body: first[body]))


def plan_of(table: Table, index: PlaceIndex, township: RegionCode | None, body: Body | None) -> Plan:
    columns = _with_stages(table, _with_party(_with_places(table, index, township), body))
    by_key = {column.key: column for column in reversed(columns) if column.key}
    ticked = frozenset(c.index for c in columns if _is_ticked(table, c.index))
    steps = _steps(columns, ticked, body)
    step_columns = {step.column.index for found in steps.values() for step in found}
    is_matrix = len(step_columns) >= STEPS_OF_A_MATRIX
    return Plan(
        village=by_key.get("village"),
        township=by_key.get("township"),
        code=by_key.get("code"),
        body=by_key.get("body"),
        kind=next((c for c in columns if _says_kind(table, c)), None),
        on=by_key.get("report_date"),
        groups=_groups(c for c in columns if c.index not in step_columns),
        steps=steps,
        unknown_steps=tuple(
            c for c in columns if is_matrix and c.levels and c.key is None and c.index in ticked - step_columns
        ),
        remarks=tuple(c for c in columns if c.key in ("remark", "issue")),
        rate_is_percent={c.index: _is_percent(table, c) for c in columns if c.key in keys.RATES},
    )


def _groups(columns: Iterable[Column]) -> dict[Body | None, tuple[Column, ...]]:
    kept = keys.COUNTS | keys.TOTALS | keys.DATES | keys.RATES | keys.FLAGS | {"stage"}
    groups: dict[Body | None, list[Column]] = {}
    for column in columns:
        if column.key in kept or keys.is_own(column.key):
            groups.setdefault(column.body, []).append(column)
    return {body: tuple(found) for body, found in groups.items()}


def _steps(columns: Iterable[Column], ticked: frozenset[int], body: Body | None) -> dict[Body | None, tuple[Step, ...]]:
    """Columns named like a step that hold marks, or dates where the header is no date of its own."""
    found: dict[Body | None, list[Step]] = {}
    named = [c for c in columns if c.levels and (c.key is None or c.key in keys.DATES or c.index in ticked)]
    candidates = [c for c in named if c.key not in keys.FLAGS | keys.WORDS | keys.PLACES and not c.is_personal]
    home = body or _body_of_steps(candidates)
    for column in candidates:
        stage = vocabulary.stage_of(column.levels[-1], column.body or home)
        if stage is None and len(column.levels) > 1:
            stage = vocabulary.stage_of("".join(column.levels[-2:]), column.body or home)
        if stage and (column.key is None or column.index in ticked or not _DATED.search(column.levels[-1])):
            own = column.body or (home if home != body and home is Body.PARTY else None)
            found.setdefault(own, []).append(Step(column, stage))
    steps = [step for group in found.values() for step in group]
    pure = [step for step in steps if step.column.key is None or step.column.index in ticked]
    if len(steps) < STEPS_OF_A_MATRIX or len(pure) < STEPS_OF_A_MATRIX - 1:
        return {}
    return {own: tuple(steps) for own, steps in found.items()}


def _body_of_steps(columns: list[Column]) -> Body:
    """Where nobody says the body: the one whose steps the headers are; the committee when in doubt."""
    scores = {
        body: sum(vocabulary.stage_of(c.levels[-1], body) is not None for c in columns if c.body is None)
        for body in (Body.VILLAGE, Body.PARTY, Body.SUPERVISION, Body.ECONOMIC)
    }
    return max(scores, key=lambda body: scores[body])


def _says_kind(table: Table, column: Column) -> bool:
    """A column of nothing but 村 and 社区."""
    if column.key in keys.COUNTS or not column.levels:
        return False
    said = {text_of(value) for value in islice(_filled(table, column.index), _SAMPLE)}
    return bool(said) and said <= KINDS.keys()


def _is_ticked(table: Table, col: int) -> bool:
    """Whether the column holds marks and nothing but marks."""
    legend, marks = Legend(), 0
    for value in islice(_filled(table, col), _SAMPLE):
        if legend.mark(value) is None and not values.is_blank(value):
            return False
        marks += 1
    return marks > 0


def _filled(table: Table, col: int) -> Iterable[CellValue]:
    for row in table.grid.rows[table.first : table.last]:
        if col < len(row) and row[col] is not None:
            yield row[col]


def _is_percent(table: Table, column: Column) -> bool | None:
    """Values above 1.5 make the whole column percents; a % in the header alone does not decide."""
    numbers = [v for v in islice(_filled(table, column.index), 200) if isinstance(v, int | float)]
    if any(number > 1.5 for number in numbers):
        return True
    return None if not numbers else False


def _with_places(table: Table, index: PlaceIndex, township: RegionCode | None) -> tuple[Column, ...]:
    """The columns, with the one that names the unit understood by its content."""
    columns = list(table.columns)
    villages = [c for c in columns if c.key == "village"]
    townships = [c for c in columns if c.key == "township"]
    if villages and _are_townships(table, villages[0], index) and not townships:
        columns[villages[0].index] = replace(villages[0], key="township")
    elif not villages and townships and not _are_townships(table, townships[0], index):
        columns[townships[0].index] = replace(townships[0], key="village")
    elif not villages and not townships and (found := _nameless_village(table, index, township)) is not None:
        columns[found] = replace(columns[found], key="village")
    for extra in villages[1:]:  # 村名 beside 党组织名称: the first names the place
        columns[extra.index] = replace(extra, key=None)
    return tuple(columns)


def _with_party(columns: tuple[Column, ...], body: Body | None) -> tuple[Column, ...]:
    """Where nobody says the body, 应到 and 实到 are the Party's meeting: a committee's vote counts 登记 and 投票."""
    if body is not None or any(c.key == "body" for c in columns):
        return columns
    named = {c.key for c in columns if c.body is None}
    if not named & _OF_PARTY:
        return columns
    whole = not named & _OF_COMMITTEE  # then every other column speaks of the Party too
    kept = keys.COUNTS | keys.DATES | keys.RATES | keys.FLAGS | {"stage"}
    return tuple(
        replace(c, body=Body.PARTY) if c.body is None and (c.key in _OF_PARTY or (whole and c.key in kept)) else c
        for c in columns
    )


def _with_stages(table: Table, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """A column under an unknown header, or under a body's bare name, whose cells are stages."""
    return tuple(replace(c, key="stage") if _holds_stages(table, c) else c for c in columns)


_BARE_BODY = re.compile(
    r"(?:村|社区)?(?:党组织|党支部|党总支|支部|村委会|居委会|村[(（]居[)）]委会|监委会|村监会|(?:村务)?监督委员会|(?:股份)?(?:经济)?合作社)"
    r"(?:换届|选举|换届选举)?"
)


def _holds_stages(table: Table, column: Column) -> bool:
    if column.key is not None or not column.levels or column.is_personal or _AHEAD.search(column.header):
        return False
    texts = [text_of(v) for v in islice(_filled(table, column.index), _SAMPLE) if not values.is_blank(v)]
    known = [text for text in texts if vocabulary.stage_of(text, column.body or Body.VILLAGE)]
    marks = [text for text in texts if Legend().mark(text) is not None]
    if column.body is not None:
        return bool(known) or (
            bool(texts) and len(marks) == len(texts) and bool(_BARE_BODY.fullmatch(column.levels[-1]))
        )
    return 2 * len(known) > len(texts) > 2 * len(marks)


def _are_townships(table: Table, column: Column, index: PlaceIndex) -> bool:
    texts = list(dict.fromkeys(text_of(v) for v in islice(_filled(table, column.index), _SAMPLE)))
    texts = [text for text in texts if not vocabulary.is_subtotal(text)]
    return bool(texts) and 2 * sum(index.match_township(text) is not None for text in texts) > len(texts)


def _nameless_village(table: Table, index: PlaceIndex, township: RegionCode | None) -> int | None:
    """A column whose header is missing or unknown, but whose cells are villages."""
    best: tuple[float, int | None] = (0.5, None)
    for column in table.columns:
        if column.key is None and not column.is_personal:
            texts = [v for v in islice(_filled(table, column.index), _SAMPLE) if isinstance(v, str)]
            sure = sum(index.match(text, township).match in _SURE for text in texts)
            if len(texts) >= 2 and sure / len(texts) > best[0]:
                best = (sure / len(texts), column.index)
    return best[1]


_SURE = (Match.EXACT, Match.NORMALIZED, Match.ALIAS, Match.AMBIGUOUS)


def filled(grid: Grid, row: int, column: Column | None) -> str:
    """What a person reads in the cell, merged blocks included."""
    return grid.text(row, column.index) if column else ""
