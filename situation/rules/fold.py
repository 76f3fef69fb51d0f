"""From reports to standing: one track at a time, in the reports' own order, never in the order we loaded them.

Per field the newest report wins, and a value keeps the report that first stated it. A staff edit outranks bulletins
dated before it expires; a later bulletin that differs is kept beside it as a conflict. A bulletin that moves the stage
back, or multiplies a level count, is held whole and becomes a finding, unless its document says 更正. Plans are kept
apart from facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from situation.model.regions import RegionCode
from situation.model.reports import Body, Report, ReportKind, Source, StageCode
from situation.model.standing import Conflict, FieldValue, FoldFinding, Standing, Value
from situation.rules import procedures

# Counts that do not grow from nothing during an election: three times as many voters is a slip of the pen.
LEVEL_COUNTS = frozenset({"registered", "due", "rec_due", "members_total", "reps_total"})
JUMP = 3
CUMULATIVE = frozenset({"voted", "elected", "flag:completed"})


def fold_track(village_code: RegionCode, body: Body, reports: Iterable[Report]) -> Standing:
    """What we hold true of one body in one village. Any order and repetition of ``reports`` gives the same.

    Reports of other villages, bodies or kinds are passed over.
    """
    fold = TrackFold(village_code, body)
    for report in _in_order(village_code, body, reports):
        fold.take(report)
    return fold.standing()


def track_history(village_code: RegionCode, body: Body, reports: Iterable[Report]) -> tuple[tuple[date, Standing], ...]:
    """The standing at the end of each day on which it changed, oldest first."""
    fold = TrackFold(village_code, body)
    days: dict[date, Standing] = {}
    for report in _in_order(village_code, body, reports):
        fold.take(report)
        days[report.on] = fold.standing()
    history: list[tuple[date, Standing]] = []
    for day, standing in days.items():
        if not history or history[-1][1] != standing:
            history.append((day, standing))
    return tuple(history)


def _in_order(village_code: RegionCode, body: Body, reports: Iterable[Report]) -> list[Report]:
    mine = {
        report.key: report
        for report in reports
        if report.body is body and report.kind is ReportKind.STATUS and report.village_code == village_code
    }
    ordered = list(mine.values())
    if len(ordered) > 1:
        ordered.sort(key=lambda report: report.order)
    return ordered


def _claims(report: Report) -> Iterator[tuple[str, FieldValue]]:
    """Every field a report speaks of, under the names of ``Standing.values``."""
    yield from report.counts.items()
    for name, day in report.dates.items():
        yield "date:" + name, day
    for name, rate in report.rates.items():
        yield "rate:" + name, rate
    for name, flag in report.flags.items():
        yield "flag:" + name, flag


class TrackFold:
    """A fold in progress. ``take`` reports in ``Report.order``; ``standing`` at any time."""

    def __init__(self, village_code: RegionCode, body: Body) -> None:
        self._village_code = village_code
        self._body = body
        self._stage = procedures.first_stage(body)
        self._stage_value: Value | None = None
        self._reached: dict[StageCode, date] = {}
        self._values: dict[str, Value] = {}
        self._plans: dict[str, Value] = {}
        self._edits: dict[str, date | None] = {}  # fields last set by an edit, and when that edit expires
        self._conflicts: dict[str, Conflict] = {}
        self._findings: list[FoldFinding] = []
        self._last_on: date | None = None

    def standing(self) -> Standing:
        return Standing(
            self._village_code,
            self._body,
            self._stage,
            self._reached.get(self._stage),
            dict(self._reached),
            dict(self._values),
            dict(self._plans),
            tuple(self._conflicts[name] for name in sorted(self._conflicts)),
            tuple(self._findings),
            self._last_on,
        )

    def take(self, report: Report) -> None:
        if report.stage is not None and not procedures.has_stage(self._body, report.stage):
            # One bad code must not blind the whole map: the rest of the report still counts.
            expected = f"{procedures.first_stage(self._body)}…{procedures.last_stage(self._body)}"
            self._findings.append(_finding("R_STAGE_UNKNOWN", report, "stage", report.stage, expected, held=False))
            report = replace(report, stage=None)
        if report.planned:
            self._take_plan(report)
        else:
            if report.source is Source.BULLETIN and self._last_on is not None and not report.correction:
                held = list(self._holds(report))
                if held:
                    self._findings.extend(held)
                    return
                self._findings.extend(self._remarks(report))
            if report.stage is not None:
                self._take_stage(report, report.stage)
            for name, value in _claims(report):
                if self._speaks_of_plan(name, value, report):
                    self._put(self._plans, "plan:" + name, value, report)
                else:
                    self._put(self._values, name, value, report)
        self._last_on = report.on

    def _take_plan(self, report: Report) -> None:
        for name, day in report.dates.items():
            field = "date:" + name
            self._put(self._plans, "plan:" + field, day, report)
            known = self._values.get(field)
            # A date that still lay ahead was itself only a plan: the newer one takes its place. Where an office plans
            # anew, it says that the day stated before was not kept.
            ahead = field not in self._edits and known and isinstance(known.value, date) and known.value > report.on
            if known and (ahead or report.source is Source.EDIT):
                del self._values[field]
                self._edits.pop(field, None)

    def _speaks_of_plan(self, name: str, value: FieldValue, report: Report) -> bool:
        """A bulletin's date that still lies ahead does not silently undo the day an office has planned."""
        if report.source is Source.EDIT or "plan:" + name not in self._edits:
            return False
        return isinstance(value, date) and value > report.on

    def _take_stage(self, report: Report, code: StageCode) -> None:
        claim = Value(code, report.key, report.on)
        if not self._may_set("stage", self._stage_value, claim, report):
            return
        if _is_before(code, self._stage) and not procedures.stage(code).is_conditional:
            # Taken back on purpose: what was said to be reached beyond it was not.
            index = procedures.stage_index(code)
            self._reached = {at: day for at, day in self._reached.items() if procedures.stage_index(at) <= index}
        self._stage = code
        self._stage_value = claim
        self._reached.setdefault(code, report.on)

    def _put(self, target: dict[str, Value], name: str, value: FieldValue, report: Report) -> None:
        field = name.removeprefix("plan:")
        claim = Value(value, report.key, report.on)
        if self._may_set(name, target.get(field), claim, report):
            target[field] = claim

    def _may_set(self, field: str, known: Value | None, claim: Value, report: Report) -> bool:
        """Whether the claim becomes the value; if a living edit stands against it, note the disagreement."""
        if self._findings:
            self._supersede(field)
        if report.source is Source.EDIT:
            self._edits[field] = report.expires_on
            for name in (field, "plan:" + field.removeprefix("plan:")):
                self._conflicts.pop(name, None)
            return True
        if field not in self._edits:
            # Said again, it stays with the report that said it first: "since when" must not move day by day.
            return known is None or known.value != claim.value
        expires_on = self._edits[field]
        if known is None or (expires_on is not None and claim.on >= expires_on):
            del self._edits[field]
            self._conflicts.pop(field, None)
            return True
        if claim.value == known.value:
            self._conflicts.pop(field, None)
        else:
            self._conflicts[field] = Conflict(field.removeprefix("plan:"), known, claim)
        return False

    def _supersede(self, field: str) -> None:
        for at, finding in enumerate(self._findings):
            if finding.held and finding.field == field and not finding.superseded:
                self._findings[at] = replace(finding, superseded=True)

    def _accepted(self, field: str) -> FieldValue | None:
        """The last value a bulletin set, to compare a new bulletin with; what an edit set is no yardstick."""
        if field in self._edits:
            conflict = self._conflicts.get(field)
            return conflict.bulletin.value if conflict else None
        known = self._stage_value if field == "stage" else self._values.get(field)
        return known.value if known else None

    def _holds(self, report: Report) -> Iterator[FoldFinding]:
        """Why this bulletin may not be applied."""
        before = self._accepted("stage")
        if report.stage is not None and isinstance(before, str) and _is_regression(report.stage, before):
            yield _finding("R_STAGE_REGRESSION", report, "stage", report.stage, f">= {before}", held=True)
        for name, count in report.counts.items():
            if name in LEVEL_COUNTS:
                last = self._accepted(name)
                if isinstance(last, int) and last > 0 and (count >= JUMP * last or JUMP * count <= last):
                    yield _finding("R_COUNT_JUMP", report, name, str(count), f"~ {last}", held=True)

    def _remarks(self, report: Report) -> Iterator[FoldFinding]:
        """What is odd about this bulletin and yet no reason to hold it."""
        second_ballot = procedures.stage(report.stage or self._stage).is_conditional
        for name, value in _claims(report):
            last = self._accepted(name) if name in CUMULATIVE else None
            if isinstance(last, int) and isinstance(value, int) and value < last and not second_ballot:
                yield _finding(
                    "R_CUMULATIVE_FALL",
                    report,
                    name,
                    str(value),
                    f">= {last}",
                    held=False,
                )
        missing = self._skipped(report.stage)
        if missing and report.stage is not None:
            yield _finding(
                "R_STAGE_SKIP",
                report,
                "stage",
                report.stage,
                " ".join(missing),
                held=False,
            )

    def _skipped(self, code: StageCode | None) -> list[StageCode]:
        """Stages the law knows, between the last stage reported and the new one, that nobody reported."""
        if code is None or self._stage_value is None or "stage" in self._edits:
            return []
        before, now = procedures.stage_index(self._stage), procedures.stage_index(code)
        if now <= before + 1:
            return []
        return [at for at in procedures.procedure(self._body).statutory if before < procedures.stage_index(at) < now]


def _is_before(code: str, other: str) -> bool:
    return procedures.stage(code).index < procedures.stage(other).index


def _is_regression(code: str, before: str) -> bool:
    """A second ballot may follow the first result: V11 after V12 is the usual course, not a step back."""
    last = procedures.stage(before)
    return _is_before(code, before) and not (procedures.stage(code).is_conditional and last.group == 3)


def _finding(code: str, report: Report, field: str, seen: str, expected: str, *, held: bool) -> FoldFinding:
    return FoldFinding(code, report.key, report.on, field, seen, expected, held)
