"""What travels to a map: small, complete, and only what differs."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dashboard.wire import Flag, TownshipFlag, codes_of, differing, township_arrays, village_array, village_arrays
from situation.model.picture import Snapshot
from situation.model.regions import RegionKind
from situation.model.reports import Level
from situation.model.standing import Colour
from tests.builders import incident, snapshot_of, story


@pytest.fixture(scope="module")
def day_forty() -> Snapshot:
    return story()


def test_a_changed_village_costs_at_most_60_bytes(day_forty: Snapshot) -> None:
    worst = replace(day_forty.villages[-1], colour=Colour.RED, progress=100, is_unreported=True, has_conflict=True)
    array = village_array(29_999, worst)
    assert len(json.dumps(array, separators=(",", ":"))) + 1 <= 60
    assert len(json.dumps(village_arrays(day_forty), separators=(",", ":"))) < 60 * len(day_forty.villages)


def test_only_the_changed_village_travels(day_forty: Snapshot) -> None:
    villages = list(day_forty.villages)
    villages[17] = replace(villages[17], colour=Colour.RED, computed=Colour.RED)
    after = snapshot_of(villages, day_forty.on)
    (changed,) = differing(village_arrays(day_forty), village_arrays(after))
    assert changed[:2] == [17, 4]


def test_flags_tell_who_holds_the_incident(day_forty: Snapshot) -> None:
    calm = next(v for v in day_forty.villages if v.colour is Colour.DONE and v.region.kind is RegionKind.VILLAGE)
    held = {
        level: replace(calm, incidents=(incident(calm.code, 0, day_forty.on, level=level),))
        for level in (Level.TOWNSHIP, Level.OFFICE, Level.COUNTY, Level.CITY)
    }
    rings = {level: Flag(village_array(0, v)[4]) & (Flag.AT_OFFICE | Flag.AT_COUNTY) for level, v in held.items()}
    assert rings == {
        Level.TOWNSHIP: Flag(0),
        Level.OFFICE: Flag.AT_OFFICE,
        Level.COUNTY: Flag.AT_COUNTY,
        Level.CITY: Flag.AT_COUNTY,
    }


def test_a_community_has_no_fourth_body(day_forty: Snapshot) -> None:
    community = next(v for v in day_forty.villages if v.region.kind is RegionKind.COMMUNITY)
    assert village_array(0, community)[-1] == -1
    assert Flag(village_array(0, community)[4]) & Flag.COMMUNITY


def test_a_township_past_the_cut_off_without_a_bulletin_is_unreported(day_forty: Snapshot) -> None:
    silent = [t for t in day_forty.townships if not t.has_reported]
    flagged = [row[0] for row in township_arrays(day_forty) if row[-1] & TownshipFlag.UNREPORTED]
    assert flagged == [day_forty.townships.index(t) for t in silent]


def test_a_township_channel_holds_only_its_villages(day_forty: Snapshot) -> None:
    township = day_forty.townships[3].region.code
    codes = codes_of(day_forty, township)
    assert codes
    assert all(code.startswith(township[:9]) for code in codes)
    assert codes_of(day_forty, day_forty.townships[0].region.parent or "") == codes_of(day_forty)
