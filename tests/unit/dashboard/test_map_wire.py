"""What the map's browser is told beyond colours, and how small it is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from dashboard.map_wire import facts_of, map_array, packed_mark, replay_sheet, with_facts
from situation.model.picture import VillagePicture
from situation.model.regions import RegionKind
from situation.model.reports import Body, Severity, StageCode
from situation.model.standing import Colour, Standing, Value
from situation.snapshot.folding import mark_of
from tests.builders import STARTS_ON, Staged, incident, story

ON = STARTS_ON + timedelta(39)


def one(kind: RegionKind = RegionKind.VILLAGE) -> VillagePicture:
    return next(v for v in story().villages if v.region.kind is kind)


def with_track(village: VillagePicture, body: Body, stage: str, **counts: int) -> VillagePicture:
    values = {name: Value(n, "r", ON) for name, n in counts.items()}
    track = Standing(village.code, body, StageCode(stage), values=values)
    return replace(village, tracks={**village.tracks, body: track})


def test_groups_are_three_bits_a_body_and_seven_where_there_is_none() -> None:
    community = one(RegionKind.COMMUNITY)
    for body, stage in ((Body.PARTY, "P09"), (Body.RESIDENTS, "R10"), (Body.SUPERVISION, "S00")):
        community = with_track(community, body, stage)
    groups = facts_of(community, STARTS_ON)[0]
    assert [groups >> 3 * place & 7 for place in range(4)] == [4, 3, 0, 7]
    assert groups & 4096


def test_a_village_before_its_vote_is_not_past_it() -> None:
    assert not facts_of(with_track(one(), Body.VILLAGE, "V09"), STARTS_ON)[0] & 4096


def test_turnout_is_per_mille_of_the_registered_and_unknown_is_not_zero() -> None:
    voted = with_track(one(), Body.VILLAGE, "V10", voted=636, registered=1347)
    assert facts_of(voted, STARTS_ON)[1] == 472
    assert facts_of(with_track(one(), Body.VILLAGE, "V09", registered=1347), STARTS_ON)[1] == -1


def test_days_are_counted_from_the_first_and_unknown_ones_are_minus_one() -> None:
    village = replace(one(), election_day=STARTS_ON + timedelta(42), last_on=None)
    assert facts_of(village, STARTS_ON)[2:4] == [42, -1]


def test_the_worst_open_incident_is_told() -> None:
    minor, major = (incident(one().code, 0, ON, severity=s) for s in (Severity.MINOR, Severity.MAJOR))
    assert facts_of(replace(one(), incidents=(minor, major)), STARTS_ON)[4] == 3
    assert facts_of(replace(one(), incidents=()), STARTS_ON)[4] == 0


def test_a_changed_village_travels_in_sixty_bytes() -> None:
    snapshot = story()
    arrays = (map_array(29_999, village, snapshot) for village in snapshot.villages)
    assert max(len(json.dumps(array, separators=(",", ":"))) for array in arrays) <= 60


def test_stream_and_past_day_speak_the_same_language() -> None:
    snapshot = story()
    live = [map_array(i, village, snapshot) for i, village in enumerate(snapshot.villages)]
    assert with_facts(snapshot.villages, snapshot.campaign.starts_on) == live


def test_a_replay_unpacks_to_every_mark_of_every_day() -> None:
    replay = Staged(story()).replay()
    sheet = replay_sheet(replay)
    assert sheet["days"] == len(replay.marks[0])
    for marks, turns in zip(replay.marks, sheet["villages"], strict=True):
        pairs = list(zip(turns[::2], turns[1::2], strict=True))
        for day, mark in enumerate(marks):
            assert next(packed for on, packed in reversed(pairs) if on <= day) == packed_mark(mark)


def test_a_mark_keeps_light_stage_progress_and_flags_apart() -> None:
    village = replace(one(), colour=Colour.RED, stage_group=3, progress=100, is_unreported=True)
    packed = packed_mark(mark_of(village))
    assert (packed & 7, packed >> 3 & 7, packed >> 6 & 127, packed >> 13 & 4) == (4, 3, 100, 4)
