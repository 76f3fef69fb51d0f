"""The rules at the command line: listed, explained, checked, and tried on a county before they are saved."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import situation.commands
from situation.actions import TrackEdit, edit_track, publish_regions
from situation.clock import real_now
from situation.errors import SituationError, WrongSettings
from situation.model.regions import RegionCode
from situation.model.reports import Body, StageCode
from situation.settings import load_settings, write_settings
from situation.store.engine import Store, migrate_store
from tests.builders import county

ON = date(2026, 1, 16)
AT = datetime(2026, 1, 16, 10, tzinfo=UTC)
FEWER_DAYS = '[[rule]]\nid = "L_LIST_LT_20D"\nbodies = ["V"]\ndays = 15\n'


def command() -> typer.Typer:
    app = typer.Typer()
    situation.commands.add_to(app)
    app.command("backwards")(situation.commands.plan_backwards)
    return app


def run(*arguments: str) -> str:
    done = CliRunner().invoke(command(), list(arguments), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def lines(*arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run(*arguments, "--json").splitlines()]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    sections = {
        "campaign": {"starts_on": date(2026, 1, 14), "ends_on": date(2026, 2, 6)},
        "clock": {"anchor": real_now(), "starts_at": AT},
    }
    write_settings(tmp_path / "home", sections)
    return tmp_path / "home"


@pytest.fixture
def store(home: Path) -> Store:
    made = migrate_store(load_settings(home).store_url)
    publish_regions(made, county(), by="test", at=AT)
    return made


def village() -> RegionCode:
    return next(r.code for r in county().villages if r.kind.value == "village")


def edit(store: Store, **claims: object) -> None:
    made = TrackEdit(village_code=village(), body=Body.VILLAGE, on=ON, reason="test", based_on=10**6, **claims)  # type: ignore[arg-type]
    edit_track(store, made, by="office", at=AT)


def test_every_rule_is_listed_in_both_languages() -> None:
    chinese, english = lines("rules", "list"), lines("rules", "list", "--lang", "en")
    assert len(chinese) == len(english) > 60
    assert any(line["title"] == "选民名单公布至选举日不足20日" for line in chinese)
    assert all(str(line["title"]).isascii() or "“" in str(line["title"]) for line in english)


def test_why_tells_article_numbers_and_what_clears_it() -> None:
    told = run("rules", "why", "L_TURNOUT_NOT_MAJORITY")
    assert "第十五条" in told and "已读原文" in told
    texts = lines("rules", "why", "L_LIST_LT_20D", "--lang", "en")
    assert {text["numbers"]["days"] for text in texts} == {20}  # type: ignore[index]


def test_why_of_an_unknown_rule_offers_the_near_ones() -> None:
    with pytest.raises(SituationError, match="L_LIST_LT_20D"):
        run("rules", "why", "L_LIST")


def test_check_says_which_pack_and_rule_is_wrong(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[rule]]\nid = "L_LIST_LT_20D"\ndays = "twenty"\n', "utf-8")
    with pytest.raises(WrongSettings, match=r"L_LIST_LT_20D.*days is 'twenty'; expected a whole number"):
        run("rules", "check", "--override", str(own))
    own.write_text(FEWER_DAYS, "utf-8")
    assert "rules" in run("rules", "check", "--override", str(own))


def test_dry_run_names_the_villages_that_would_change_colour(home: Path, store: Store, tmp_path: Path) -> None:
    edit(store, dates={"list_published": date(2026, 1, 10), "election_day": date(2026, 1, 26)}, stage=StageCode("V05"))
    own = tmp_path / "own.toml"
    own.write_text(FEWER_DAYS, "utf-8")
    found = lines("rules", "dry-run", str(own), "--home", str(home), "--on", str(ON))
    assert [(line["village"], line["before"]) for line in found] == [(village(), "red")]
    assert found[0]["after"] != "red" and str(found[0]["goes"]).startswith("L_LIST_LT_20D")


def test_dry_run_of_the_same_rules_changes_nothing(home: Path, store: Store, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("", "utf-8")
    assert lines("rules", "dry-run", str(own), "--home", str(home), "--on", str(ON)) == []


def test_backwards_prints_the_last_lawful_day_of_each_milestone(home: Path, store: Store) -> None:
    arguments = ("--village", village(), "--election-day", "2026-03-26", "--home", str(home))
    found = {line["milestone"]: line for line in lines("backwards", *arguments)}
    assert found["list_published"]["latest"] == "2026-03-06"
    assert found["candidates_published"]["latest"] == "2026-03-21"
    assert found["election_day"]["planned"] == "2026-03-26"


def test_backwards_from_a_day_too_near_says_what_would_break(home: Path, store: Store) -> None:
    edit(store, stage=StageCode("V02"))
    told = run("backwards", "--village", village(), "--election-day", "2026-01-20", "--home", str(home), "--lang", "en")
    assert "! L_LIST_LT_20D voter list published" in told


def test_backwards_refuses_what_is_no_village(home: Path, store: Store) -> None:
    with pytest.raises(SituationError, match="no village's code"):
        run("backwards", "--village", "123", "--election-day", "2026-01-20", "--home", str(home))
