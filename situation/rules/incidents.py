"""Incidents and key villages of one village, folded from their reports; and the ladder of escalation.

An incident is known by its ledger's number where it has one; otherwise by village, category and day it occurred.
Two rows of one document are two incidents. Per field the newest claim wins, a living staff edit outranks bulletins.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

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
from situation.rules.categories import categories as categories
from situation.rules.categories import category, limit_of, severity_of
from situation.rules.categories import category_name as category_name


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


_Edited = dict[str, date | None]  # fields last set by a staff edit, and when that edit expires
_Claim = TypeVar("_Claim", IncidentClaim, KeyVillageClaim)


def _laid_over(old: _Claim, report: Report, claim: _Claim, edited: _Edited) -> _Claim:
    """The newer claim over the older, field by field; what it leaves out stays, and so does what a living edit set."""
    said = {name: value for name in claim.__slots__ if (value := getattr(claim, name)) not in (None, "")}
    if report.source is Source.EDIT:
        edited.update(dict.fromkeys(said, report.expires_on))
    else:
        said = {name: value for name, value in said.items() if not _is_edited(edited, name, report.on)}
    return replace(old, **said)


def _is_edited(edited: _Edited, name: str, on: date) -> bool:
    if name not in edited:
        return False
    expires_on = edited[name]
    return expires_on is None or on < expires_on


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
    edited: _Edited = field(default_factory=dict)
    categories: set[str] = field(default_factory=set)  # all it was ever filed under
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
    if claim.category not in case.categories or report.content_hash in case.documents:
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
    case.claim = _laid_over(claim, report, claim, case.edited)
    _sign(case, report, claim)
    case.closed_on = None if status.is_open else report.on
    return case


def _sign(case: _Case, report: Report, claim: IncidentClaim) -> None:
    case.names |= {incident_key(report, claim)} | ({claim.ref} if claim.ref else set())
    case.categories.add(claim.category)
    case.documents.add(report.content_hash)
    case.report_keys.append(report.key)


def _update(case: _Case, report: Report, claim: IncidentClaim) -> None:
    _move(case, report, claim.status)
    _sign(case, report, claim)
    case.updated_on = report.on
    case.body = report.body or case.body
    # A person at the desk names the incident by its key; that is no ledger's number.
    ref = case.claim.ref or (claim.ref if claim.ref != case.key else None)
    case.claim = replace(_laid_over(case.claim, report, claim, case.edited), ref=ref)


def _move(case: _Case, report: Report, status: IncidentStatus | None) -> None:
    """Change the status. A bulletin does not undo a living edit, unless it says the matter has come back."""
    if status is None or status is case.status:
        return
    is_protected = report.source is Source.BULLETIN and _is_edited(case.edited, "status", report.on)
    if is_protected and status is not IncidentStatus.REOPENED:
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
    claim: KeyVillageClaim | None = None
    edited: _Edited = {}
    listed_on = delisted_on = None
    for report in reports:
        if report.key_village is None:
            continue
        was_listed = claim is not None and claim.status != "delisted"
        claim = _laid_over(claim or report.key_village, report, report.key_village, edited)
        is_listed = claim.status != "delisted"
        if is_listed and not was_listed:
            listed_on, delisted_on = report.on, None
        elif not is_listed:
            listed_on, delisted_on = listed_on or report.on, delisted_on or report.on
    if claim is None or listed_on is None:
        return None
    keys = tuple(report.key for report in reports if report.key_village)
    return _key_village(village_code, claim, listed_on, delisted_on, keys)


def _key_village(
    village_code: RegionCode,
    claim: KeyVillageClaim,
    listed_on: date,
    delisted_on: date | None,
    report_keys: tuple[str, ...],
) -> KeyVillage:
    return KeyVillage(
        village_code,
        listed_on,
        delisted_on,
        claim.level,
        _colour(claim.colour),
        claim.reason,
        claim.post or "",
        claim.measures_done,
        claim.measures_total,
        claim.deadline,
        report_keys,
    )


def _colour(text: str | None) -> Colour | None:
    return Colour(text) if text in ("green", "yellow", "red") else None
