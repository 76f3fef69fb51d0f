"""Parts are pure: the same snapshot gives the same part; unknown is never zero; names are only ever text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.pages import PAGES
from dashboard.pages.wall import PANELS
from dashboard.panels import as_json, render_panels
from dashboard.parts.incident_list import escalated_incidents, urgency
from dashboard.parts.marks import village_icon
from dashboard.parts.overview import overview, target_dot
from dashboard.parts.panel_frame import paged
from dashboard.screen_words import screen_words
from dashboard.words import Words
from situation.model.picture import Snapshot
from situation.model.standing import Colour
from tests.builders import empty_county, snapshot_of, story

ZH = Words("zh")
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def day_forty() -> Snapshot:
    return story()


STATES = (story, empty_county, lambda: story(61, red=0, yellow=0, key=0), lambda: story(red=40))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("make", STATES)
def test_every_panel_draws_every_state(make: object, language: str) -> None:
    snapshot = make()  # type: ignore[operator]
    drawn = render_panels(PANELS, snapshot, Words(language))
    assert drawn == render_panels(PANELS, snapshot, Words(language))
    assert all(drawn.values())


def test_the_empty_county_shows_no_invented_zero() -> None:
    drawn = as_json(overview(empty_county(), ZH))
    assert "待首报" in drawn
    assert '"children":"0.0"' not in drawn


def test_the_figures_of_the_wall_sum_to_the_county(day_forty: Snapshot) -> None:
    counts = day_forty.colour_counts
    drawn = as_json(render_panels(PANELS, day_forty, ZH)["wall-counters"])
    calm = sum(counts[c] for c in (Colour.GREY, Colour.DONE, Colour.GREEN))
    assert counts[Colour.RED] + counts[Colour.YELLOW] + calm == len(day_forty.villages)
    for number in (counts[Colour.RED], counts[Colour.YELLOW]):
        assert f'"children":{number}' in drawn
    assert f'"children":"{calm}"' in drawn


def test_the_leaders_incidents_come_first_then_the_nearest_deadline(day_forty: Snapshot) -> None:
    ordered = sorted((i for i in day_forty.incidents if i.is_escalated), key=urgency)
    ranks = [i.level.rank for i in ordered]
    assert ranks == sorted(ranks, reverse=True)
    first_level = [i.deadline for i in ordered if i.level is ordered[0].level]
    assert first_level == sorted(first_level, key=str)


def test_crowded_lists_say_how_many_more(day_forty: Snapshot) -> None:
    drawn = as_json(escalated_incidents(story(red=12), ZH))
    assert "另 7 件" in drawn
    assert '"data-leaves":"3"' in drawn
    assert "data-leaves" not in as_json(escalated_incidents(story(red=5), ZH))


def test_the_last_page_of_a_list_is_full() -> None:
    pages = paged([str(n) for n in range(6)], 5).children  # type: ignore[misc]
    assert [leaf.children for leaf in pages[:2]] == [list("01234"), list("12345")]


def test_a_dot_far_from_its_target_stays_on_the_scale() -> None:
    places = [target_dot(gap).children[-1].style["left"] for gap in (-40, 0, 40)]
    assert places == ["0.0%", "50.0%", "100.0%"]


def test_names_stay_text_in_every_panel(day_forty: Snapshot) -> None:
    """A panel that is HTML by nature (an SVG through Purify) holds no name at all."""
    hostile = [replace(v, region=replace(v.region, name=HOSTILE)) for v in day_forty.villages]
    for drawn in render_panels(PANELS, snapshot_of(hostile, day_forty.on), ZH).values():
        for markup in _markup(drawn):
            assert "<img" not in markup


def _markup(part: object) -> list[str]:
    if isinstance(part, list):
        return [markup for inner in part for markup in _markup(inner)]
    if not isinstance(part, dict):
        return []
    props = part.get("props", {})
    own = [props["html"]] if part.get("type") == "Purify" else []
    return own + _markup(props.get("children"))


def test_an_unreported_village_has_no_ring_of_progress(day_forty: Snapshot) -> None:
    village = replace(day_forty.villages[0], is_unreported=False)
    assert "stroke-dasharray" not in village_icon(village, ZH).html
    assert "stroke-dasharray" in village_icon(replace(village, is_unreported=True), ZH).html


def test_pages_have_names_of_their_own() -> None:
    assert len({page.name for page in PAGES}) == len(PAGES) == len({page.path for page in PAGES})


def test_scripts_get_all_their_texts_in_english() -> None:
    assert screen_words(Words("en"))["stopped"] == "This picture is no longer updated"
