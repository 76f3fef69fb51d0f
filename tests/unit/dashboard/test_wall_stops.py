"""Where the wall's tour and 逐村过 halt, and in which order."""

from __future__ import annotations

from dashboard.parts.wall_stops import told, tour_stops, walk_stops
from dashboard.words import Words
from situation.model.standing import Colour
from situation.rules.packs import load_packs
from tests.builders import empty_county, story

ZH = Words("zh")


def test_the_tour_goes_from_the_county_over_red_townships_and_key_villages_to_incidents() -> None:
    snapshot = story()
    stops = tour_stops(snapshot, load_packs(), ZH)
    red = [t.region.code for t in snapshot.townships if t.colour_counts.get(Colour.RED)]
    kinds = [stop.kind for stop in stops]
    escalated = [i for i in snapshot.incidents if i.is_escalated]
    parts = ["county", *["township"] * len(red), *["village"] * len(snapshot.key_villages)]
    assert kinds == [*parts, *["incident"] * len(escalated)]
    assert [stop.township for stop in stops if stop.kind == "township"] == red
    assert len({stop.key for stop in stops}) == len(stops)


def test_the_walk_begins_with_the_worst_and_leaves_out_the_calm() -> None:
    snapshot = story()
    ranks = [stop.colour.rank for stop in walk_stops(snapshot, load_packs(), ZH)]
    assert ranks == sorted(ranks, reverse=True)
    assert ranks.count(Colour.RED.rank) == sum(v.colour is Colour.RED for v in snapshot.villages) > 0
    assert len(ranks) < len(snapshot.villages)


def test_before_the_first_bulletin_there_is_the_county_and_nothing_to_walk() -> None:
    assert [stop.kind for stop in tour_stops(empty_county(), load_packs(), ZH)] == ["county"]
    assert walk_stops(empty_county(), load_packs(), ZH) == []


def test_an_escalation_to_the_next_level_is_another_stop() -> None:
    snapshot = story()
    keys = [stop.key for stop in tour_stops(snapshot, load_packs(), ZH) if stop.kind == "incident"]
    levels = {incident.key: incident.level.rank for incident in snapshot.incidents}
    assert keys and all(levels[key[1:].rsplit(":", 1)[0]] == int(key.rsplit(":", 1)[1]) for key in keys)


def test_a_card_tells_facts_in_the_language_asked() -> None:
    [first, *_] = walk_stops(story(), load_packs(), Words("en"))
    card = told(first, Words("en"))
    assert card["said"] == "Red" and dict(first.facts).keys() >= {"Stage", "Election day"}
