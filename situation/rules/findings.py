"""What one row shows by itself, before it is compared with anything: contradictions, and breaches of the law.

Contradictions (R_…) ask for a person's review; law findings (L_…) never hold a row: the law was broken in the
village, not in the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, lru_cache

from situation.model.bulletins import Finding
from situation.model.regions import RegionCode
from situation.model.reports import Body
from situation.model.standing import Standing, Value
from situation.rules import procedures
from situation.rules.checks import Gap
from situation.rules.count_checks import Difference, Ratio, Size
from situation.rules.indicators import matches_rate
from situation.rules.packs import Rule, RulePack, Severity, load_packs

_ROW_CHECKS = (Ratio, Difference, Gap, Size)

# Which date may not lie after which; only neighbours that are both stated are compared.
DATE_ORDERS: Mapping[Body, tuple[tuple[str, ...], ...]] = {
    Body.PARTY: (
        ("request_sent", "request_replied"),
        ("review_sent", "review_done"),
        ("init_pub_start", "init_pub_end", "pre_pub_start", "pre_pub_end", "party_election"),
    ),
    Body.VILLAGE: (
        (
            *("committee", "method_passed", "reg_start", "list_published"),
            *("<", "candidates_published", "<", "election_day", "formed", "handover"),
        ),
        ("reg_start", "reg_end"),
        ("announced", "election_day"),
        ("election_day", "result_published"),
        ("election_day", "<=", "second_ballot"),
        ("review_sent", "review_done"),
    ),
}
_ORDERS = {**DATE_ORDERS, Body.RESIDENTS: DATE_ORDERS[Body.VILLAGE]}

# The part may not be greater than the whole: code, part, whole.
_WITHIN = (
    ("R_PRESENT_GT_DUE", "present", "due"),
    ("R_PRESENT_GT_DUE", "rec_present", "rec_due"),
    ("R_VOTED_GT_REGISTERED", "voted", "registered"),
    ("R_RETURNED_GT_ISSUED", "returned", "issued"),
    ("R_VALID_GT_RETURNED", "valid", "returned"),
)


@cache
def _default_pack() -> RulePack:
    return load_packs()


def law_findings(
    body: Body,
    dates: Mapping[str, date],
    counts: Mapping[str, int],
    pack: RulePack | None = None,
    on: date | None = None,
) -> tuple[Finding, ...]:
    """Breaches of the law that the row itself proves. ``on`` chooses the text in force; None: the newest.

    The column of a finding is the field's key; the reader knows under which header it stood.
    """
    track = _as_track(body, dates, counts, on or date.max)
    found = []
    day = _day_of(dates) or on
    for rule in _row_rules(pack, body, day) if pack else _default_rules(body, day):
        breach = rule.check.breach(track, date.max)  # type: ignore[union-attr]
        if breach:
            column = breach.field.removeprefix("date:")
            found.append(Finding(rule.id, column, "", breach.value, breach.threshold, rule.clears))
    return tuple(found)


def _day_of(dates: Mapping[str, date]) -> date | None:
    return dates.get("election_day") or dates.get("party_election")


@lru_cache(maxsize=4096)
def _default_rules(body: Body, on: date | None) -> list[Rule]:
    """Chosen once for all rows of one body and day: a large file asks a hundred thousand times."""
    return _row_rules(_default_pack(), body, on)


def _row_rules(pack: RulePack, body: Body, on: date | None) -> list[Rule]:
    chosen: dict[str, Rule] = {}
    for rule in pack.rules:
        fits = body in rule.bodies and rule.enabled and rule.severity is not Severity.INFO
        in_force = on is None or rule.is_in_force(on)
        if fits and in_force and rule.id.startswith("L_") and isinstance(rule.check, _ROW_CHECKS):
            chosen[rule.id] = rule
    return list(chosen.values())


def _as_track(body: Body, dates: Mapping[str, date], counts: Mapping[str, int], on: date) -> Standing:
    values: dict[str, Value] = {name: Value(count, "", on) for name, count in counts.items()}
    values.update({f"date:{name}": Value(day, "", on) for name, day in dates.items()})
    return Standing(RegionCode(""), body, procedures.first_stage(body), values=values, last_on=on)


def value_findings(
    body: Body | None,
    dates: Mapping[str, date],
    counts: Mapping[str, int],
    rates: Mapping[str, float],
    on: date | None,
) -> tuple[Finding, ...]:
    """Contradictions inside the row."""
    found = [
        *_negative(counts),
        *_beyond(counts),
        *_rate_findings(body, counts, rates),
        *_order_findings(body, dates),
    ]
    return tuple(found)


def _negative(counts: Mapping[str, int]) -> Iterator[Finding]:
    for name, count in counts.items():
        if count < 0:
            yield Finding("R_NEGATIVE", name, "", str(count), "≥ 0", "人数不能为负，请核对")


def _beyond(counts: Mapping[str, int]) -> Iterator[Finding]:
    for code, part, whole in _WITHIN:
        if part in counts and whole in counts and counts[part] > counts[whole]:
            yield Finding(code, part, "", str(counts[part]), f"≤ {counts[whole]}", "两个数字必有一错，请核对后重报")


def _rate_findings(body: Body | None, counts: Mapping[str, int], rates: Mapping[str, float]) -> Iterator[Finding]:
    for name, rate in rates.items():
        if rate > 1 + 1e-9:
            yield Finding("R_RATE_GT_100", name, "", f"{rate:.2%}", "≤ 100%", "比率不能超过100%，请核对")
    part, whole = ("present", "due") if body is Body.PARTY else ("voted", "registered")
    stated, counted, of = rates.get("turnout"), counts.get(part), counts.get(whole)
    if stated is None or counted is None or not of or matches_rate(counted, of, stated):
        return
    share = f"{counted / of:.2%}"
    yield Finding("R_RATE_MISMATCH", "turnout", "", f"{stated:.2%}", share, "比率与人数不符，请核对")


def _order_findings(body: Body | None, dates: Mapping[str, date]) -> Iterator[Finding]:
    for chain in _ORDERS.get(body, ()) if body else ():
        strict = False
        last: str | None = None
        for name in chain:
            if name in ("<", "<="):
                strict = name == "<"
            elif name in dates:
                if last and (dates[last] > dates[name] or (strict and dates[last] == dates[name])):
                    yield _out_of_order(last, name, dates)
                last, strict = name, False


def _out_of_order(before: str, after: str, dates: Mapping[str, date]) -> Finding:
    expected = f"≥ {dates[before]} ({before})"
    return Finding("R_DATE_ORDER", after, "", f"{dates[after]}", expected, "日期先后颠倒，请核对")
