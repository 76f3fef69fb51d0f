"""The wall as a leader sees it: drawn whole, live, honest about its age, healed without a touch."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from situation.clock import real_now
from situation.model.standing import Colour
from tests.browser.conftest import Opening
from tests.browser.house import House, Watcher
from tests.builders import empty_county, snapshot_of, story

pytestmark = pytest.mark.browser
HOSTILE = "<img src=x onerror=\"document.title='stolen'\">"


def lights(page: Page) -> list[int]:
    found: list[int] = page.evaluate("situation.lands[0].villages.map((v) => v.light)")
    return found


def fill_of(page: Page, index: int) -> str:
    fill: str = page.evaluate(f"situation.lands[0].villages[{index}].layer.options.fillColor")
    return fill.upper()


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (3840, 2160)])
def test_the_wall_is_drawn_whole_at_both_sizes(open_page: Opening, width: int, height: int) -> None:
    page = open_page("/wall", width, height)
    snapshot = story()
    assert lights(page) == [village.colour.rank for village in snapshot.villages]
    assert page.evaluate("document.documentElement.scrollHeight") <= height
    smallest = page.evaluate("""Math.min(...[...document.querySelectorAll('.wall *:not(svg *)')]
        .filter((e) => e.childNodes.length && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
        .map((e) => parseFloat(getComputedStyle(e).fontSize)))""")
    assert smallest >= height / 72  # 15 px at 1080p


def test_no_text_of_the_wall_is_cut_off_or_lies_outside(open_page: Opening) -> None:
    for language in ("zh", "en"):
        page = open_page(f"/wall?lang={language}")
        spilt = page.evaluate("""[...document.querySelectorAll('.hero b, .kpi-value b, .countdown, .counter b, .as-of')]
            .filter((e) => {
                const box = e.getBoundingClientRect();
                return box.right > innerWidth || box.bottom > innerHeight || box.left < 0;
            }).map((e) => e.textContent)""")
        assert spilt == []


def test_a_commit_changes_the_map_and_the_figures_within_a_second(open_page: Opening, house: House) -> None:
    page = open_page("/wall")
    before = house.situation.snapshot()
    index = next(i for i, v in enumerate(before.villages) if v.colour is Colour.GREEN)
    villages = list(before.villages)
    villages[index] = replace(villages[index], colour=Colour.RED, computed=Colour.RED)
    house.situation.show(snapshot_of(villages, before.on, version=before.version + 1))
    page.wait_for_function("document.documentElement.dataset.painted === '1285'", timeout=10_000)
    assert lights(page)[index] == 4
    expect(page.locator(".counter-red b")).to_have_text("7")
    expect(page.locator(".trust-facts")).to_contain_text("v1285")
    page.wait_for_timeout(600)
    assert fill_of(page, index) == "#D83A3C"


def test_an_update_moves_neither_view_nor_selection(open_page: Opening, house: House) -> None:
    page = open_page("/wall")
    view = "(({map, selected}) => JSON.stringify([map.getZoom(), map.getCenter(), selected]))(situation.lands[0])"
    page.evaluate("situation.lands[0].select(situation.lands[0].villages[3].code)")
    before = page.evaluate(view)
    house.situation.show(story(day=41, version=1285))
    page.wait_for_function("document.documentElement.dataset.painted === '1285'")
    assert page.evaluate(view) == before


def test_names_are_never_markup(open_page: Opening, house: House) -> None:
    snapshot = story()
    hostile = [replace(v, region=replace(v.region, name=HOSTILE)) for v in snapshot.villages]
    house.situation.show(snapshot_of(hostile, snapshot.on, version=7))
    page = open_page("/wall")
    page.wait_for_function("document.documentElement.dataset.painted === '7'")
    assert page.locator("img").count() == 0
    assert "stolen" not in page.title()
    expect(page.locator(".incident-village b").first).to_have_text(HOSTILE)


def test_a_stopped_server_is_said_and_healed_without_a_touch(
    open_page: Opening, house: House, watchers: list[Watcher]
) -> None:
    page = open_page("/wall")
    watchers[-1].is_outage = True
    house.stop()
    expect(page.locator(".band b")).to_contain_text("与服务器断开", timeout=17_000)
    assert page.locator("html").get_attribute("data-link") == "lost"
    before = house.situation.snapshot()
    villages = [replace(v, colour=Colour.YELLOW) for v in before.villages]
    house.situation.show(snapshot_of(villages, before.on, version=1300))
    house.start()
    page.wait_for_function("document.documentElement.dataset.painted === '1300'", timeout=15_000)
    assert page.locator("html").get_attribute("data-link") == "ok"
    assert set(lights(page)) == {3}


def test_a_picture_that_stopped_long_ago_says_so_across_the_map(
    open_page: Opening, house: House, watchers: list[Watcher]
) -> None:
    page = open_page("/wall")
    watchers[-1].is_outage = True
    house.stop()
    page.clock.install()
    page.clock.fast_forward(330_000)
    expect(page.locator(".curtain")).to_be_visible(timeout=5000)
    expect(page.locator(".curtain b")).to_have_text("画面已停止更新")
    assert page.locator("html").get_attribute("data-age") == "dead"


def test_a_late_loader_turns_the_head_amber_and_countdowns_go_on(open_page: Opening, house: House) -> None:
    snapshot, now = story(), real_now()
    fresh = replace(snapshot.freshness, loaded_at=now - timedelta(hours=15), loader_due_at=now - timedelta(hours=14))
    house.situation.show(replace(snapshot, freshness=fresh, version=9))
    page = open_page("/wall")
    page.wait_for_function("document.documentElement.dataset.trust === 'stale'", timeout=8000)
    expect(page.locator(".band b")).to_contain_text("数据已过时 15小时")
    expect(page.locator(".trust-stale")).to_be_visible()
    assert page.locator(".countdown.is-overdue").count() > 0


def test_before_the_first_bulletin_nothing_is_claimed(open_page: Opening, house: House) -> None:
    house.situation.show(empty_county())
    page = open_page("/wall")
    page.wait_for_function("document.documentElement.dataset.trust === 'empty'", timeout=8000)
    expect(page.locator(".hero")).to_have_text("待首报")
    expect(page.locator(".counter-grey")).to_contain_text("286")
    assert set(lights(page)) == {0}


def test_a_rehearsal_is_marked_three_times(open_page: Opening, house: House) -> None:
    snapshot = story()
    fresh = replace(snapshot.freshness, is_rehearsal=True)
    house.situation.show(replace(snapshot, freshness=fresh, version=8))
    page = open_page("/wall")
    expect(page.locator(".rehearsal")).to_have_text("演练")
    expect(page.locator(".ribbon")).to_have_text("演练：不是真实选情")
    assert page.evaluate("getComputedStyle(document.querySelector('.wall')).boxShadow") != "none"


def test_the_machines_own_clock_is_never_believed(open_page: Opening, house: House) -> None:
    page = open_page("/wall")
    page.clock.install(time=0)  # 1970
    page.clock.run_for(2000)
    assert page.locator("[data-clock]").text_content() in ("18:24", "18:25")


def test_long_lists_turn_their_pages(open_page: Opening, house: House) -> None:
    house.situation.show(story(red=12, version=5))
    page = open_page("/wall")
    page.wait_for_function("document.documentElement.dataset.painted === '5'")
    shown = page.locator(".incidents .leaf.is-shown")
    expect(shown).to_have_count(1)
    expect(shown.locator(".incident")).to_have_count(5)
    expect(page.locator(".incidents .leaf-foot")).to_contain_text("/ 3 页")


def test_english_is_complete_on_the_wall(open_page: Opening) -> None:
    page = open_page("/wall?lang=en")
    parts = ".panel-head, .kpi-name, .counter, .legend, .trust-facts, .level"
    text = page.evaluate(f"[...document.querySelectorAll('{parts}')].map((e) => e.textContent).join(' ')")
    assert "".join(letter for letter in text if "一" <= letter <= "鿿") == ""
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_page_with_outdated_code_reloads_itself_once(open_page: Opening, house: House) -> None:
    page = open_page("/wall")
    page.evaluate("window.isOld = true; situation.screen.assets = 'older'")
    page.wait_for_function("window.isOld === undefined", timeout=25_000)
    page.wait_for_function("document.documentElement.dataset.painted")
    assert page.evaluate("sessionStorage.getItem('reloaded')") == page.evaluate("situation.screen.assets")


def test_a_line_that_died_without_a_word_is_opened_anew(open_page: Opening, house: House) -> None:
    """A half-open connection: the source stays open and says nothing. The page notices and asks again."""
    page = open_page("/wall")
    page.evaluate("""() => {
        const Old = window.EventSource;
        window.opened = 0;
        window.EventSource = class extends Old { constructor(url) { super(url); window.opened++; } };
        window.EventSource.CLOSED = 2;
    }""")
    page.evaluate("Date.now = ((then, late) => () => then() + late)(Date.now.bind(Date), 3600e3)")  # woke from sleep
    page.wait_for_function("window.opened >= 1", timeout=5000)
    page.wait_for_timeout(1500)
    assert page.locator("html").get_attribute("data-link") == "ok"
