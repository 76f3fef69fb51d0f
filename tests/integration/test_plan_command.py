"""Schedules at the command line: the form is written, filled, taken as plans, and used by the schedule."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import typer
from openpyxl import load_workbook
from typer.testing import CliRunner

from loaders.form_commands import plan_import, template
from loaders.forms import FIRST_ROW, FORM_SHEET
from situation.actions import publish_regions
from situation.clock import real_now
from situation.errors import SituationError
from situation.model.reports import Body
from situation.rules.schedule import timeline
from situation.settings import load_settings, write_settings
from situation.snapshot import LiveSituation
from situation.store.engine import Store, migrate_store, open_store
from tests.builders import county

AT = datetime(2026, 1, 16, 10, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    sections = {
        "campaign": {"starts_on": date(2026, 1, 14), "ends_on": date(2026, 3, 6)},
        "bulletins": {"archive": False},
        "clock": {"anchor": real_now(), "starts_at": AT},
    }
    write_settings(tmp_path / "home", sections)
    store: Store = migrate_store(load_settings(tmp_path / "home").store_url)
    publish_regions(store, county(), by="test", at=AT)
    store.close()
    return tmp_path / "home"


def run(*arguments: str) -> str:
    app = typer.Typer()
    app.command("template")(template)
    app.command("import")(plan_import)
    done = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_schedule_written_filled_and_imported_becomes_the_plan(home: Path, tmp_path: Path) -> None:
    township = county().townships[2]
    out = tmp_path / "schedule.xlsx"
    run("template", "schedule", "--township", township.name, "--out", str(out), "--home", str(home))
    book = load_workbook(out)
    headers = [cell.value for cell in book[FORM_SHEET][FIRST_ROW]]
    first = headers.index("选举日") + 1
    book[FORM_SHEET].cell(FIRST_ROW + 1, first).value = date(2026, 2, 20)
    book.save(out)
    assert "plans of 1 villages, 0 rows held" in run("import", str(out), "--home", str(home))
    settings = load_settings(home)
    live = LiveSituation(open_store(settings.store_url), settings)
    live.refresh()
    village = live.gazetteer.leaves_below(township.code)[0]
    tracks = live.village_story(village.code).picture.tracks
    track = tracks.get(Body.VILLAGE) or tracks[Body.RESIDENTS]
    assert track.day("election_day") == date(2026, 2, 20) and "date:election_day" not in track.values
    due = {event.name: event.latest for event in timeline(track, live.pack, date(2026, 1, 16))}
    assert due["list_published"] == date(2026, 1, 31)


def test_a_form_for_every_township(home: Path, tmp_path: Path) -> None:
    run("template", "daily", "--township", "all", "--out", str(tmp_path / "forms"), "--home", str(home))
    assert len(list((tmp_path / "forms").glob("*.xlsx"))) == len(county().townships)


def test_what_holds_no_plan_is_refused(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "empty.xlsx"
    run("template", "schedule", "--township", county().townships[0].code, "--out", str(out), "--home", str(home))
    with pytest.raises(SituationError, match="is no schedule"):
        run("import", str(out), "--home", str(home))
