"""The county's own checklists and counters: reported at the desk, shown there, counted at the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import situation.commands
from dashboard.parts.desk_checklists import own_figures
from dashboard.words import Words
from situation.errors import WrongSettings
from situation.model.reports import Body, StageCode
from situation.rules.declared import load_declared
from situation.settings import load_settings
from tests.integration.desk_house import DAY, FIRST, SECOND, THEIRS, DeskHouse, bulletin, desk_house, row

OWN = '[[counter]]\nkey = "broadcasts"\nzh = "村村响播放"\nen = "broadcasts"\nunit = "次"\nunit_en = "times"\n'


@pytest.fixture
def house(tmp_path: Path) -> Iterator[DeskHouse]:
    with desk_house(tmp_path) as made:
        made.live.declared = load_declared(OWN)
        made.take(bulletin("日报.xlsx", row(FIRST, 3, stage=StageCode("V10")), row(SECOND, 4)))
        yield made


def report(house: DeskHouse, who: str = "office", **fields: object) -> int:
    return house.act("own-figures", who, **{"village": FIRST.code, "body": "V", "reason": "现场核实", **fields}).status


def test_entries_and_counters_are_reported_at_the_desk(house: DeskHouse) -> None:
    fields = {"flag:six_present.leader": "yes", "flag:six_present.police": "no", "count:broadcasts": "12"}
    assert report(house, **fields) == 200
    track = house.village(FIRST).tracks[Body.VILLAGE]
    assert (track.flag("six_present.leader"), track.flag("six_present.police")) == (True, False)
    assert (track.count("broadcasts"), track.stage, track.last_on) == (12, "V10", DAY)


def test_a_township_reports_for_its_own_villages_only(house: DeskHouse) -> None:
    assert report(house, "one", **{"count:broadcasts": "3"}) == 200
    assert report(house, "other", **{"count:broadcasts": "4"}) == 403
    assert report(house, "one", village=THEIRS.code, **{"count:broadcasts": "4"}) == 403


def test_nothing_changed_or_no_reason_is_told(house: DeskHouse) -> None:
    assert report(house) == 422
    assert report(house, reason="", **{"count:broadcasts": "3"}) == 422
    assert report(house, **{"count:broadcasts": "-3"}) == 422


def test_what_nobody_declared_is_not_written(house: DeskHouse) -> None:
    assert report(house, **{"flag:secret.thing": "yes", "count:registered": "7"}) == 422
    assert house.village(FIRST).tracks[Body.VILLAGE].count("registered") is None


def text_of(part: object) -> str:
    if isinstance(part, list | tuple):
        return "".join(map(text_of, part))
    return text_of(getattr(part, "children", None) or "") if hasattr(part, "to_plotly_json") else str(part)


def test_a_due_list_stands_out_with_how_far_it_is(house: DeskHouse) -> None:
    report(house, **{"flag:six_present.leader": "yes"})
    desk = house.desk("office", {"village": FIRST.code})
    shown = own_figures(house.village(FIRST).tracks[Body.VILLAGE], desk, Words("zh"), "")
    assert "六必到 1/6" in text_of(shown) and "应急预案 0/2" in text_of(shown)
    assert (
        "mark-yellow" in str(shown)
        and own_figures(house.village(FIRST).tracks[Body.VILLAGE], replace(desk, declared=None), Words("zh"), "") == []
    )


def test_the_command_line_counts_them(house: DeskHouse) -> None:
    (house.home / "own.toml").write_text(OWN, "utf-8")
    settings = house.home / "settings.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[rules]\ndeclared = "own.toml"\n', "utf-8")
    report(house, **{"count:broadcasts": "12", "flag:contingency.plan": "yes", "flag:contingency.venue": "yes"})
    app = typer.Typer()
    situation.commands.add_to(app)
    done = CliRunner().invoke(app, ["rules", "figures", "--home", str(house.home), "--json"], catch_exceptions=False)
    found = {line["figure"]: line for line in map(json.loads, done.output.splitlines())}
    assert (found["broadcasts"]["name"], found["broadcasts"]["value"]) == ("村村响播放", 12)
    assert (found["contingency"]["value"], found["six_present"]["value"]) == ("1/1", "0/1")


def test_a_missing_file_is_told(house: DeskHouse) -> None:
    settings = load_settings(house.home)
    with pytest.raises(WrongSettings, match=r"own file .*nowhere"):
        settings.own_text("nowhere.toml")
