"""Every sample comes out exactly as a person wrote it down."""

from __future__ import annotations

from typing import Any

import pytest

from loaders.interchange import as_rows
from loaders.reading import read_bulletin
from tests.samples.county import county, index
from tests.samples.expectation import FOLDER, expectation
from tests.samples.make import everything

BUILDERS = everything()


def read_objects(name: str) -> list[dict[str, Any]]:
    expected = expectation(name)
    readings = read_bulletin(
        expected.file, BUILDERS[name](), index(), received_at=expected.received_at, sender=expected.sender
    )
    objects = [found for reading in readings for found in as_rows(reading, county())]
    for found in objects:
        found.pop("message", None)
        found.pop("inferred", None)
    return objects


@pytest.mark.parametrize("name", sorted(BUILDERS))
def test_sample_is_read_as_written_down(name: str) -> None:
    found, expected = read_objects(name), expectation(name).objects
    assert _by_place(found) == _by_place(expected)


def test_each_sample_has_its_expectation_and_each_expectation_its_sample() -> None:
    assert {path.name.removesuffix(".json") for path in FOLDER.glob("*.json")} == set(BUILDERS)
    assert len(BUILDERS) >= 60


def _by_place(objects: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Keyed by place, so that a difference shows the one row that differs."""
    keyed: dict[str, dict[str, Any]] = {}
    for found in objects:
        plan = "planned" if found.get("planned") else ""
        loc = dict(sorted(found.get("loc", {}).items()))
        key = f"{found.get('type', '')} {loc} {found.get('body')} {found.get('kind')} {plan}".strip()
        while key in keyed:
            key += "'"
        keyed[key] = {k: sorted(v) if k in ("problems", "candidates") else v for k, v in found.items()}
    return keyed
