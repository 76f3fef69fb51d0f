"""One village: its reports folded to today, to yesterday, and to a mark for each day gone by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from situation.clock import local_day
from situation.model.picture import DayMark, VillagePicture
from situation.model.regions import Region, RegionCode
from situation.model.reports import Body, Report, ReportKind
from situation.model.standing import Incident, KeyVillage, Override, Standing
from situation.rules import procedures
from situation.rules.fold import track_history
from situation.rules.incidents import escalate, fold_incidents, fold_key_village
from situation.rules.packs import RulePack
from situation.rules.warnings import VillageFacts, warn
from situation.snapshot.reporting import Reporting, end_of

History = tuple[tuple[date, Standing], ...]


@dataclass(frozen=True, slots=True)
class VillageFold:
    """All that the reports of one village say, on any day up to the last."""

    region: Region
    township: RegionCode
    histories: Mapping[Body, History]
    events: tuple[Report, ...]  # incident and key village reports
    override: Override | None
    waiting_rows: int  # held for a person; known only for the present
    last_on: date | None

    def tracks_on(self, day: date) -> dict[Body, Standing]:
        return {body: _standing_on(self.region, body, history, day) for body, history in self.histories.items()}

    def incidents_on(self, day: date) -> tuple[Incident, ...]:
        return fold_incidents(self.region.code, (r for r in self.events if r.on <= day))

    def key_village_on(self, day: date) -> KeyVillage | None:
        found = fold_key_village(self.region.code, (r for r in self.events if r.on <= day))
        return found if found and found.delisted_on is None else None


def fold_village(
    region: Region,
    township: RegionCode,
    reports: Iterable[Report],
    override: Override | None = None,
    waiting_rows: int = 0,
) -> VillageFold:
    all_reports = list(reports)
    histories = {body: track_history(region.code, body, all_reports) for body in procedures.bodies_of(region.kind)}
    events = tuple(r for r in all_reports if r.kind in (ReportKind.INCIDENT, ReportKind.KEY_VILLAGE))
    last_on = max((r.on for r in all_reports if not r.planned), default=None)
    return VillageFold(region, township, histories, events, override, waiting_rows, last_on)


def _standing_on(region: Region, body: Body, history: History, day: date) -> Standing:
    found = None
    for on, standing in history:
        if on > day:
            break
        found = standing
    return found or Standing(region.code, body, procedures.first_stage(body))


def village_facts(fold: VillageFold, reporting: Reporting, on: date, at: datetime) -> VillageFacts:
    """What the rules are asked about: everything known of the village on day ``on`` at instant ``at``."""
    key = fold.key_village_on(on)
    incidents = tuple(escalate(i, on, in_key_village=key is not None) for i in fold.incidents_on(on))
    missed = reporting.unreported_days(fold.township, on, at)
    waiting = fold.waiting_rows if local_day(at) == on else 0
    return VillageFacts(fold.region.kind, fold.tracks_on(on), incidents, key, missed, fold.override, waiting)


def village_picture(fold: VillageFold, pack: RulePack, reporting: Reporting, on: date, at: datetime) -> VillagePicture:
    """What the village looks like on day ``on`` seen at instant ``at``."""
    facts = village_facts(fold, reporting, on, at)
    warning, tracks = warn(facts, pack, on), facts.tracks
    progress = {body: procedures.track_progress(track) for body, track in tracks.items()}
    committee = tracks[procedures.committee_of(fold.region.kind)]
    return VillagePicture(
        region=fold.region,
        township=fold.township,
        colour=warning.colour,
        computed=warning.computed,
        reasons=warning.reasons,
        manual=warning.manual,
        tracks=tracks,
        stage_group=_stage_group(fold, tracks),
        progress=round(sum(progress.values()) / len(progress)),
        body_progress=progress,
        is_done=procedures.are_both_done(fold.region.kind, tracks),
        key_village=facts.key_village,
        incidents=tuple(i for i in facts.incidents if i.is_open),
        is_unreported=facts.unreported_days > 0 and reporting.is_due(on, at),
        has_conflict=any(track.conflicts for track in tracks.values()),
        last_on=min(fold.last_on, on) if fold.last_on else None,
        election_day=committee.day("election_day"),
    )


def _stage_group(fold: VillageFold, tracks: Mapping[Body, Standing]) -> int:
    """The two committees decide: 4 when both are done, else how far the one behind the vote has come."""
    if procedures.are_both_done(fold.region.kind, tracks):
        return 4
    committee = procedures.track_group(tracks[procedures.committee_of(fold.region.kind)])
    started = any(procedures.track_group(track) > 0 for track in tracks.values())
    return min(3, max(committee, 1 if started else 0))


def day_marks(fold: VillageFold, pack: RulePack, reporting: Reporting, first: date, last: date) -> tuple[DayMark, ...]:
    """One mark for each day from ``first`` to ``last``, as the day ended."""
    marks = []
    day = first
    while day <= last:
        marks.append(mark_of(village_picture(fold, pack, reporting, day, end_of(day))))
        day += timedelta(days=1)
    return tuple(marks)


def mark_of(picture: VillagePicture) -> DayMark:
    party = picture.tracks[Body.PARTY]
    committee = picture.tracks[procedures.committee_of(picture.region.kind)]
    return DayMark(
        colour=picture.colour,
        stage_group=picture.stage_group,
        progress=picture.progress,
        is_done=picture.is_done,
        party_elected=procedures.is_voted(party.stage) or procedures.is_done(party),
        committee_voted=procedures.is_voted(committee.stage) or procedures.is_done(committee),
        is_key=picture.key_village is not None,
        has_incident=bool(picture.incidents),
        is_escalated=picture.is_escalated,
        is_unreported=picture.is_unreported,
    )
