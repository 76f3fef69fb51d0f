"""The simulated campaign: 61 days of five bodies' elections in every village, from one seed.

Ground truth only: what was so, not what anybody wrote of it. ``truth(day)`` tells it as plain objects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from demo import course
from demo.days import VOTES, VOTING, chance, date_of
from demo.incidents import Incident, incidents_of
from demo.key_villages import KeyVillage, key_villages_of
from demo.places import County, Village
from demo.plots import PLOTS, Plot, cast
from demo.track import DATES, FLAGS, Track, Value

ORDINARY = Plot("", "")

# how early each township goes to the vote; the others fall in between by chance
EAGERNESS = {
    "岚城街道": 0.81, "望津街道": 0.80, "砚池乡": 0.70, "青筠镇": 0.62, "栖梧镇": 0.58, "泊舟镇": 0.53,
    "雁回乡": 0.50, "澄泉镇": 0.43, "荻洲镇": 0.42, "云岫镇": 0.31, "霜坪乡": 0.27, "鹭埠镇": 0.26,
    "鹿坪镇": 0.20, "枫溆镇": 0.19, "梨岭乡": 0.14, "松涧镇": 0.13, "石枕镇": 0.12, "竹坞乡": -0.3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Course:
    """One village's whole campaign."""

    village: Village
    tracks: Mapping[str, Track]
    vote: int
    planned_vote: int
    done: int  # the day both committees were complete

    @property
    def committee(self) -> Track:
        return self.tracks[self.village.committee]

    def votes_on(self, day: int) -> bool:
        """Whether an election day, first or repeated, is announced for ``day`` as of the evening before."""
        known = self.committee.values_on(day - 1)
        return date_of(day) in (known.get("election_day"), known.get("second_planned"))


class Campaign:
    def __init__(self, county: County, seed: int = 1) -> None:
        self.county, self.seed = county, seed
        self.roles = cast(county)
        plots = {self.roles[plot.role].code: plot for plot in PLOTS}
        votes = _election_days(county, plots, chance(seed, "votes"))
        self.courses = {
            village.code: _course(village, votes[village.code], plots.get(village.code, ORDINARY), seed)
            for village in county.villages
        }
        self.incidents: tuple[Incident, ...] = incidents_of(county, self.roles, votes, seed)
        self.key_villages: tuple[KeyVillage, ...] = key_villages_of(self.roles)

    def truth(self, day: int) -> Iterator[dict[str, Any]]:
        """What was so at the end of the day, one object per village and body, incident, key village."""
        for code, found in self.courses.items():
            for body, track in found.tracks.items():
                yield {"kind": "status", "on": date_of(day).isoformat(), "village_code": code, "body": body,
                       "stage": track.stage_on(day), **_sorted_values(track.values_on(day))}  # fmt: skip
        for incident in self.incidents:
            if incident.opened <= day:
                yield {"kind": "incident", "on": date_of(day).isoformat(), **incident.as_object(day)}
        for key in self.key_villages:
            if key.listed <= day:
                yield {"kind": "key_village", "on": date_of(day).isoformat(), **key.as_object(day)}

    def done_on(self, day: int) -> int:
        return sum(found.done <= day for found in self.courses.values())


def _sorted_values(values: Mapping[str, Value]) -> dict[str, dict[str, Any]]:
    shown = {key: value for key, value in values.items() if key != "second_planned"}
    return {
        "dates": {k: v.isoformat() for k, v in shown.items() if k in DATES and isinstance(v, date)},
        "counts": {k: v for k, v in shown.items() if k not in DATES and k not in FLAGS},
        "flags": {k: v for k, v in shown.items() if k in FLAGS},
    }


def _election_days(county: County, plots: Mapping[str, Plot], rng: Random) -> dict[str, int]:
    """A vote for every village: the plotted ones as told, the others by the calendar, the eager first."""
    fixed = {code: plot.vote for code, plot in plots.items() if plot.vote}
    free = [village for village in county.villages if village.code not in fixed]
    free.sort(key=lambda village: rng.gauss(0, 0.24) - EAGERNESS.get(village.township, 0.35))
    scale = len(county.villages) / sum(VOTES)
    slots: list[int] = []
    for day, votes in zip(VOTING, VOTES, strict=True):
        slots += [day] * max(0, round(votes * scale) - sum(vote == day for vote in fixed.values()))
    slots += [VOTING[-8]] * (len(free) - len(slots))
    return fixed | {village.code: day for village, day in zip(free, sorted(slots), strict=False)}


def _course(village: Village, vote: int, plot: Plot, seed: int) -> Course:
    rng = chance(seed, village.code)
    party = _party(village, vote, plot, rng)
    announced = plot.announced or vote
    committee = course.committee_course(village, announced, rng, plot.leads)
    for day, moved in plot.moves:
        committee.learn(day, election_day=date_of(moved))
    if plot.few_women_reps:
        _count_few_women(committee)
    last = _vote(village, committee, vote, plot, rng)
    done = max(course.close_committee(committee, last, rng, plot.handover or None), party.entered["P09"])
    party.learn(party.entered["P09"], completed=True)
    committee.learn(done, completed=True)
    tracks = {"P": party, village.committee: committee, "S": course.supervision_course(last, rng)}
    if not village.is_community:
        tracks["E"] = course.collective_course(last, rng)
    for body, final in (("S", "S05"), ("E", "E08")):
        if body in tracks:
            tracks[body].learn(tracks[body].entered[final], completed=True)
    return Course(village, tracks, vote, announced, done)


def _party(village: Village, vote: int, plot: Plot, rng: Random) -> Track:
    election = plot.party or min(vote - 3, round(rng.triangular(15, 31, 22)))
    track = course.party_course(village, election, rng)
    if plot.party_void:
        _void_party_meeting(track, plot.party_void)
    if plot.recommend_void:
        _void_recommendation(track)
    return track


def _void_party_meeting(track: Track, day: int) -> None:
    due = track.count("due")
    track.entered["P07"] = day
    track.learn(day, due=due, present=due * 3 // 4, party_election=date_of(day))


def _void_recommendation(track: Track) -> None:
    """Two thirds exactly came, which is not more than two thirds; two days later enough did."""
    day = track.entered["P03"]
    due = track.count("rec_due")
    track.learn_later(day, day + 2, "rec_due", "rec_present")
    track.learn(day, rec_due=due, rec_present=due * 2 // 3)


def _count_few_women(track: Track) -> None:
    reps = track.count("reps_total")
    track.learn(track.entered[f"{track.body}06"], reps_female=reps // 4)


def _vote(village: Village, track: Track, vote: int, plot: Plot, rng: Random) -> int:
    """Holds the vote and, where it failed or left posts empty, the second; answers the day of the last."""
    course.hold_vote(track, vote, rng, plot.turnout)
    if plot.turnout is None:
        course.fill_posts(track, village, vote, rng, short=plot.short)
    if plot.no_woman:
        track.learn(vote, female=0)
    track.learn(vote, one_shot=not plot.second)
    if not plot.second:
        return vote
    track.enter(11, vote + 1)
    track.learn(vote + 1, second_planned=date_of(plot.second))
    track.learn(plot.second, second_ballot=date_of(plot.second))
    if plot.turnout is None:
        track.learn(plot.second, elected=track.values_on(vote)["posts"])
    else:
        course.count_vote(track, plot.second, rng, rng.uniform(0.6, 0.75))
        course.fill_posts(track, village, plot.second, rng)
    return plot.second
