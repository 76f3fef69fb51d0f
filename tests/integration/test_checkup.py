"""What doctor says of a healthy, an empty and a broken installation."""

from __future__ import annotations

from pathlib import Path

from dashboard.checkup import checkup
from situation.settings import load_settings
from tests.integration.desk_house import desk_house


def test_doctor_names_what_is_missing_and_what_to_do(tmp_path: Path) -> None:
    with desk_house(tmp_path) as house:
        found = {check.name: check for check in checkup(house.settings)}
    assert found["store"].is_ok and found["regions"].is_ok and found["rules"].is_ok and found["disk"].is_ok
    assert not found["shapes"].is_ok and "boundaries import" in found["shapes"].advice
    assert not found["loader"].is_ok and "situation-map watch" in found["loader"].advice
    assert not found["inbox"].is_ok and "mkdir" in found["inbox"].advice
    assert all(check.advice for check in found.values() if not check.is_ok)


def test_doctor_survives_a_store_that_cannot_be_opened(tmp_path: Path) -> None:
    with desk_house(tmp_path) as house:
        settings = load_settings(house.home)
    (tmp_path / "situation.sqlite").write_bytes(b"not a database at all, whatever its name says")
    found = {check.name: check for check in checkup(settings)}
    assert not found["store"].is_ok and found["store"].advice
