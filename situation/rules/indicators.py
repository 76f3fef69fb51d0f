"""The figures of the house, exactly as defined: sums over sums, never a mean of rates.

Each counts what is known: a village without the numbers is in neither part nor whole, and no figure is 0 for want of
a report. Villages and communities are given apart as well as together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from situation.clock import local_day, local_instant
from situation.model.picture import Share
from situation.model.regions import RegionKind
from situation.model.reports import Body
from situation.model.standing import Incident, Standing
from situation.rules import procedures
from situation.rules.signs import furthest
from situation.rules.worktime import is_workday

Village = tuple[RegionKind, Mapping[Body, Standing]]
TOLERANCE = 0.0015  # reports truncate: 0.15 point between a stated rate and its counts is no mismatch


class Shares(NamedTuple):
    """One indicator over all units, over the 村 alone, over the 社区 alone."""

    all: Share
    villages: Share
    communities: Share


Counted = tuple[int, int] | None  # part and whole of one village; None: nothing to measure there


def _sum(villages: Iterable[Village], count: Callable[[RegionKind, Mapping[Body, Standing]], Counted]) -> Shares:
    sums = {RegionKind.VILLAGE: [0, 0], RegionKind.COMMUNITY: [0, 0]}
    for kind, tracks in villages:
        counted = count(kind, tracks)
        if counted:
            sums[kind][0] += counted[0]
            sums[kind][1] += counted[1]
    village, community = (Share(part, of) for part, of in sums.values())
    return Shares(Share(village.part + community.part, village.of + community.of), village, community)


def share_of(villages: Iterable[Village], body: Body, count: Callable[[Standing], Counted]) -> Shares:
    """Any figure of one body's tracks; V and R stand for each other, as a place has one of them."""

    def of_place(kind: RegionKind, tracks: Mapping[Body, Standing]) -> Counted:
        committee = body in (Body.VILLAGE, Body.RESIDENTS)
        track = tracks.get(procedures.committee_of(kind) if committee else body)
        return count(track) if track else None

    return _sum(villages, of_place)


def completion(villages: Iterable[Village], body: Body | None = None) -> Shares:
    """完成率: completed ÷ units that must change. ``body`` None: both committees (两委) completed.

    Every unit given counts in the whole; leave out those not due this term (应换届数 may be smaller than all).
    """

    def count(kind: RegionKind, tracks: Mapping[Body, Standing]) -> Counted:
        if body is None:
            return int(procedures.are_both_done(kind, tracks)), 1
        if body not in procedures.bodies_of(kind):
            return None
        return int(body in tracks and procedures.is_done(tracks[body])), 1

    return _sum(villages, count)


def one_shot(villages: Iterable[Village]) -> Shares:
    """一次选举成功率: units whose first vote filled all posts ÷ units that voted and said (or show) whether it did.

    Stated by the report, else read from posts and elected; a second ballot or re-run is never a first success.
    """

    def count(kind: RegionKind, tracks: Mapping[Body, Standing]) -> Counted:
        track = _voted(kind, tracks)
        outcome = _succeeded_at_once(track) if track else None
        return None if outcome is None else (int(outcome), 1)

    return _sum(villages, count)


def turnout(villages: Iterable[Village]) -> Shares:
    """参选率: Σ voted ÷ Σ registered over units that voted and reported both."""

    def count(kind: RegionKind, tracks: Mapping[Body, Standing]) -> Counted:
        track = _voted(kind, tracks)
        if track is None:
            return None
        voted, registered = track.count("voted"), track.count("registered")
        return None if voted is None or not registered else (voted, registered)

    return _sum(villages, count)


def yijiantiao(villages: Iterable[Village], posts: int = 2) -> Shares:
    """“一肩挑”比例: the Party secretary chairs the committee too ÷ units completed that said so or not.

    ``posts`` 2 (两个职务) or 3 (三个职务: the economic organisation as well, whose own track must say so). The flag
    may stand on the Party's or the committee's track; a completed unit that says nothing is not counted.
    """

    def count(kind: RegionKind, tracks: Mapping[Body, Standing]) -> Counted:
        committee = tracks.get(procedures.committee_of(kind))
        if committee is None or not procedures.is_done(committee):
            return None
        two = _first_answer("yijiantiao", committee, tracks.get(Body.PARTY))
        if posts == 2 or kind is RegionKind.COMMUNITY:
            return None if two is None else (int(two), 1)
        three = _first_answer("yijiantiao", tracks.get(Body.ECONOMIC))
        return None if two is None or three is None else (int(two and three), 1)

    return _sum(villages, count)


def _first_answer(flag: str, *tracks: Standing | None) -> bool | None:
    answers = (track.flag(flag) for track in tracks if track)
    return next((answer for answer in answers if answer is not None), None)


def female(villages: Iterable[Village]) -> Shares:
    """女性比例: Σ women elected ÷ Σ elected to the committees, over units that reported both."""

    def count(kind: RegionKind, tracks: Mapping[Body, Standing]) -> Counted:
        track = tracks.get(procedures.committee_of(kind))
        women = track.count("female") if track else None
        elected = track.count("elected") if track else None
        return None if women is None or not elected else (women, elected)

    return _sum(villages, count)


def female_chair(villages: Iterable[Village]) -> Shares:
    """女主任比例: units whose committee is chaired by a woman ÷ units that said so or not."""

    def count(kind: RegionKind, tracks: Mapping[Body, Standing]) -> Counted:
        track = tracks.get(procedures.committee_of(kind))
        chair = track.flag("female_chair") if track else None
        return None if chair is None else (int(chair), 1)

    return _sum(villages, count)


def structure(villages: Iterable[Village], name: str) -> Shares:
    """Shares of those elected as sums only: ``elected_party``, ``under35``, ``college``, ``incumbent``."""

    def count(kind: RegionKind, tracks: Mapping[Body, Standing]) -> Counted:
        track = tracks.get(procedures.committee_of(kind))
        part = track.count(name) if track else None
        elected = track.count("elected") if track else None
        return None if part is None or not elected else (part, elected)

    return _sum(villages, count)


def reporting(reported: int, due: int) -> Share:
    """报送率: townships that reported by the cut-off ÷ townships due; a zero report counts as reported."""
    return Share(reported, due)


def closing(incidents: Iterable[Incident]) -> Share:
    """销号率: closed ÷ listed (挂牌). One that came back is open again and leaves the numerator."""
    listed = [incident for incident in incidents if incident.listed]
    return Share(sum(not incident.is_open for incident in listed), len(listed))


@dataclass(frozen=True, slots=True)
class ReviewBatch:
    """One batch of a joint review (联审): counts and instants only. ``limit_hours``: 48, 24 or 12 by its class."""

    sent_at: datetime
    answered_at: datetime | None
    limit_hours: int


def review_timeliness(batches: Iterable[ReviewBatch], now: datetime, *, working_days_only: bool = False) -> Share:
    """联审及时率: batches answered within the limit of their class ÷ batches answered or past it.

    A batch still within its limit is in neither. Hours by the clock, or, where the county says so, the hours of
    working days only.
    """
    in_time = measured = 0
    for batch in batches:
        until = batch.answered_at or now
        hours = _hours(batch.sent_at, until, working_days_only)
        is_late = hours > batch.limit_hours
        if batch.answered_at or is_late:
            measured += 1
            in_time += not is_late
    return Share(in_time, measured)


def _hours(start: datetime, end: datetime, working_days_only: bool) -> float:
    if not working_days_only:
        return (end - start).total_seconds() / 3600
    seconds, at = 0.0, start
    while at < end:
        day = local_day(at)
        midnight = min(end, local_instant(day + timedelta(1)))
        seconds += (midnight - at).total_seconds() if is_workday(day) else 0
        at = midnight
    return seconds / 3600


def matches_rate(part: int, of: int, rate: float) -> bool:
    """Whether a stated rate agrees with its counts, truncation allowed."""
    return abs(part / of - rate) <= TOLERANCE + 1e-9 if of else True


def _voted(kind: RegionKind, tracks: Mapping[Body, Standing]) -> Standing | None:
    """The committee's track, once it is at or past the vote."""
    track = tracks.get(procedures.committee_of(kind))
    if track is None:
        return None
    vote = procedures.stage_index(procedures.procedure(track.body).vote)
    return track if furthest(track) >= vote else None


def _succeeded_at_once(track: Standing) -> bool | None:
    if any(procedures.stage(code).is_conditional for code in track.reached):
        return False
    stated = track.flag("one_shot")
    if stated is not None:
        return stated
    posts, elected = track.count("posts"), track.count("elected")
    return None if posts is None or elected is None else elected >= posts
