"""Rows made of statements: the place matched, the facts checked, and what becomes of the row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from loaders import persons, vocabulary
from loaders.advice import finding
from loaders.context import Context
from loaders.judging import disposition_of
from loaders.prose.facts import Facts, read_facts
from loaders.prose.lines import Topic
from loaders.prose.statements import parts_of
from situation.model.bulletins import Disposition, Finding, Match, Row
from situation.model.regions import RegionCode, RegionKind
from situation.model.reports import Body, IncidentClaim, ReportKind, Where
from situation.rules.findings import law_findings, value_findings
from situation.rules.placenames import PlaceMatch

_PARTY_FACTS = frozenset(("due", "present", "members_total", "rec_due", "rec_present"))
_VOTER_FACTS = frozenset(
    ("registered", "voted", "issued", "returned", "valid", "invalid", "proxy", "mobile", "written_for", "stations",
     "boxes", "booths")
)  # fmt: skip
_CHOSEN = re.compile(  # whom the meeting chose says whose meeting it was
    r"(?:产生|选举|推选|选出)(?:产生)?了?(?:新一届)?(?:村|社区|居)?(?:务?监督委员会|监委会|监会|(?:股份)?(?:经济)?合作社)"
)
_PARTY_WORDS = re.compile(r"党员大会|两推一选|预备人选|初步人选|党员推荐")
_CHECKED = re.compile(r"R_(?:PRESENT|VOTED|RETURNED|VALID|RATE_MISMATCH|DATE_ORDER)|L_")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a statement stands, of which day and place."""

    context: Context
    where: Where
    on: date
    township: RegionCode | None
    body: Body | None = None
    topic: Topic = Topic.OPEN
    is_item: bool = False

    def match(self, raw: str) -> PlaceMatch:
        return self.context.index.match(raw, self.township, on=self.on)


def status_rows(spot: Spot, raw: str, text: str, *, is_shared: bool = False) -> Iterator[Row]:
    """``is_shared``: said of several villages at once, so that its numbers are nobody's."""
    place = spot.match(raw)
    committee = committee_of(spot, place, raw)
    for part in parts_of(text, committee):
        for body in part.bodies:
            yield from _part_rows(spot, raw, place, committee, body, part.text, is_shared, len(part.bodies) > 1)


def _part_rows(
    spot: Spot, raw: str, place: PlaceMatch, committee: Body, said: Body | None, text: str, is_shared: bool,
    is_joint: bool = False,
) -> Iterator[Row]:  # fmt: skip
    body = said or _body_told(spot, raw, text, committee)
    facts = read_facts(text, body, spot.on, all_planned=spot.topic is Topic.PLANS, today=spot.topic is Topic.TODAY)
    if said is None and not _is_said(spot, raw) and body is committee and _is_party(text, facts):
        body = Body.PARTY
        facts = read_facts(text, body, spot.on, all_planned=spot.topic is Topic.PLANS)
    if is_joint:
        is_shared = _keep_own(facts, body) or is_shared
    findings = [*place.findings, *(finding(code, seen=seen) for code, seen in facts.problems)]
    if persons.is_personal_cell(text):
        findings.append(finding("R_PII_CELL"))
    base = _base(spot, raw, place, ReportKind.STATUS)
    if facts.says_something:
        shared = is_shared and bool(facts.counts or facts.rates)
        if shared:
            facts.counts, facts.rates = {}, {}
            findings.append(finding("R_BAD_NUMBER", seen=persons.mask_names(text.strip()), expected="分村填写的数字"))
        yield _status_row(replace(base, body=body), facts, findings, place, text)
    elif not facts.plans:
        unread = _unread(spot, said, facts, text, bool(findings[len(place.findings) :]))
        if unread:
            findings.append(finding(unread, seen=persons.mask_names(text.strip())))
            note = persons.mask_names(text.strip())
            yield replace(
                base, body=body, findings=tuple(findings), disposition=Disposition.REVIEW, note=note
            )  # fmt: skip
    if facts.plans:
        yield replace(
            base, body=body, dates=facts.plans, planned=True, findings=place.findings,
            disposition=disposition_of(place.findings, place.match),
        )  # fmt: skip


def _keep_own(facts: Facts, body: Body) -> bool:
    """Said of 两委 together: who met are Party members, who voted are voters. Whether other numbers are left over."""
    own = _PARTY_FACTS if body is Body.PARTY else _VOTER_FACTS
    other = _VOTER_FACTS if body is Body.PARTY else _PARTY_FACTS
    facts.counts = {key: count for key, count in facts.counts.items() if key not in other}
    if body is Body.PARTY:
        facts.rates = {}
    return bool(facts.counts.keys() - own)


def _unread(spot: Spot, said: Body | None, facts: Facts, text: str, has_problems: bool) -> str:
    """Why a statement without facts is held: a number nobody could place, a list item in unknown words."""
    if facts.has_unread or has_problems:
        return "R_BAD_NUMBER"
    lost = spot.is_item and said is None and not facts.is_planned and len(text.strip(" ：:，。；;、")) > 1
    return "R_STAGE_UNKNOWN" if lost else ""


def _is_party(text: str, facts: Facts) -> bool:
    """应到, 实到 and the like without a body are a meeting of Party members, unless representatives met."""
    return bool(facts.counts.keys() & _PARTY_FACTS) and "代表" not in text and "registered" not in facts.counts


def _status_row(base: Row, facts: Facts, findings: list[Finding], place: PlaceMatch, text: str) -> Row:
    row = replace(
        base, stage=facts.stage, counts=facts.counts, rates=facts.rates, dates=facts.dates, flags=facts.flags,
        note="；".join(filter(None, (place.note, persons.mask_names(text.strip()) if facts.has_unread else ""))),
    )  # fmt: skip
    return checked(row, findings, place.part)


def checked(row: Row, findings: Iterable[Finding], part: str = "") -> Row:
    """With the contradictions inside the row and the breaches of law it proves."""
    found = [f for f in findings if not _CHECKED.match(f.code)]
    if row.body:
        found += value_findings(row.body, row.dates, row.counts, row.rates, row.on)
        found += law_findings(row.body, row.dates, row.counts)
    disposition = disposition_of(found, row.match)
    if part and row.counts:
        disposition = Disposition.REVIEW  # numbers of a part of the village are not the village's
    return replace(row, findings=tuple(dict.fromkeys(found)), disposition=disposition)


def incident_row(spot: Spot, raw: str, claim: IncidentClaim, body: Body | None = None) -> Row:
    """Without a village it is held: somebody must say where it was."""
    nowhere = PlaceMatch(Match.NONE, findings=(finding("R_UNKNOWN_VILLAGE", seen=claim.text),))
    place = spot.match(raw) if raw else nowhere
    findings = list(place.findings)
    if claim.deadline and claim.deadline < spot.on and (claim.status is None or claim.status.is_open):
        findings.append(finding("R_INCIDENT_OVERDUE", seen=claim.deadline.isoformat()))
    return replace(
        _base(spot, raw, place, ReportKind.INCIDENT), body=body, incident=claim, findings=tuple(findings),
        disposition=disposition_of(findings, place.match),
    )  # fmt: skip


def aggregate_row(spot: Spot, facts: Facts) -> Row:
    findings = tuple(finding(code, seen=seen) for code, seen in facts.problems)
    return Row(
        kind=ReportKind.AGGREGATE, where=replace(spot.where, span=None), township=spot.township, on=spot.on,
        counts=facts.counts, rates=facts.rates, findings=findings, disposition=disposition_of(findings),
    )  # fmt: skip


def _base(spot: Spot, raw: str, place: PlaceMatch, kind: ReportKind) -> Row:
    return Row(
        kind=kind, where=replace(spot.where, span=persons.mask_names(raw) or None),
        township=place.township or spot.township, village_raw=persons.mask_names(raw), village_code=place.code,
        candidates=place.candidates, match=place.match, on=spot.on, note=place.note,
    )  # fmt: skip


def committee_of(spot: Spot, place: PlaceMatch, raw: str) -> Body:
    codes = (place.code,) if place.code else place.candidates
    kinds = {spot.context.index.gazetteer[code].kind for code in codes if code}
    if kinds == {RegionKind.COMMUNITY} or (not kinds and re.search("社区|居委会|居民委员会", raw)):
        return Body.RESIDENTS
    return Body.VILLAGE


def _is_said(spot: Spot, raw: str) -> bool:
    return bool(vocabulary.body_of(raw) or spot.body)


def _body_told(spot: Spot, raw: str, text: str, committee: Body) -> Body:
    """Without a body at the head of the phrase: the name's own ending, the title's, or words only the Party uses."""
    told = vocabulary.body_of(raw) or spot.body
    chosen = _CHOSEN.search(text)
    if told is None and chosen:
        return Body.SUPERVISION if "监" in chosen[0] else Body.ECONOMIC
    if told is None and _PARTY_WORDS.search(text):
        return Body.PARTY
    return committee if told in (None, Body.VILLAGE, Body.RESIDENTS) else told


def bare_row(spot: Spot, raw: str) -> tuple[Row, PlaceMatch]:
    """A row that so far only knows its place and body."""
    place = spot.match(raw)
    body = _body_told(spot, raw, "", committee_of(spot, place, raw))
    return replace(_base(spot, raw, place, ReportKind.STATUS), body=body), place
