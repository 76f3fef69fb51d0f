"""The demo follows the product's rehearsal clock by reading its settings file, and sets it going anew."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from demo.product import DemoFailed, clear_home
from demo.rehearsal import read_clock, restart_clock

SETTINGS = """[campaign]
title = "演练"

[clock]
anchor = {anchor}
starts_at = 2026-01-16T09:00:00+00:00
speed = 1.0

[access]
public_screens = true
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    anchor = datetime.now(UTC) - timedelta(seconds=120)
    (tmp_path / "settings.toml").write_text(SETTINGS.format(anchor=anchor.isoformat()), "utf-8")
    return tmp_path


def test_shown_time_runs_from_the_start_at_the_clocks_speed(home: Path) -> None:
    shown = read_clock(home).now()
    assert timedelta(0) <= shown - datetime(2026, 1, 16, 9, 2, tzinfo=UTC) < timedelta(seconds=5)


def test_restarting_keeps_the_instant_and_the_other_settings(home: Path) -> None:
    before = read_clock(home).now()
    restart_clock(home, 960)
    settings = tomllib.loads((home / "settings.toml").read_text("utf-8"))
    assert settings["clock"]["speed"] == 960
    assert abs(settings["clock"]["starts_at"] - before) < timedelta(seconds=5)
    assert settings["campaign"] == {"title": "演练"} and settings["access"] == {"public_screens": True}


def test_waiting_is_counted_in_real_time(home: Path) -> None:
    clock = restart_clock(home, 960)
    assert clock.real_wait(clock.now() + timedelta(hours=16)).total_seconds() == pytest.approx(60, abs=2)
    assert clock.real_wait(clock.now() - timedelta(hours=1)) == timedelta()


def test_a_folder_that_is_no_demos_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(DemoFailed):
        clear_home(tmp_path)
    assert (tmp_path / "mine.txt").exists()


def test_an_old_demo_makes_room(tmp_path: Path) -> None:
    home = tmp_path / "home"
    clear_home(home)
    (home / "settings.toml").write_text("", "utf-8")
    clear_home(home)
    assert [path.name for path in home.iterdir()] == [".demo"]
