"""Forms at the command line: write the one a township fills, and take a schedule that came back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from loaders.forms import newest_form
from loaders.intake import Intake
from loaders.templates import write_template
from situation.errors import SituationError
from situation.model.bulletins import Disposition, Reading
from situation.model.regions import Gazetteer, RegionCode, RegionKind
from situation.rules.placenames import PlaceIndex
from situation.settings import home_path, load_settings
from situation.store.engine import open_store
from situation.store.reading import read_gazetteer

Home = Annotated[Path | None, typer.Option("--home", help="folder of the installation (or SITUATION_HOME)")]
SOME_ROWS_HELD = 10


def template(
    kind: Annotated[Literal["daily", "results", "ledger", "schedule"], typer.Argument()],
    township: Annotated[str, typer.Option("--township", help="name or code; 'all': a form for each")],
    out: Annotated[Path, typer.Option("--out", help="the .xlsx to write; with 'all' a folder")],
    on: Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="fill in the day")] = None,
    home: Home = None,
) -> None:
    """Write the form a township fills: its villages listed, lists to choose from, known again when it comes back."""
    settings = load_settings(home_path(home))
    with open_store(settings.store_url).reading() as connection:
        gazetteer = read_gazetteer(connection)
    day = on.date() if on else None
    for code, path in _targets(kind, township, out, gazetteer):
        form = write_template(kind, gazetteer, code, path, day)
        typer.echo(f"{form.name}: {gazetteer[code].name}, {len(gazetteer.leaves_below(code))} villages → {path}")


def _targets(kind: str, township: str, out: Path, gazetteer: Gazetteer) -> list[tuple[RegionCode, Path]]:
    if township == "all":
        title = newest_form(kind).zh
        return [(t.code, out / f"{t.name}{title}.xlsx".replace("/", "_")) for t in gazetteer.townships]
    if out.suffix.lower() != ".xlsx":
        raise SituationError(f"--out {out} must end in .xlsx: that is what is written")
    return [(_township(township, gazetteer), out)]


def _township(given: str, gazetteer: Gazetteer) -> RegionCode:
    region = gazetteer.find(given)
    code = region.code if region else PlaceIndex(gazetteer).match_township(given)
    if code is None or gazetteer[code].kind is not RegionKind.TOWNSHIP:
        known = "、".join(t.name for t in gazetteer.townships[:30])
        raise SituationError(f"--township {given!r} is no township of this county; known: {known}")
    return code


def plan_import(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="a table of planned days (日程安排表)")],
    home: Home = None,
) -> None:
    """Take a schedule: its days come in as plans, never as facts. A file that holds none is refused."""
    settings = load_settings(home_path(home))
    intake = Intake(open_store(settings.store_url), settings, by="plan import")
    now = intake.clock.now()
    readings = intake.read(file, received_at=now, sender=None)
    if not any(row.planned for reading in readings for row in reading.rows):
        told = "; ".join(filter(None, (reading.message for reading in readings))) or "no row states a planned day"
        raise SituationError(f"{file.name} is no schedule: {told}. `template schedule` writes one to fill.")
    taken = intake.record(file, readings, source="plan", received_at=now, sender=None)
    for reading, recorded in zip(taken.readings, taken.recorded, strict=True):
        villages = len({row.village_code for row in reading.rows if row.planned and row.village_code})
        typer.echo(f"{reading.file}: {recorded.outcome.value}, plans of {villages} villages, {recorded.held} rows held")
    raise typer.Exit(SOME_ROWS_HELD if any(map(_has_held_rows, readings)) else 0)


def _has_held_rows(reading: Reading) -> bool:
    return any(row.disposition in (Disposition.REVIEW, Disposition.REJECT) for row in reading.rows)
