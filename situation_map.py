"""The front door: the command line, and the only module that sees every room.

Exit codes: 0 fine · 10 some rows were held or refused · 11 a file could not be read · 12 the settings are wrong ·
13 the store is missing, locked or of another version · 14 the request makes no sense.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.table import Table

import dashboard.commands
import geodata.commands
import loaders.commands
import loaders.form_commands
import situation.commands
from loaders.archive import make_key
from situation import __version__
from situation.actions import publish_regions, put_user, retire_user
from situation.clock import LOCAL, real_now
from situation.errors import SituationError
from situation.settings import Settings, home_path, load_settings, write_settings
from situation.snapshot import LiveSituation, export
from situation.store.backup import restore_home, save_home
from situation.store.engine import Store, migrate_store, open_store
from situation.store.reading import read_gazetteer, read_rejections, read_users

Home = Annotated[Path | None, typer.Option("--home", help="folder of the installation (or SITUATION_HOME)")]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object per line")]
ROLE_HELP = "office: the whole county; township: its own villages; viewer: looks only"

app = typer.Typer(help="换届选情地图 — the election situation map", no_args_is_help=True, add_completion=False)
regions_app = typer.Typer(help="the administrative tree", no_args_is_help=True)
plan_app = typer.Typer(help="the schedule: what is to be done by when", no_args_is_help=True)
user_app = typer.Typer(help="accounts of the desk", no_args_is_help=True)


def main() -> None:
    """Errors a person can mend are told in a sentence, with their exit code; our own bugs keep their traceback."""
    app.add_typer(regions_app, name="regions")
    app.add_typer(user_app, name="user")
    app.add_typer(plan_app, name="plan")
    plan_app.command("import")(loaders.form_commands.plan_import)
    plan_app.command("backwards")(situation.commands.plan_backwards)
    for room in (situation.commands, geodata.commands, loaders.commands, dashboard.commands):
        room.add_to(app)
    try:
        app()
    except SituationError as error:
        Console(stderr=True).print(str(error), style="red", markup=False, highlight=False)
        sys.exit(error.exit_code)


@app.command()
def version() -> None:
    """Print the version of the program."""
    typer.echo(__version__)


@app.command()
def init(
    home: Home = None,
    title: Annotated[str, typer.Option(help="title on the wall")] = "村(社区)“两委”换届选情地图",
    county: Annotated[str, typer.Option(help="name of the county")] = "",
    starts_on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    ends_on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    voting_from: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    voting_to: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    store_url: Annotated[str, typer.Option(help="postgresql://… ; empty: SQLite inside the home")] = "",
    public_screens: Annotated[bool, typer.Option(help="wall and map readable without signing in")] = False,
    rehearsal_from: Annotated[str | None, typer.Option(help="演练: the instant the clock shows now")] = None,
    speed: Annotated[float, typer.Option(help="演练: campaign seconds per real second")] = 1.0,
    poll_seconds: Annotated[float, typer.Option(help="how often the inbox is looked at")] = 5.0,
    plan: Annotated[Path | None, typer.Option(help="CSV day,completions: the planned curve")] = None,
) -> None:
    """Make a new installation: its folder, settings, key and store."""
    folder = home_path(home)
    campaign = {
        "title": title,
        "county_name": county,
        **_days(starts_on=starts_on, ends_on=ends_on, voting_from=voting_from, voting_to=voting_to),
        "plan": _plan(plan),
    }
    sections: dict[str, dict[str, Any]] = {
        "campaign": campaign,
        "bulletins": {"poll_seconds": poll_seconds},
        "store": {"url": store_url},
        "access": {"public_screens": public_screens},
    }
    if rehearsal_from:
        starts_at = datetime.fromisoformat(rehearsal_from)
        starts_at = starts_at if starts_at.tzinfo else starts_at.replace(tzinfo=LOCAL)
        sections["clock"] = {"anchor": real_now(), "starts_at": starts_at.astimezone(UTC), "speed": speed}
    write_settings(folder, sections)
    make_key(folder)
    settings = load_settings(folder)
    settings.inbox_path.mkdir(parents=True, exist_ok=True)
    migrate_store(settings.store_url).close()
    typer.echo(f"made {folder}; next: situation-map regions import REGIONS.csv --home {folder}")


@regions_app.command("import")
def regions_import(csv: Annotated[Path, typer.Argument(exists=True, dir_okay=False)], home: Home = None) -> None:
    """Read the gazetteer; villages it does not name stay as they are."""
    from geodata.gazetteer_csv import read_gazetteer_csv

    settings, store = _open(home)
    published = publish_regions(store, read_gazetteer_csv(csv), by="command line", at=settings.make_clock().now())
    typer.echo(f"regions: {published.added} added, {published.changed} changed, {published.unchanged} unchanged")


@regions_app.command("list")
def regions_list(home: Home = None, as_json: AsJson = False) -> None:
    """Print every region."""
    _, store = _open(home)
    with store.reading() as connection:
        found = read_gazetteer(connection)
    lines = (
        {
            "code": r.code,
            "name": r.name,
            "kind": r.kind.value,
            "parent": r.parent,
            "other_names": [n.name for n in r.other_names],
        }
        for r in found
    )
    _print(lines, as_json)


@app.command("export")
def export_facts(
    what: Annotated[Literal["standing", "incidents", "warnings", "rejections"], typer.Argument()],
    on: Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="as it was that day")] = None,
    known_at: Annotated[str | None, typer.Option("--known-at", help="as we knew it at that instant (ISO)")] = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Print facts, one per line, in code order."""
    settings, store = _open(home)
    live = LiveSituation(store, settings)
    instant = _instant(known_at) if known_at else None
    if what == "rejections":
        with store.reading() as connection:
            _print(export.rejection_lines(read_rejections(connection)), as_json)
        return
    live.catch_up()
    day = on.date() if on else instant.astimezone(LOCAL).date() if instant else _last_day(live)
    past = live.as_of(day, instant)
    if what == "incidents":
        _print(export.incident_lines(past.all_incidents(day)), as_json)
        return
    if what == "standing":
        _print(export.standing_lines(past.tracks_on(day)), as_json)
    else:
        _print(export.warning_lines(past.pictures_on(day)), as_json)


@user_app.command("add")
def user_add(
    name: str,
    role: Annotated[str, typer.Option(help=ROLE_HELP)] = "office",
    township: Annotated[str | None, typer.Option(help="its code, for the role township")] = None,
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)] = "",
    home: Home = None,
) -> None:
    """Add an account, or give it a new password and role."""
    from dashboard.access import hash_password

    settings, store = _open(home)
    code = None
    if township:
        with store.reading() as connection:
            region = read_gazetteer(connection).find(township)
        if region is None:
            raise SituationError(f"--township {township!r} is no region's code")
        code = region.code
    put_user(
        store,
        name,
        password_hash=hash_password(password),
        role=role,
        township=code,
        by="command line",
        at=settings.make_clock().now(),
    )
    typer.echo(f"{name}: {role}")


@user_app.command("list")
def user_list(home: Home = None, as_json: AsJson = False) -> None:
    """Print the accounts."""
    _, store = _open(home)
    with store.reading() as connection:
        users = read_users(connection)
    _print(
        ({"name": u.name, "role": u.role, "township": u.township, "active": u.is_active} for u in users),
        as_json,
    )


@user_app.command("retire")
def user_retire(name: str, home: Home = None) -> None:
    """The account may no longer sign in; what it did stays told."""
    settings, store = _open(home)
    retire_user(store, name, by="command line", at=settings.make_clock().now())
    typer.echo(f"{name} retired")


@app.command()
def backup(out: Annotated[Path, typer.Argument(help="the .tar.gz to write")], home: Home = None) -> None:
    """Save the whole installation, consistent as of one version, while it runs."""
    settings, store = _open(home)
    version = save_home(store, settings.home, out)
    typer.echo(f"version {version} saved to {out}")


@app.command()
def restore(
    saved: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    home: Home = None,
    store_url: Annotated[str, typer.Option(help="another empty store to restore into")] = "",
) -> None:
    """Make an installation from a backup; refuses a folder that holds one."""
    version = restore_home(saved, home_path(home), store_url)
    typer.echo(f"version {version} restored to {home_path(home)}")


@app.command()
def doctor(
    home: Home = None,
    migrate: Annotated[bool, typer.Option("--migrate", help="bring the store to the present schema")] = False,
    as_json: AsJson = False,
) -> None:
    """Check settings, store, land, loader and tools; say what to do about each."""
    from dashboard.checkup import checkup

    settings = load_settings(home_path(home))
    if migrate:
        migrate_store(settings.store_url).close()
    found = checkup(settings)
    _print(({"check": c.name, "ok": c.is_ok, "seen": c.seen, "advice": c.advice} for c in found), as_json)
    raise typer.Exit(0 if all(c.is_ok for c in found) else 13)


def _open(home: Path | None) -> tuple[Settings, Store]:
    settings = load_settings(home_path(home))
    return settings, open_store(settings.store_url)


def _days(**given: datetime | None) -> dict[str, date]:
    return {name: day.date() for name, day in given.items() if day is not None}


def _plan(path: Path | None) -> dict[str, int]:
    if path is None:
        return {}
    lines = (line.split(",") for line in path.read_text("utf-8-sig").splitlines()[1:] if line.strip())
    return {date.fromisoformat(day.strip()).isoformat(): int(count) for day, count in lines}


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise SituationError(f"{text!r} is not an ISO instant such as 2026-01-08T17:20+08:00") from error
    return instant if instant.tzinfo else instant.replace(tzinfo=LOCAL)


def _last_day(live: LiveSituation) -> date:
    """Today, or the last day anything was said of: an export must not depend on when it is run."""
    return max(live.last_on or date.min, live.clock.today())


def _print(lines: Iterable[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        for line in lines:
            typer.echo(json.dumps(line, ensure_ascii=False))
        return
    table: Table | None = None
    for line in lines:
        if table is None:
            table = Table(*line.keys())
        table.add_row(*(str(value) for value in line.values()))
    Console().print(table or "nothing")


if __name__ == "__main__":
    main()
