"""沙盘推演: what would break if election days were moved, the earliest lawful day, and days spread over villages.

Nothing here changes a report: tracks are copied with another day and asked the same rules as the warnings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from situation.model.regions import RegionCode
from situation.model.reports import Body
from situation.model.standing import Standing, Value
from situation.rules import procedures
from situation.rules.checks import Deadline, Gap, Unit
from situation.rules.count_checks import Op
from situation.rules.packs import Rule, RulePack
from situation.rules.schedule import is_met
from situation.rules.worktime import add_workdays

IN_THE_PAST = "W_DAY_PAST"  # the proposed day is over; no pack needs to say so
ALREADY_VOTED = "W_ALREADY_VOTED"
TOO_MANY = "W_DAY_FULL"


@dataclass(frozen=True, slots=True)
class Broken:
    """A deadline the proposed day would break."""

    village_code: RegionCode
    body: Body
    rule: str
    milestone: str
    value: str  # what stands, or would stand
    threshold: str  # what the rule asks
    due_on: date | None  # the day the milestone was due for the proposed election day


def with_day(track: Standing, day: date) -> Standing:
    """The track as if its vote were planned for that day."""
    field = f"date:{procedures.vote_milestone(track.body)}"
    values = {name: value for name, value in track.values.items() if name != field}
    return replace(track, values=values, plans={**track.plans, field: Value(day, "", track.last_on or day)})


def broken_by(
    track: Standing, day: date, pack: RulePack, on: date, party: Standing | None = None
) -> tuple[Broken, ...]:
    """Every deadline that voting on ``day`` would break, seen from ``on``. Empty: the day is lawful.

    A milestone already reported is measured from its date; one not yet done must still be possible today.
    """
    vote = procedures.vote_milestone(track.body)
    if is_met(track, vote):
        return (Broken(track.village_code, track.body, ALREADY_VOTED, vote, track.stage, "", None),)
    found = list(_broken(with_day(track, day), day, pack, on))
    if day < on:
        found.insert(0, Broken(track.village_code, track.body, IN_THE_PAST, vote, str(day), f"≥ {on}", on))
    party_day = party.day("party_election") if party and party.last_on else None
    if party_day and track.body is not Body.PARTY and party_day >= day:
        rule = "P_BEFORE_R" if track.body is Body.RESIDENTS else "P_BEFORE_V"
        found.append(Broken(track.village_code, track.body, rule, vote, str(day), f"> {party_day}", None))
    return tuple(found)


def _broken(track: Standing, day: date, pack: RulePack, on: date) -> Iterator[Broken]:
    vote = procedures.vote_milestone(track.body)
    seen: set[str] = set()
    for rule, milestone, days, unit in _before_vote(track.body, pack, day):
        due = _back(day, days, unit)
        done = _done_on(track, milestone, on)
        if milestone in seen or (done or on) <= due:
            continue
        seen.add(milestone)
        value = str(done) if done else f"({on})"
        yield Broken(track.village_code, track.body, rule.id, milestone, value, f"≤ {due} ({vote} {day})", due)


def _before_vote(body: Body, pack: RulePack, day: date) -> list[tuple[Rule, str, int, Unit]]:
    """What must lie so many days before the vote: from the gaps that end with it, and the deadlines hung on it."""
    vote = procedures.vote_milestone(body)
    found: list[tuple[Rule, str, int, Unit]] = []
    for rule in pack.for_body(body, day):
        check = rule.check
        if isinstance(check, Gap) and check.end == vote and check.op in (Op.GE, Op.GT):
            found.append((rule, check.start, check.days + (check.op is Op.GT), check.unit))
        elif isinstance(check, Deadline) and check.anchor == vote and check.days < 0:
            found.append((rule, check.milestone, -check.days, check.unit))
    return found


def _done_on(track: Standing, name: str, on: date) -> date | None:
    """The day of a milestone: its date, a plan that still lies ahead, else the day its stage was first reported."""
    stated = track.values.get(f"date:{name}")
    if stated and isinstance(stated.value, date):
        return stated.value
    plan = track.day(name)
    if plan and plan >= on and not is_met(track, name):
        return plan
    found = procedures.milestone(track.body, name)
    if found is None or not is_met(track, name):
        return None
    proof = procedures.stage_index(found.stage)
    later = [day for code, day in track.reached.items() if procedures.stage_index(code) >= proof]
    return min(later, default=track.last_on)


def _back(day: date, days: int, unit: Unit) -> date:
    return day - timedelta(days) if unit is Unit.DAYS else add_workdays(day, -days)


def earliest_day(
    track: Standing, pack: RulePack, on: date, party: Standing | None = None, not_before: date | None = None
) -> date | None:
    """The first day from ``not_before`` (else ``on``) on which nothing would break; None when it has voted.

    Searched day by day for half a year, because the law itself may change on the way.
    """
    day = max(on, not_before or on)
    if is_met(track, procedures.vote_milestone(track.body)):
        return None
    for step in range(183):
        if not broken_by(track, day + timedelta(step), pack, on, party):
            return day + timedelta(step)
    return None


@dataclass(frozen=True, slots=True)
class Wish:
    """A village that needs an election day: in which group (township, team), from when, and when it would like."""

    village_code: RegionCode
    group: str
    earliest: date
    wanted: date


def spread(
    wishes: Iterable[Wish], most: int, until: date, taken: Mapping[tuple[str, date], int] | None = None
) -> tuple[dict[RegionCode, date], tuple[RegionCode, ...]]:
    """Days such that no group votes in more than ``most`` villages on one day; and villages no day was left for.

    Whoever can keep the wanted day keeps it; others move to the nearest free lawful day. When that leaves somebody
    without, the group is dealt again by earliest day, which finds places for all if there are any. ``taken`` are
    votes already fixed.
    """
    by_group: dict[str, list[Wish]] = {}
    for wish in sorted(wishes, key=lambda wish: (wish.earliest, wish.wanted, wish.village_code)):
        by_group.setdefault(wish.group, []).append(wish)
    placed: dict[RegionCode, date] = {}
    left_over: list[RegionCode] = []
    for group, members in by_group.items():
        used = {day: count for (name, day), count in (taken or {}).items() if name == group}
        dealt = _deal_gently(members, most, until, Counter(used))
        if len(dealt) < len(members):
            in_turn = _deal_in_turn(members, most, until, Counter(used))
            dealt = in_turn if len(in_turn) > len(dealt) else dealt
        placed |= dealt
        left_over += [wish.village_code for wish in members if wish.village_code not in dealt]
    return placed, tuple(left_over)


def _deal_gently(members: list[Wish], most: int, until: date, used: Counter[date]) -> dict[RegionCode, date]:
    placed: dict[RegionCode, date] = {}
    for wish in members:
        if wish.earliest <= wish.wanted <= until and used[wish.wanted] < most:
            placed[wish.village_code] = wish.wanted
            used[wish.wanted] += 1
    for wish in members:
        if wish.village_code not in placed:
            free = [day for day in _days(wish.earliest, until) if used[day] < most]
            if free:
                day = min(free, key=lambda day: (abs((day - wish.wanted).days), day < wish.wanted))
                placed[wish.village_code] = day
                used[day] += 1
    return placed


def _deal_in_turn(members: list[Wish], most: int, until: date, used: Counter[date]) -> dict[RegionCode, date]:
    placed: dict[RegionCode, date] = {}
    for wish in members:  # by earliest day: the first free day for each leaves the most room for the rest
        day = next((day for day in _days(wish.earliest, until) if used[day] < most), None)
        if day:
            placed[wish.village_code] = day
            used[day] += 1
    return placed


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(step) for step in range((last - first).days + 1))


@dataclass(frozen=True, slots=True)
class Proposal:
    """The answer to moving election days: what would break, and a plan that breaks nothing."""

    broken: tuple[Broken, ...]
    lawful: Mapping[RegionCode, date]
    impossible: tuple[RegionCode, ...]  # no lawful day before the end


def propose(
    tracks: Mapping[RegionCode, Standing],
    moves: Mapping[RegionCode, date],
    pack: RulePack,
    on: date,
    *,
    until: date,
    groups: Mapping[RegionCode, str] | None = None,
    most_per_day: int = 1_000_000,
    parties: Mapping[RegionCode, Standing] | None = None,
    not_before: date | None = None,
) -> Proposal:
    """Try ``moves`` (village → new election day): every broken deadline by name, and the nearest lawful plan.

    ``groups`` (village → township or team) with ``most_per_day`` limits votes per group and day; villages that are
    not moved keep their days and count; nobody is sent to vote before ``not_before`` (tomorrow). One that has voted
    already is named as broken and left out of the plan.
    """
    parties, groups = parties or {}, groups or {}
    taken: Counter[tuple[str, date]] = Counter()
    for code, track in tracks.items():
        day = track.day(procedures.vote_milestone(track.body))
        if code not in moves and day:
            taken[groups.get(code, ""), day] += 1
    broken: list[Broken] = []
    wishes: list[Wish] = []
    impossible: list[RegionCode] = []
    for code, day in moves.items():
        track, party = tracks[code], parties.get(code)
        broken += broken_by(track, day, pack, on, party)
        first = earliest_day(track, pack, on, party, not_before or on + timedelta(1))
        if first:
            wishes.append(Wish(code, groups.get(code, ""), first, day))
        else:
            impossible.append(code)
    broken += _overfull(tracks, moves, groups, taken, most_per_day)
    lawful, left_over = spread(wishes, most_per_day, until, taken)
    return Proposal(tuple(broken), lawful, (*impossible, *left_over))


def _overfull(
    tracks: Mapping[RegionCode, Standing],
    moves: Mapping[RegionCode, date],
    groups: Mapping[RegionCode, str],
    taken: Mapping[tuple[str, date], int],
    most: int,
) -> Iterator[Broken]:
    full = Counter(taken)
    for code, day in moves.items():
        slot = groups.get(code, ""), day
        full[slot] += 1
        if full[slot] > most:
            track = tracks[code]
            vote = procedures.vote_milestone(track.body)
            yield Broken(code, track.body, TOO_MANY, vote, str(full[slot]), f"≤ {most} ({day})", None)
