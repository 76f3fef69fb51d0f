"""The ordinary course of a village's elections, lawful in every step: five bodies, their dates and counts.

What goes wrong is laid over it by ``plots``.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from demo.days import LENGTH, date_of
from demo.places import Village
from demo.track import Track

# days before the vote on which each stage of a committee's election begins; the list hangs ≥ 20 days, the
# candidates ≥ 5, self-nomination closes ≥ 10 days before
COMMITTEE_LEAD = {1: 38, 2: 32, 3: 30, 4: 28, 5: 24, 6: 18, 7: 14, 8: 11, 9: 9}
PARTY_LEAD = {1: 20, 2: 17, 3: 15, 4: 13, 5: 12, 6: 8}
COLLECTIVE_LEAD = {1: 25, 2: 20, 3: 12, 4: 9, 5: 4}


def party_course(village: Village, election: int, rng: Random) -> Track:
    track = Track("P")
    for number, lead in PARTY_LEAD.items():
        track.enter(number, election - lead - rng.randint(0, 1))
    members = rng.randint(45, 130) if village.is_community else rng.randint(22, 88)
    excluded = rng.choice((0, 0, 1, 2, 3))
    reps = rng.randint(18, 40)
    recommended = track.entered["P03"]
    track.learn(track.entered["P01"], members_total=members)
    track.learn(recommended, rec_due=members + reps, rec_present=round((members + reps) * rng.uniform(0.76, 0.95)))
    hold_party_meeting(track, election, members - excluded, rng.uniform(0.86, 0.99))
    posts = 5 if village.is_community else rng.choice((3, 3, 5))
    track.learn(election, posts=posts, elected=posts, female=rng.choice((1, 1, 2)) if posts == 5 else 1)
    close_party_course(track, election, rng)
    return track


def hold_party_meeting(track: Track, day: int, due: int, share: float) -> None:
    """The election meeting of the Party members; at least four fifths must be there for it to count."""
    track.enter(7, day)
    track.learn(day, due=due, present=min(due, round(due * share + 0.49)), party_election=date_of(day))


def close_party_course(track: Track, election: int, rng: Random) -> None:
    track.enter(8, election + 1)
    track.enter(9, election + rng.randint(2, 3))


def committee_course(village: Village, election: int, rng: Random, leads: Mapping[int, int]) -> Track:
    """Up to the eve of the vote; ``hold_vote`` and ``close_committee`` go on. ``leads`` bends steps."""
    track = Track(village.committee)
    slack = 3 if rng.random() < 0.12 else 0  # a few publish the candidates with little to spare
    for number, lead in COMMITTEE_LEAD.items():
        early = rng.randint(0, 1) if number not in (5, 9) else 0
        usual = election - lead - early + (slack if number == 9 else 0)
        track.enter(number, election - leads[number] if number in leads else usual)
    track.learn(track.entered[f"{track.body}02"], committee=date_of(track.entered[f"{track.body}02"]))
    track.learn(track.entered[f"{track.body}03"], election_day=date_of(election))
    listed, candidates = track.entered[f"{track.body}05"], track.entered[f"{track.body}09"]
    registered = _registered(village, rng)
    track.learn(listed, list_published=date_of(listed), registered=registered)
    reps = rng.randint(24, 58)
    represented = track.entered[f"{track.body}06"]
    track.learn(represented, reps_total=reps, reps_female=reps // 3 + rng.randint(1, 4))
    track.learn(candidates, candidates_published=date_of(candidates))
    return track


def _registered(village: Village, rng: Random) -> int:
    middle, least, most = (2100, 820, 4600) if village.is_community else (1150, 310, 2900)
    sizes = (round(middle * rng.lognormvariate(0, 0.4)) for _ in range(100))
    return next((size for size in sizes if least <= size <= most), middle)


def hold_vote(track: Track, day: int, rng: Random, turnout: float | None = None) -> None:
    track.enter(10, day)
    track.learn(day, election_day=date_of(day))
    count_vote(track, day, rng, turnout)


def count_vote(track: Track, day: int, rng: Random, turnout: float | None = None) -> None:
    """Who came, what was handed out, came back and counted."""
    registered = track.count("registered")
    share = turnout if turnout is not None else min(0.985, max(0.78, rng.gauss(0.909, 0.032)))
    voted = round(registered * share)
    returned = voted - rng.choice((0, 0, 0, 1, 2, 3))
    invalid = min(returned, round(returned * rng.uniform(0.004, 0.03)))
    track.learn(
        day, voted=voted, issued=voted, returned=returned, invalid=invalid, valid=returned - invalid,
        proxy=round(voted * rng.uniform(0.01, 0.08)),
    )  # fmt: skip


def fill_posts(track: Track, village: Village, day: int, rng: Random, *, short: int = 0) -> None:
    """Posts and who was elected to them, as numbers; ``short`` posts stay empty."""
    posts = rng.choice((5, 5, 7)) if village.is_community else rng.choice((3, 3, 5, 5, 5))
    women = {3: 1, 5: rng.choice((1, 2)), 7: rng.choice((2, 2, 3))}[posts]
    track.learn(day, posts=posts, elected=posts - short, female=women)


def close_committee(track: Track, vote: int, rng: Random, handover: int | None = None) -> int:
    """Result, handover, archives; answers the day the committee's election was done."""
    days = rng.choices((1, 2, 3), (45, 45, 10))[0]
    published = track.enter(12, vote + 1)
    handed = track.enter(13, handover if handover is not None else vote + days)
    done = track.enter(14, handed)
    track.learn(published, result_published=date_of(published))
    track.learn(handed, handover=date_of(handed))
    track.learn(done, yijiantiao=rng.random() < 0.94)
    return done


def supervision_course(vote: int, rng: Random) -> Track:
    track = Track("S")
    track.enter(1, vote + 1)
    track.enter(2, vote + 3)
    held = track.enter(3, min(vote + rng.randint(4, 6), LENGTH - 2))
    due = rng.randint(24, 58)
    track.learn(held, due=due, present=round(due * rng.uniform(0.78, 0.98)), posts=3, elected=3, female=1)
    track.enter(4, held + 1)
    track.enter(5, held + 2)
    return track


def collective_course(vote: int, rng: Random) -> Track:
    track = Track("E")
    for number, lead in COLLECTIVE_LEAD.items():
        track.enter(number, vote - lead - rng.randint(0, 2))
    held = track.enter(6, min(vote + rng.randint(5, 8), LENGTH - 2))
    due = rng.randint(28, 66)
    track.learn(
        held,
        due=due,
        present=round(due * rng.uniform(0.8, 0.98)),
        posts=5,
        elected=5,
        female=rng.choice((1, 2)),
    )
    track.enter(7, held + 1)
    track.enter(8, held + 2)
    return track
