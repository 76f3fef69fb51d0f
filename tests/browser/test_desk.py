"""The desk as its people use it: signed in through the door, corrected in the row, told in place, on a phone too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from loaders.watch import InboxLoader
from situation.model.bulletins import Disposition, Finding, Match
from situation.model.reports import Body
from tests.browser.house import Watcher
from tests.integration.desk_house import DAY, FIRST, NOW, ONE, SECOND, SECRET, DeskHouse, bulletin, desk_house, row

pytestmark = pytest.mark.browser
Enter = Callable[..., Page]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskHouse]:
    with desk_house(tmp_path) as made:
        made.take(
            bulletin("日报.xlsx", row(FIRST, 3, counts={"registered": 1200}), row(SECOND, 4)),
            received_at=NOW - timedelta(hours=1),
        )
        yield made


@pytest.fixture
def enter(browser: Browser, desk: DeskHouse, watchers: list[Watcher]) -> Iterator[Enter]:
    """Signs in by the page itself."""
    pages: list[Page] = []

    def entering(path: str = "/desk", who: str = "office", width: int = 1440, height: int = 900) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height})
        pages.append(page)
        watchers.append(Watcher(page, desk.address))
        page.goto(desk.address + "/sign-in?next=" + path.replace("?", "%3F").replace("=", "%3D"))
        page.get_by_label("账号").fill(who)
        page.get_by_label("密码").fill(SECRET)
        page.get_by_role("button", name="登录").click()
        page.wait_for_selector("#villages table", timeout=30_000)
        return page

    yield entering
    for page in pages:
        page.close()


def test_a_track_is_corrected_in_its_row(desk: DeskHouse, enter: Enter) -> None:
    page = enter(f"/desk?township={ONE.code}")
    page.locator("#villages a", has_text=FIRST.name).first.click()
    form = page.locator("form.correction")
    form.locator("[name=registered]").fill("1250")
    form.locator("[name=reason]").fill("镇里电话核实")
    form.get_by_role("button", name="保存").click()
    expect(page.locator("#desk-said")).to_contain_text("已更正")
    expect(page.locator("#villages")).to_contain_text("1,250")
    assert desk.village(FIRST).tracks[Body.VILLAGE].count("registered") == 1250


def test_an_error_stands_beside_its_field_and_what_was_typed_stays(desk: DeskHouse, enter: Enter) -> None:
    page = enter(f"/desk?village={FIRST.code}&body=V".replace("&", "%26"))
    form = page.locator("form.correction")
    form.locator("[name=voted]").fill("9999")
    form.locator("[name=reason]").fill("核实")
    form.get_by_role("button", name="保存").click()
    expect(form.locator("[data-field=voted]")).to_have_attribute("data-error", "应不大于 1,200".replace(",", ""))
    expect(form.locator("[name=voted]")).to_have_value("9999")
    assert desk.village(FIRST).tracks[Body.VILLAGE].count("voted") is None


def test_a_near_name_is_answered_with_one_click(desk: DeskHouse, enter: Enter) -> None:
    asked = replace(row(FIRST, 7), village_raw="近似名", match=Match.FUZZY, disposition=Disposition.REVIEW,
                    findings=(Finding("R_FUZZY_MATCH", cell="B7", column="村名", seen="近似名", expected=FIRST.name),))  # fmt: skip
    desk.take(bulletin("names.xlsx", asked))
    page = enter()
    expect(page.locator("#queue")).to_contain_text("B7 村名")
    page.get_by_role("button", name="是，并记为别名").click()
    expect(page.locator("#queue")).to_contain_text("没有等待处理的行")


def test_a_file_chosen_at_the_desk_becomes_a_preview_that_is_accepted(desk: DeskHouse, enter: Enter) -> None:
    page = enter()
    text = f"{ONE.name}1月16日换届日报\n{FIRST.name}：登记选民1250人，参加投票1130人，一次选举成功。\n".encode()
    page.locator("#desk-upload input[type=file]").set_input_files(
        {"name": "日报.txt", "mimeType": "text/plain", "buffer": text}
    )
    expect(page.locator("#desk-said")).to_contain_text("已收到 1 个文件")
    InboxLoader(desk.store, desk.settings).run()
    expect(page.locator("#staged")).to_contain_text("日报.txt", timeout=15_000)  # news of the loader, by itself
    page.locator("#staged").get_by_role("button", name="采用", exact=False).first.click()
    expect(page.locator("#desk-said")).to_contain_text("已采用")
    assert desk.village(FIRST).tracks[Body.VILLAGE].count("voted") == 1130


def test_an_incident_is_raised_without_a_dialog(desk: DeskHouse, enter: Enter) -> None:
    page = enter()
    page.locator("#incidents summary", has_text="登记事件").click()
    form = page.locator("form[data-act=raise]")
    form.locator("[name=village]").select_option(FIRST.code)
    form.locator("[name=text]").fill("名单公布后有漏登争议")
    form.get_by_role("button", name="登记事件").click()
    expect(page.locator("#incidents .incident-line")).to_contain_text("漏登争议")


def test_a_conflict_shows_both_values_and_is_settled_by_a_click(desk: DeskHouse, enter: Enter) -> None:
    desk.act("correct", village=FIRST.code, body="V", registered="1190", on=DAY - timedelta(1), reason="到场核实")
    desk.take(
        bulletin("again.xlsx", row(FIRST, 9, counts={"registered": 1201})), received_at=NOW - timedelta(minutes=1)
    )
    page = enter(f"/desk?township={ONE.code}")
    line = page.locator(".conflict")
    expect(line).to_contain_text("1,190")
    expect(line).to_contain_text("1,201")
    line.get_by_role("button", name="保留更正").click()
    expect(page.locator(".conflict")).to_have_count(0)


def test_the_desk_is_usable_on_a_phone(enter: Enter) -> None:
    page = enter(who="one", width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    low = page.evaluate(
        "[...document.querySelectorAll('.rail .button, .intake-row')].filter(e => e.offsetHeight && e.offsetHeight < 44).length"
    )
    assert low == 0


def test_the_desk_speaks_english_whole(enter: Enter) -> None:
    page = enter()
    page.locator("[data-language=en]").click()
    expect(page.locator("#villages h2")).to_contain_text("Villages")
    heads = page.locator(".desk th, .desk h2, .rail h2, .desk summary, .desk button").all_inner_texts()
    names = {FIRST.name, SECOND.name, ONE.name}
    chinese = [h for h in heads if any("\u4e00" <= c <= "\u9fff" for c in h) and not any(n in h for n in names)]
    assert chinese == []


def test_nobody_sees_the_desk_without_an_account(desk: DeskHouse, browser: Browser, watchers: list[Watcher]) -> None:
    page = browser.new_page()
    watchers.append(Watcher(page, desk.address))
    page.goto(desk.address + "/desk")
    expect(page.locator(".notice")).to_contain_text("请先登录")
    assert page.locator("#villages").count() == 0
    page.close()
