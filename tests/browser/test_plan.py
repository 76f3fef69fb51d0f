"""The plan page under a hand: election days dragged and moved by keys, answered before saving, saved with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from situation.model.regions import Region
from situation.model.reports import StageCode
from tests.browser.house import Watcher
from tests.integration.desk_house import (
    FIRST,
    NOW,
    ONE,
    OTHER,
    SECOND,
    SECRET,
    DeskHouse,
    bulletin,
    desk_house,
    row,
)

pytestmark = pytest.mark.browser
VOTE = date(2026, 2, 1)
Enter = Callable[..., Page]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskHouse]:
    with desk_house(tmp_path) as made:
        facts = {"stage": StageCode("V05"), "dates": {"list_published": date(2026, 1, 8)}}
        made.take(
            bulletin("日报.xlsx", row(FIRST, 3, **facts), row(SECOND, 4, **facts)), received_at=NOW - timedelta(hours=2)
        )
        days = {"candidates_published": VOTE - timedelta(6), "election_day": VOTE}
        rows = [row(v, n, stage=None, dates=days, planned=True) for n, v in enumerate((FIRST, SECOND), 3)]
        made.take(bulletin("日程安排表.xlsx", *rows), received_at=NOW - timedelta(hours=1))
        yield made


@pytest.fixture
def enter(browser: Browser, desk: DeskHouse, watchers: list[Watcher]) -> Iterator[Enter]:
    pages: list[Page] = []

    def entering(path: str = f"/plan?township={ONE.code}", who: str = "office") -> Page:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        pages.append(page)
        watchers.append(Watcher(page, desk.address))
        if who:
            page.goto(desk.address + "/sign-in?next=/plan")
            page.get_by_label("账号").fill(who)
            page.get_by_label("密码").fill(SECRET)
            page.get_by_role("button", name="登录").click()
            page.wait_for_selector("#gantt", timeout=30_000)
        page.goto(desk.address + path)
        page.wait_for_selector("#gantt", timeout=30_000)
        return page

    yield entering
    for page in pages:
        page.close()


def vote(page: Page, village: Region) -> Locator:
    return page.locator(f".vote.movable[data-village='{village.code}']")


def drag_days(page: Page, village: Region, days: int) -> None:
    sign = vote(page, village)
    sign.scroll_into_view_if_needed()
    box, lane = sign.bounding_box(), sign.locator("xpath=..").bounding_box()
    assert box and lane
    width = lane["width"] / int(page.locator("#gantt").get_attribute("data-days") or 1)
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + days * width, middle[1], steps=5)
    page.mouse.up()


def test_a_dragged_day_is_answered_with_the_deadlines_it_breaks(desk: DeskHouse, enter: Enter) -> None:
    page = enter()
    drag_days(page, FIRST, -9)
    expect(page.locator(".moves")).to_contain_text("选民名单公布最迟")
    expect(page.locator(".verdict-line")).to_contain_text("涉及 1 村")
    expect(vote(page, FIRST)).to_have_attribute("data-day", "2026-01-23")
    page.get_by_role("button", name="改用最近的合法日").click()
    expect(page.locator(".verdict-line")).to_contain_text("全部合规")
    assert desk.village(FIRST).election_day == VOTE


def test_arrow_keys_move_a_day_and_quick_ones_are_not_lost(enter: Enter) -> None:
    page = enter()
    vote(page, FIRST).focus()
    page.keyboard.press("ArrowRight")
    expect(vote(page, FIRST)).to_have_attribute("data-day", "2026-02-02")
    expect(vote(page, FIRST)).to_be_focused()
    vote(page, SECOND).focus()
    page.keyboard.press("ArrowLeft")
    vote(page, FIRST).focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".moves li")).to_have_count(2)
    expect(page.locator(".moves")).to_contain_text("2/5")
    expect(vote(page, FIRST)).to_have_attribute("data-day", "2026-02-05")


def test_a_spread_is_saved_with_its_reason_and_shown_as_the_plan(desk: DeskHouse, enter: Enter) -> None:
    page = enter()
    spread = page.locator("form[data-wish=spread]")
    spread.locator("[name=most]").fill("1")
    spread.get_by_role("button").click()
    saving = page.locator("form.saving")
    saving.locator("[name=reason]").fill("每天一村")
    saving.get_by_role("button").click()
    expect(page.locator("#plan-said")).to_contain_text("已保存")
    expect(page.locator(".moves")).to_have_count(0)
    days = [desk.village(v).election_day for v in (FIRST, SECOND)]
    assert len(set(days)) == 2
    for village in (FIRST, SECOND):
        expect(vote(page, village)).to_have_attribute("data-day", str(desk.village(village).election_day))


def test_a_breach_is_saved_only_when_it_is_known(desk: DeskHouse, enter: Enter) -> None:
    page = enter()
    drag_days(page, FIRST, -9)
    saving = page.locator("form.saving")
    saving.locator("[name=reason]").fill("试")
    saving.get_by_role("button").click()
    expect(saving.locator("[data-field=knowing]")).to_have_attribute(
        "data-error", "违反 1 条：请改用合法日，或勾选知悉"
    )
    assert desk.village(FIRST).election_day == VOTE


def test_the_township_chosen_is_the_scope_and_stands_in_the_address(enter: Enter) -> None:
    page = enter("/plan")
    page.locator(".scope select").select_option(label=OTHER.name)
    expect(page.locator(".votes tbody tr")).to_have_count(1)
    assert f"township={OTHER.code}" in page.url
    page.go_back()
    expect(page.locator(".votes tbody tr")).to_have_count(3)


def test_whoever_only_looks_may_try_but_not_save(enter: Enter) -> None:
    page = enter(who="")
    drag_days(page, FIRST, 2)
    expect(page.locator(".moves li")).to_have_count(1)
    expect(page.locator("form.saving")).to_have_count(0)
    expect(page.locator(".whatif")).to_contain_text("由县选举办保存")


def test_nothing_overflows_in_english_or_on_a_phone(enter: Enter) -> None:
    page = enter(f"/plan?township={ONE.code}&lang=en")
    for width in (1440, 1280, 390):
        page.set_viewport_size({"width": width, "height": 860})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (width, wide)
