"""The wall's tour goes round by itself and is interrupted by an escalation; 逐村过 obeys keys and remotes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from situation.model.reports import Level
from tests.browser.conftest import Opening
from tests.browser.house import House
from tests.builders import story

pytestmark = pytest.mark.browser
VIEW = "(({map, focus}) => [map.getZoom(), focus])(situation.lands[0])"


def started(page: Page, kind: str) -> None:
    expect(page.locator("#wall-stop")).to_have_attribute("data-kind", kind, timeout=15_000)


def test_an_ordinary_wall_makes_no_stop(open_page: Opening) -> None:
    page = open_page("/wall")
    page.wait_for_timeout(1000)
    expect(page.locator("#wall-stop")).to_be_hidden()


def test_the_tour_goes_on_by_itself_with_a_countdown_and_zooms(open_page: Opening) -> None:
    page = open_page("/wall?tour=1")
    started(page, "county")
    zoom, focus = page.evaluate(VIEW)
    assert focus is None
    expect(page.locator(".stop-ring b")).to_have_text("17", timeout=6000)
    started_at = page.locator("#wall-stop").get_attribute("data-key")
    expect(page.locator("#wall-stop")).to_have_attribute("data-kind", "township", timeout=25_000)
    assert page.locator("#wall-stop").get_attribute("data-key") != started_at
    nearer, focus = page.evaluate(VIEW)
    assert nearer > zoom and focus is not None
    expect(page.locator("#wall-stop h2")).to_have_text(page.evaluate(f"situation.lands[0].townships[{focus}].name"))


def test_a_new_escalation_interrupts_the_tour(open_page: Opening, house: House) -> None:
    page = open_page("/wall?tour=1")
    started(page, "county")
    before = house.situation.snapshot()
    raised = next(i for i in before.incidents if i.level is Level.OFFICE)
    incidents = tuple(replace(i, level=Level.COUNTY) if i is raised else i for i in before.incidents)
    house.situation.show(replace(before, incidents=incidents, version=before.version + 1))
    started(page, "incident")
    expect(page.locator("#wall-stop")).to_have_attribute("data-key", f"i{raised.key}:{Level.COUNTY.rank}")


def test_an_ordinary_commit_does_not_move_the_tour(open_page: Opening, house: House) -> None:
    page = open_page("/wall?tour=1")
    started(page, "county")
    page.keyboard.press("ArrowRight")
    key = page.locator("#wall-stop").get_attribute("data-key")
    before = page.evaluate(VIEW)
    house.situation.show(replace(story(), version=1285))
    page.wait_for_function("document.documentElement.dataset.painted === '1285'")
    page.wait_for_timeout(1000)
    assert (page.locator("#wall-stop").get_attribute("data-key"), page.evaluate(VIEW)) == (key, before)


def test_villages_are_gone_through_by_keys_and_by_remote(open_page: Opening) -> None:
    page = open_page("/wall?walk=1")
    started(page, "village")
    count = page.locator(".stop-count")
    expect(count).to_contain_text("1 / ")
    expect(page.locator(".stop-ring")).to_have_count(0)
    for key, place in (("ArrowRight", "2 / "), ("PageDown", "3 / "), ("PageUp", "2 / "), ("ArrowLeft", "1 / ")):
        page.keyboard.press(key)
        expect(count).to_contain_text(place)
        chosen = page.evaluate("situation.lands[0].byCode.get(situation.lands[0].selected).name")
        expect(page.locator("#wall-stop h2")).to_have_text(chosen)
