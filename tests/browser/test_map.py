"""The map as the office uses it: filtered, searched, opened, played, shared by its address, live all the while."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from pypinyin import Style, lazy_pinyin

from dashboard.place_search import PlaceSearch
from situation.model.picture import VillagePicture
from situation.model.standing import Colour
from tests.browser.conftest import Opening
from tests.browser.house import House
from tests.builders import STARTS_ON, county, snapshot_of, story
from tests.stories import FILE, SHEET, broken_list

pytestmark = pytest.mark.browser
HOSTILE = "<img src=x onerror=\"document.title='stolen'\">"
VIEW = "JSON.stringify([situation.lands[0].map.getZoom(), situation.lands[0].map.getCenter(), situation.lands[0].selected])"
WIDTH, HEIGHT = 1440, 900


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def is_drawn(page: Page) -> list[int]:
    """Indices of the villages that pass the view's filters."""
    found: list[int] = page.evaluate("situation.shownVillages.map((v) => v.index)")
    return found


def touch(page: Page, code: str) -> None:
    """Clicks the very place of a village."""
    spot = page.evaluate(
        """(code) => { const land = situation.lands[0], at = land.map.latLngToContainerPoint(land.byCode.get(code).place),
             box = land.map.getContainer().getBoundingClientRect(); return [box.x + at.x, box.y + at.y]; }""",
        code,
    )
    page.mouse.click(*spot)


def red_village() -> VillagePicture:
    return next(v for v in story().villages if v.colour is Colour.RED)


def show_broken_list(house: House) -> VillagePicture:
    """One red village whose reason leads to a cell."""
    snapshot = house.situation.snapshot()
    chosen = red_village()
    broken = broken_list(chosen, snapshot.on)
    villages = [broken if v.code == chosen.code else v for v in snapshot.villages]
    house.situation.show(snapshot_of(villages, snapshot.on, version=snapshot.version + 1))
    return broken


def test_filters_narrow_the_map_and_stand_in_the_address(open_page: Opening) -> None:
    page = open_page("/map", WIDTH, HEIGHT)
    snapshot = story()
    expect(page.locator("[data-count='colour:red']")).to_have_text("6")
    expect(page.locator("[data-count='mark:key']")).to_have_text("6")
    page.locator("input[name=colour][value=green]").uncheck()
    page.locator("input[name=mark][value=key]").check()
    expected = [i for i, v in enumerate(snapshot.villages) if v.key_village and v.colour.rank >= Colour.YELLOW.rank]
    assert is_drawn(page) == expected
    assert query(page) == {"colour": ["red,yellow"], "mark": ["key"]}
    again = open_page(urlsplit(page.url)._replace(scheme="", netloc="").geturl(), WIDTH, HEIGHT)
    assert is_drawn(again) == expected
    expect(again.locator("input[name=colour][value=green]")).not_to_be_checked()
    again.click("#map-clear")
    assert len(is_drawn(again)) == len(snapshot.villages)
    assert query(again) == {}


def test_a_body_is_counted_by_its_own_stages(open_page: Opening) -> None:
    page = open_page("/map?body=R", WIDTH, HEIGHT)
    communities = [i for i, v in enumerate(story().villages) if v.region.kind.value == "community"]
    assert is_drawn(page) == communities
    page.locator(".tile", has_text="党组织").locator("input").check()
    assert len(is_drawn(page)) == len(story().villages)


def test_initials_find_a_village_by_keyboard_alone(open_page: Opening) -> None:
    page = open_page("/map", WIDTH, HEIGHT)
    places = PlaceSearch(county())
    initials = ((v, "".join(lazy_pinyin(v.name, style=Style.FIRST_LETTER))) for v in county().villages)
    wanted, typed = next((v, t) for v, t in initials if places.find(t)[0].region == v)
    page.keyboard.press("/")
    page.keyboard.type(typed)
    expect(page.locator("#map-found [role=option]").first).to_contain_text(wanted.name)
    page.keyboard.press("Enter")
    expect(page.locator("#drawer-title")).to_contain_text(wanted.name)
    assert query(page) == {"township": [wanted.parent], "village": [wanted.code]}
    assert page.evaluate("document.activeElement.id") == "drawer-title"
    page.keyboard.press("Escape")
    expect(page.locator("#map-drawer")).not_to_be_visible()
    assert "village" not in query(page)


def test_two_clicks_lead_from_a_red_village_to_the_law_and_the_cell(open_page: Opening, house: House) -> None:
    broken = show_broken_list(house)
    page = open_page("/map", WIDTH, HEIGHT)
    touch(page, broken.code)
    reason = page.locator(".reason-red")
    expect(reason).to_contain_text("组织法")
    expect(reason).to_contain_text("18")
    reason.locator("summary").click()
    expect(reason.locator(".origin")).to_have_text(f"{FILE} › {SHEET} › 第 9 行 › G9")
    expect(reason.locator(".reason-more")).to_contain_text("怎样解除")
    reason.locator(".to-ledger").click()
    expect(page.locator(".entry.is-shown")).to_contain_text(FILE)
    expect(page.locator(".ledger")).to_contain_text("核查组进村")


def test_a_township_opens_among_its_neighbours(open_page: Opening) -> None:
    page = open_page("/map", WIDTH, HEIGHT)
    township = story().townships[3]
    page.select_option("select[name=township]", township.region.code)
    assert len(is_drawn(page)) == township.village_count
    expect(page.locator("#map-here")).to_have_text(township.region.name)
    page.wait_for_function("situation.lands[0].rings && situation.lands[0].rings.length > 1")
    neighbour = page.evaluate("situation.lands[0].rings[0].township.members[0].code")
    page.evaluate(
        "(code) => document.dispatchEvent(new CustomEvent('village-chosen', { detail: { code } }))", neighbour
    )
    assert query(page)["township"] == [next(str(v.township) for v in story().villages if v.code == neighbour)]
    page.go_back()
    expect(page.locator("#map-here")).to_have_text(township.region.name)


def test_days_are_played_and_left_again(open_page: Opening) -> None:
    page = open_page("/map", WIDTH, HEIGHT)
    slider = page.locator("#map-slider")
    slider.focus()
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    shown = (story().on - timedelta(6)).isoformat()
    page.wait_for_function(f"document.documentElement.dataset.shownDay === '{shown}'")
    expect(page.locator("#map-banner-text")).to_contain_text("那一天的情况")
    assert query(page) == {"day": [shown]}
    past = story(34)
    page.wait_for_function("situation.lands[0].villages.every((v) => v.facts.length === 5 && v.facts[1] !== undefined)")
    assert page.evaluate("situation.lands[0].villages.map((v) => v.stage)") == [v.stage_group for v in past.villages]
    page.select_option("select[name=speed]", "50")
    page.click("#map-play")
    page.wait_for_function("!situation.view.day", timeout=15_000)
    page.wait_for_function("!document.documentElement.dataset.shownDay")
    expect(page.locator("#map-banner")).not_to_be_visible()
    assert page.evaluate("situation.lands[0].villages.map((v) => v.light)") == [v.colour.rank for v in story().villages]


def test_the_first_day_is_played_from_the_beginning(open_page: Opening) -> None:
    page = open_page("/map", WIDTH, HEIGHT)
    page.click("#map-play")
    page.wait_for_function(f"document.documentElement.dataset.shownDay >= '{STARTS_ON + timedelta(3)}'", timeout=15_000)
    page.click("#map-play")
    expect(page.locator("html")).to_have_attribute("data-past", "yes")
    page.click("#map-live")
    expect(page.locator("html")).to_have_attribute("data-past", "no")


def test_what_was_known_then_is_asked_of_the_server(open_page: Opening) -> None:
    page = open_page("/map", WIDTH, HEIGHT)
    day = (story().on - timedelta(4)).isoformat()
    with page.expect_request(lambda asked: "known=1" in asked.url and day in asked.url):
        page.evaluate("(day) => situation.change({ day, mode: 'known' })", day)
    page.wait_for_function(f"document.documentElement.dataset.shownDay === '{day}'")
    expect(page.locator("#map-banner-text")).to_contain_text("当时所知")
    assert query(page) == {"day": [day], "mode": ["known"]}


def test_an_old_address_shows_what_of_it_there_is(open_page: Opening) -> None:
    page = open_page("/map?village=000000000000&township=1&day=2099-13-45&colour=red", WIDTH, HEIGHT)
    page.wait_for_function("situation.shownVillages")
    assert query(page) == {"colour": ["red"]}
    assert len(is_drawn(page)) == 6
    expect(page.locator("#map-drawer")).not_to_be_visible()


def test_an_incident_is_found_by_its_number(open_page: Opening, house: House) -> None:
    snapshot = story()
    village = red_village()
    numbered = replace(village, incidents=(replace(village.incidents[0], ref="37"),))
    villages = [numbered if v.code == village.code else v for v in snapshot.villages]
    house.situation.show(snapshot_of(villages, snapshot.on, version=1300))
    page = open_page("/map", WIDTH, HEIGHT)
    page.fill("#map-search", "#37")
    expect(page.locator("#map-found [role=option]").first).to_contain_text("#37")
    page.keyboard.press("Enter")
    expect(page.locator("#drawer-title")).to_contain_text(village.region.name)


def test_two_days_compared_show_only_what_changed(open_page: Opening) -> None:
    page = open_page("/map?diff=3", WIDTH, HEIGHT)
    page.wait_for_function("situation.difference")
    before, after = story(37).villages, story().villages
    forward = [i for i, (b, a) in enumerate(zip(before, after, strict=True)) if a.stage_group > b.stage_group]
    assert set(forward) <= set(page.evaluate("[...situation.difference.keys()]"))
    calm = next(i for i, (b, a) in enumerate(zip(before, after, strict=True))
                if (a.stage_group, a.colour) == (b.stage_group, b.colour))  # fmt: skip
    assert calm not in page.evaluate("[...situation.difference.keys()]")
    expect(page.locator("[data-change=done]")).not_to_have_text("")


def test_a_live_update_moves_neither_view_nor_choice(open_page: Opening, house: House) -> None:
    village = red_village()
    page = open_page(f"/map?village={village.code}", WIDTH, HEIGHT)
    expect(page.locator("#drawer-title")).to_contain_text(village.region.name)
    page.locator("[data-zoom=in]").click()
    page.wait_for_timeout(500)
    before = page.evaluate(VIEW)
    snapshot = house.situation.snapshot()
    calmed = replace(village, colour=Colour.YELLOW, computed=Colour.YELLOW)
    villages = [calmed if v.code == village.code else v for v in snapshot.villages]
    house.situation.show(snapshot_of(villages, snapshot.on, version=1290))
    page.wait_for_function("document.documentElement.dataset.painted === '1290'", timeout=4000)
    assert page.evaluate(VIEW) == before
    expect(page.locator("[data-count='colour:red']")).to_have_text("5")
    expect(page.locator(".drawer-head [role=img]")).to_have_attribute("aria-label", "关注")
    expect(page.locator(".map-page")).to_have_class(re.compile("with-drawer"))


def test_a_past_day_stays_while_the_county_goes_on(open_page: Opening, house: House) -> None:
    page = open_page(f"/map?day={STARTS_ON + timedelta(30)}", WIDTH, HEIGHT)
    page.wait_for_function("document.documentElement.dataset.shownDay")
    before = page.evaluate("situation.lands[0].villages.map((v) => v.light)")
    villages = [replace(v, colour=Colour.RED, computed=Colour.RED) for v in story().villages]
    house.situation.show(snapshot_of(villages, story().on, version=1291))
    page.wait_for_function("document.documentElement.dataset.painted === '1291'", timeout=4000)
    assert page.evaluate("situation.lands[0].villages.map((v) => v.light)") == before
    page.click("#map-live")
    page.wait_for_function("situation.lands[0].villages.every((v) => v.light === 4)")


def test_the_rows_of_a_view_are_saved_as_a_table(open_page: Opening, tmp_path: Path) -> None:
    page = open_page("/map?colour=red", WIDTH, HEIGHT)
    with page.expect_download() as saving:
        page.click("#map-export")
    saving.value.save_as(tmp_path / "rows.csv")
    text = (tmp_path / "rows.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["代码"] for row in rows] == [v.code for v in story().villages if v.colour is Colour.RED]
    assert {row["预警"] for row in rows} == {"预警"}


def test_names_are_never_markup_on_the_map(open_page: Opening, house: House) -> None:
    snapshot = story()
    hostile = [replace(v, region=replace(v.region, name=HOSTILE)) for v in snapshot.villages]
    house.situation.show(snapshot_of(hostile, snapshot.on, version=7))
    page = open_page(f"/map?village={hostile[0].code}", WIDTH, HEIGHT)
    expect(page.locator("#drawer-title")).to_contain_text(HOSTILE)
    page.mouse.move(600, 400)
    page.wait_for_timeout(300)
    assert page.locator("img").count() == 0
    assert "stolen" not in page.title()


def test_villages_are_walked_through_by_keyboard(open_page: Opening) -> None:
    page = open_page("/map", WIDTH, HEIGHT)
    page.locator("#land").focus()
    page.keyboard.press("n")
    reds = [v.code for v in story().villages if v.colour is Colour.RED]
    assert query(page)["village"][0] in reds
    page.locator("#land").focus()
    page.keyboard.press("p")
    assert query(page)["village"][0] not in reds


@pytest.mark.parametrize("layer", ["stage", "turnout", "age", "incident"])
def test_every_layer_has_its_legend(open_page: Opening, layer: str) -> None:
    page = open_page(f"/map?layer={layer}", WIDTH, HEIGHT)
    expect(page.locator(f".legend-of[data-layer={layer}]")).to_be_visible()
    expect(page.locator(".legend-of:visible")).to_have_count(1)


def test_a_phone_shows_the_map_and_the_village_as_a_sheet(open_page: Opening) -> None:
    village = red_village()
    page = open_page("/map", 390, 844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("#map-filters")
    page.locator("input[name=colour][value=green]").uncheck()
    page.click("#map-filters")
    touch(page, village.code) if not page.evaluate("situation.lands[0].isCrowded") else page.evaluate(
        "(village) => situation.change({ village })", village.code
    )
    sheet = page.locator("#map-drawer").bounding_box()
    assert sheet is not None
    assert sheet["y"] > 200
    assert sheet["x"] == 0
    assert sheet["width"] == 390
    page.click("#drawer-close")
    expect(page.locator("#map-drawer")).not_to_be_visible()


def test_english_is_complete_on_the_map(open_page: Opening) -> None:
    page = open_page(f"/map?lang=en&village={red_village().code}", WIDTH, HEIGHT)
    expect(page.locator("#drawer-title")).to_be_visible()
    text = page.evaluate("""[...document.querySelectorAll('.map-rail legend, .facet-name, .tile, .legend-of, .part-head, .doings, .map-days select, .step-label, .fate, #map-day, .rail-foot')]
        .map((e) => e.textContent).join(' ')""")
    assert "".join(letter for letter in text if "一" <= letter <= "鿿") == ""
