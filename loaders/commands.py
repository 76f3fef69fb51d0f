"""What the post room does for the command line: explain, load, watch."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from loaders import interchange
from loaders.form_commands import template
from loaders.history import History
from loaders.intake import Intake, bulletins_in
from loaders.watch import watch as watch_inbox
from situation.clock import LOCAL
from situation.errors import SituationError
from situation.model.bulletins import Disposition, Outcome, Reading
from situation.model.regions import Gazetteer, RegionCode
from situation.rules.placenames import PlaceIndex
from situation.settings import Settings, home_path, load_settings
from situation.store.engine import Store, open_store

Home = Annotated[Path | None, typer.Option("--home", help="folder of the installation (or SITUATION_HOME)")]
ReceivedAt = Annotated[
    str | None,
    typer.Option("--received-at", help="instant of receipt (ISO), or 'mtime': each file's own time"),
]
Sender = Annotated[str | None, typer.Option("--sender", help="township that sent it: name or code")]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object per line")]
Paths = Annotated[list[Path], typer.Argument(exists=True, help="files or folders")]

SOME_ROWS_HELD = 10
UNREADABLE = 11
_FAILED = frozenset(Outcome) - {Outcome.OK, Outcome.ZERO_REPORT, Outcome.DUPLICATE}


def add_to(app: typer.Typer) -> None:
    app.command("explain")(explain)
    app.command("load")(load)
    app.command("watch")(watch)
    app.command("template")(template)


def explain(
    files: Paths,
    received_at: ReceivedAt = None,
    sender: Sender = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Show what would be read, matched, held and refused, and why. Changes nothing."""
    settings, store = _open(home)
    intake = Intake(store, settings)
    worst = 0
    for path in bulletins_in(files):
        at = _instant(received_at, path, settings)
        gazetteer = intake.index().gazetteer
        readings = intake.read(path, received_at=at, sender=_township(sender, intake.index()))
        with store.reading() as connection:
            compared = [History(connection).compare(reading, at) for reading in readings]
        (_print_json if as_json else _print_table)(compared, gazetteer)
        worst = max(worst, _exit_code(compared))
    raise typer.Exit(worst)


def load(
    paths: Paths,
    received_at: ReceivedAt = None,
    sender: Sender = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Take files or folders now, each in one transaction; the files stay where they are."""
    settings, store = _open(home)
    intake = Intake(store, settings, by="load")
    everything: list[Reading] = []
    files = list(bulletins_in(paths))
    shown = files if as_json else track(files, "loading", console=Console(stderr=True), transient=True)
    tally: Counter[str] = Counter()
    for path in shown:
        at = _instant(received_at, path, settings)
        taken = intake.take(path, source="load", received_at=at, sender=_township(sender, intake.index()))
        everything.extend(taken.readings)
        for reading, recorded in zip(taken.readings, taken.recorded, strict=True):
            changed = recorded.version is not None
            tally[recorded.outcome.value] += 1
            tally["rows accepted"] += recorded.accepted * changed
            tally["rows held"] += recorded.held * changed
            tally["rows refused"] += recorded.refused * changed
            if as_json:
                typer.echo(json.dumps(_outcome(path, reading, recorded.outcome, recorded.version), ensure_ascii=False))
    if not as_json:
        typer.echo(f"{len(files)} files: " + ", ".join(f"{count} {name}" for name, count in tally.items()))
    raise typer.Exit(_exit_code(everything))


def watch(home: Home = None) -> None:
    """Watch the inbox on a schedule until stopped (its own process)."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    settings, store = _open(home)
    typer.echo(f"watching {settings.inbox_path} every {settings.bulletins.poll_seconds:g} s")
    watch_inbox(store, settings)


def _open(home: Path | None) -> tuple[Settings, Store]:
    settings = load_settings(home_path(home))
    return settings, open_store(settings.store_url)


def _instant(given: str | None, path: Path, settings: Settings) -> datetime:
    if given is None:
        return settings.make_clock().now()
    if given == "mtime":
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    try:
        instant = datetime.fromisoformat(given)
    except ValueError as error:
        raise SituationError(f"--received-at {given!r} is not an ISO instant such as 2026-01-08T17:20+08:00") from error
    return instant if instant.tzinfo else instant.replace(tzinfo=LOCAL)


def _township(given: str | None, index: PlaceIndex) -> RegionCode | None:
    if given is None:
        return None
    gazetteer = index.gazetteer
    region = gazetteer.find(given)
    code = region.code if region else index.match_township(given)
    if code is None:
        known = "、".join(t.name for t in gazetteer.townships[:30])
        raise SituationError(f"--sender {given!r} is no township of this county; known: {known}")
    return code


def _exit_code(readings: Iterable[Reading]) -> int:
    worst = 0
    for reading in readings:
        if reading.outcome in _FAILED:
            return UNREADABLE
        if any(row.disposition in (Disposition.REVIEW, Disposition.REJECT) for row in reading.rows):
            worst = SOME_ROWS_HELD
    return worst


def _outcome(path: Path, reading: Reading, outcome: Outcome, version: int | None) -> dict[str, object]:
    return {
        "path": str(path),
        "file": reading.file,
        "outcome": outcome.value,
        "version": version,
        "problems": list(reading.problems),
        "message": reading.message,
    }


def _print_json(readings: Iterable[Reading], gazetteer: Gazetteer) -> None:
    for reading in readings:
        for line in interchange.as_rows(reading, gazetteer):
            typer.echo(json.dumps(line, ensure_ascii=False))


def _print_table(readings: Iterable[Reading], gazetteer: Gazetteer) -> None:
    console = Console()
    for reading in readings:
        place = gazetteer[reading.township].name if reading.township else "—"
        console.print(f"[bold]{reading.file}[/]  {reading.outcome}  {reading.on or '—'}  {place}  {reading.message}")
        for finding in reading.findings:
            console.print(f"  {finding.code} {finding.seen} {finding.expected} {finding.advice}", markup=False)
        console.print(_rows_table(reading, gazetteer))
        tally = Counter(skip.why for skip in reading.skipped)
        console.print("  skipped: " + (", ".join(f"{n} {why}" for why, n in tally.items()) or "none"), markup=False)


def _rows_table(reading: Reading, gazetteer: Gazetteer) -> Table:
    table = Table("where", "as written", "village", "match", "body", "stage", "values", "problems", "disposition")
    for row in reading.rows:
        where = " ".join(f"{k} {v}" for k, v in row.where.as_loc().items())
        village = gazetteer.find(row.village_code) if row.village_code else None
        values = " ".join(f"{k}={v}" for k, v in {**row.counts, **row.dates, **row.flags}.items())
        problems = "\n".join(
            " ".join(filter(None, (f.code, f.cell, f.column, f.seen, f.expected, f.advice))) for f in row.findings
        )
        table.add_row(
            where,
            row.village_raw,
            village.name if village else "",
            row.match or "",
            row.body or "",
            row.stage or "",
            values,
            problems,
            row.disposition,
        )
    return table
