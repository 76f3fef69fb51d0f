"""Incidents and key villages of one village, folded from their reports; and the ladder of escalation.

An incident is known by its ledger's number where it has one; otherwise by village, category and day it occurred.
Two rows of one document are two incidents. Per field the newest claim wins, a living staff edit outranks bulletins.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from situation.model.regions import RegionCode
from situation.model.reports import (
    Body,
    IncidentClaim,
    IncidentStatus,
    KeyVillageClaim,
    Level,
    Report,
    ReportKind,
    Severity,
    Source,
)
from situation.model.standing import Colour, Incident, KeyVillage


@dataclass(frozen=True, slots=True)
class Category:
    code: str
    zh: str
    en: str
    lead_unit: str
    severity: Severity | None
    days: int | None


@dataclass(frozen=True, slots=True)
class _Book:
    categories: Mapping[str, Category]
    people: tuple[tuple[int, Severity], ...]  # worst first
    days: Mapping[Severity, int]


@cache
def _book() -> _Book:
    raw = tomllib.loads((files(__package__) / "incidents.toml").read_text("utf-8"))
    severities = {Severity(name): table for name, table in raw["severities"].items()}
    return _Book(
        {code: _category(code, table) for code, table in raw["categories"].items()},
        tuple(sorted(((table["people"], name) for name, table in severities.items()), reverse=True)),
        {name: table["days"] for name, table in severities.items()},
    )


def _category(code: str, table: Mapping[str, Any]) -> Category:
    severity = Severity(table["severity"]) if "severity" in table else None
    return Category(code, table["zh"], table["en"], table["lead"], severity, table.get("days"))


def categories() -> tuple[Category, ...]:
    return tuple(_book().categories.values())


def category(code: str) -> Category:
    """The category of that code; an unknown code is 其他."""
    return _book().categories.get(code, _book().categories["I99"])


def category_name(code: str, lang: str = "zh") -> str:
    return category(code).en if lang == "en" else category(code).zh


def severity_of(code: str, people: int | None) -> Severity:
    """How grave an incident is when nobody said so: by its category and the number of people."""
    by_people = next((name for least, name in _book().people if (people or 0) >= least), Severity.MINOR)
    by_category = category(code).severity or Severity.MINOR
    return max(by_people, by_category, key=lambda severity: severity.rank)


def limit_of(code: str, severity: Severity, since: date) -> date:
    """The day by which to close, when no deadline was set."""
    days = category(code).days
    grave = severity.rank >= Severity.MAJOR.rank
    return since + timedelta(_book().days[severity] if days is None or grave else days)


def next_level(level: Level) -> Level:
    ladder = list(Level)
    return ladder[min(level.rank + 1, len(ladder) - 1)]


def escalate(incident: Incident, on: date, *, in_key_village: bool = False) -> Incident:
    """The incident as it stands on that day: one level up when overdue, one when its village is a key village.

    What was already lifted by hand, by severity or by a rebound (see ``fold_incidents``) is not lifted again
    beyond the county leading group.
    """
    steps = int(is_overdue(incident, on)) + int(in_key_village)
    level = incident.level
    for _ in range(steps if incident.is_open else 0):
        level = next_level(level) if level.rank < Level.COUNTY.rank else level
    return incident if level is incident.level else replace(incident, level=level)


def is_overdue(incident: Incident, on: date) -> bool:
    return incident.is_open and incident.deadline is not None and incident.deadline < on


@dataclass(slots=True)
class _Case:
    """An incident while its reports are being read."""

    key: str
    claim: IncidentClaim
    body: Body | None
    opened_on: date
    updated_on: date
    status: IncidentStatus
    closed_on: date | None = None
    reopened_count: int = 0
    status_edit: Report | None = None
    names: set[str] = field(default_factory=set)  # keys and ledger numbers it answers to
    documents: set[str] = field(default_factory=set)
    report_keys: list[str] = field(default_factory=list)


def fold_incidents(village_code: RegionCode, reports: Iterable[Report]) -> tuple[Incident, ...]:
    """Every incident of the village, open or closed, oldest first. Order and repetition do not matter."""
    cases: list[_Case] = []
    for report in _in_order(village_code, ReportKind.INCIDENT, reports):
        claim = report.incident
        if claim is None:
            continue
        case = _find(cases, report, claim)
        if case is None:
            cases.append(_open(report, claim))
        else:
            _update(case, report, claim)
    return tuple(_incident(village_code, case) for case in cases)


def _in_order(village_code: RegionCode, kind: ReportKind, reports: Iterable[Report]) -> list[Report]:
    mine = {r.key: r for r in reports if r.kind is kind and r.village_code == village_code}
    return sorted(mine.values(), key=lambda report: report.order)


def incident_key(report: Report, claim: IncidentClaim) -> str:
    """A name that comes from the facts alone, so that it is the same on every machine and in every order."""
    facts = claim.ref or f"{claim.occurred or report.on}|{_plain(claim.text)}"
    text = f"{report.village_code}|{claim.category if not claim.ref else 'ref'}|{facts}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _plain(text: str) -> str:
    return "".join(text.split())


def _find(cases: list[_Case], report: Report, claim: IncidentClaim) -> _Case | None:
    """The incident this claim continues; newest first, never one that another row of the document speaks of."""
    names = {incident_key(report, claim), claim.ref} - {None}
    named = [case for case in cases if names & case.names]
    if named:
        return named[-1]
    alike = [case for case in cases if _may_continue(case, report, claim)]
    alike.sort(key=lambda case: (_plain(case.claim.text) == _plain(claim.text), case.updated_on))
    return alike[-1] if alike else None


def _may_continue(case: _Case, report: Report, claim: IncidentClaim) -> bool:
    if case.claim.category != claim.category or report.content_hash in case.documents:
        return False
    if claim.ref and case.claim.ref:
        return False
    if claim.occurred and case.claim.occurred:
        return claim.occurred == case.claim.occurred
    same_text = _plain(case.claim.text) == _plain(claim.text)
    starts_anew = claim.status in (None, IncidentStatus.NEW) and not case.status.is_open
    return same_text or not starts_anew


def _open(report: Report, claim: IncidentClaim) -> _Case:
    status = claim.status or IncidentStatus.NEW
    case = _Case(incident_key(report, claim), claim, report.body, report.on, report.on, status)
    _sign(case, report, claim)
    case.closed_on = None if status.is_open else report.on
    return case


def _sign(case: _Case, report: Report, claim: IncidentClaim) -> None:
    case.names |= {incident_key(report, claim)} | ({claim.ref} if claim.ref else set())
    case.documents.add(report.content_hash)
    case.report_keys.append(report.key)
    if report.source is Source.EDIT and claim.status is not None:
        case.status_edit = report


def _update(case: _Case, report: Report, claim: IncidentClaim) -> None:
    _move(case, report, claim.status)
    _sign(case, report, claim)
    case.updated_on = report.on
    case.body = report.body or case.body
    old = case.claim
    case.claim = IncidentClaim(
        category=claim.category or old.category,
        severity=claim.severity or old.severity,
        level=claim.level or old.level,
        people=old.people if claim.people is None else claim.people,
        occurred=claim.occurred or old.occurred,
        deadline=claim.deadline or old.deadline,
        listed=old.listed if claim.listed is None else claim.listed,
        channel=claim.channel or old.channel,
        lead_unit=claim.lead_unit or old.lead_unit,
        text=claim.text or old.text,
        measures=claim.measures or old.measures,
        ref=old.ref or claim.ref,
    )


def _move(case: _Case, report: Report, status: IncidentStatus | None) -> None:
    """Change the status. A bulletin does not undo a living edit, unless it says the matter has come back."""
    if status is None or status is case.status:
        return
    edit = case.status_edit
    lives = edit is not None and (edit.expires_on is None or report.on < edit.expires_on)
    if lives and report.source is Source.BULLETIN and status is not IncidentStatus.REOPENED:
        return
    rebounds = status.is_open and not case.status.is_open and not report.correction
    case.reopened_count += int(rebounds or (status is IncidentStatus.REOPENED and case.status.is_open))
    case.closed_on = None if status.is_open else case.closed_on or report.on
    case.status = status


def _incident(village_code: RegionCode, case: _Case) -> Incident:
    claim = case.claim
    severity = claim.severity or severity_of(claim.category, claim.people)
    since = case.updated_on if case.reopened_count and not claim.deadline else claim.occurred or case.opened_on
    return Incident(
        key=case.key,
        village_code=village_code,
        category=claim.category,
        status=case.status,
        severity=severity,
        level=_level(claim.level, severity, case.reopened_count),
        people=claim.people,
        occurred=claim.occurred,
        deadline=claim.deadline or limit_of(claim.category, severity, since),
        listed=bool(claim.listed),
        opened_on=case.opened_on,
        updated_on=case.updated_on,
        closed_on=case.closed_on,
        reopened_count=case.reopened_count,
        body=case.body,
        lead_unit=claim.lead_unit or category(claim.category).lead_unit,
        text=claim.text,
        measures=claim.measures,
        channel=claim.channel or "",
        ref=claim.ref or "",
        report_keys=tuple(case.report_keys),
    )


def _level(claimed: Level | None, severity: Severity, reopened_count: int) -> Level:
    """Who holds it: as stated, else the township; one up when it came back or is grave."""
    level = claimed or (Level.OFFICE if severity.rank >= Severity.MAJOR.rank else Level.TOWNSHIP)
    return next_level(level) if reopened_count and level.rank < Level.COUNTY.rank else level


def fold_key_village(village_code: RegionCode, reports: Iterable[Report]) -> KeyVillage | None:
    """The register of key villages about this one; None where it was never listed.

    A status row that ticks 重点难点村 lists a village the register never spoke of; it never delists one.
    """
    ledger = list(reports)
    claims = _in_order(village_code, ReportKind.KEY_VILLAGE, ledger)
    if any(report.key_village for report in claims):
        return _register(village_code, claims)
    ticked = _in_order(village_code, ReportKind.STATUS, ledger)
    first = next((report for report in ticked if report.flags.get("key_village")), None)
    if first is None:
        return None
    return KeyVillage(village_code, first.on, None, None, None, "", "", None, None, None, (first.key,))


def _register(village_code: RegionCode, reports: list[Report]) -> KeyVillage | None:
    found: KeyVillage | None = None
    status_edit: Report | None = None
    for report in reports:
        claim = report.key_village
        if claim is None:
            continue
        is_listed = claim.status != "delisted"
        lives = status_edit and (status_edit.expires_on is None or report.on < status_edit.expires_on)
        if found and lives and report.source is Source.BULLETIN:
            is_listed = found.delisted_on is None
        if report.source is Source.EDIT:
            status_edit = report
        found = _registered(found, village_code, report, claim, is_listed=is_listed)
    return found


def _registered(
    old: KeyVillage | None,
    village_code: RegionCode,
    report: Report,
    claim: KeyVillageClaim,
    *,
    is_listed: bool,
) -> KeyVillage:
    before = old or KeyVillage(village_code, report.on, None, None, None, "", "", None, None, None)
    relisted = before.delisted_on is not None and is_listed
    return KeyVillage(
        village_code,
        listed_on=report.on if relisted else before.listed_on,
        delisted_on=None if is_listed else before.delisted_on or report.on,
        level=claim.level or before.level,
        colour=_colour(claim.colour) or before.colour,
        reason=claim.reason or before.reason,
        post=claim.post or before.post,
        measures_done=before.measures_done if claim.measures_done is None else claim.measures_done,
        measures_total=before.measures_total if claim.measures_total is None else claim.measures_total,
        deadline=claim.deadline or before.deadline,
        report_keys=(*before.report_keys, report.key),
    )


def _colour(text: str | None) -> Colour | None:
    return Colour(text) if text in ("green", "yellow", "red") else None
