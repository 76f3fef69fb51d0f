"""What the screens do for the command line: serve them, and print a day's briefing."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from dashboard import wall_commands
from situation.clock import LOCAL
from situation.errors import SituationError
from situation.settings import home_path, load_settings
from situation.store.engine import open_store

Home = Annotated[Path | None, typer.Option("--home", help="folder of the installation (or SITUATION_HOME)")]


def add_to(app: typer.Typer) -> None:
    app.command("serve")(serve)
    app.command("briefing")(briefing)
    wall_commands.add_to(app)


def serve(
    host: Annotated[str, typer.Option(help="address to listen on; 0.0.0.0 for all")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="port to listen on")] = 8050,
    home: Home = None,
) -> None:
    """Serve wall, map, desk, briefing and API until stopped."""
    folder = home_path(home)
    open_store(load_settings(folder).store_url).close()  # say at once what is wrong
    os.environ["SITUATION_HOME"] = str(folder)
    typer.echo(f"http://{host}:{port}/wall")
    uvicorn.run(
        "dashboard.asgi:create_server",
        factory=True,
        host=host,
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=3,  # live streams never end by themselves
    )


def briefing(
    on: Annotated[datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="the day")],
    out: Annotated[Path, typer.Option("--out", help="folder to write to", file_okay=False)],
    known_at: Annotated[str | None, typer.Option("--known-at", help="as we knew it at that instant (ISO)")] = None,
    url: Annotated[
        str | None, typer.Option("--url", help="draw from a running server instead of one of its own")
    ] = None,
    home: Home = None,
) -> None:
    """Write the day's briefing as PNG and PDF, and the wall as PNG; a copy stays in the home's archive."""
    from dashboard.briefing.issue import issue_briefing

    settings = load_settings(home_path(home))
    instant = _instant(known_at) if known_at else None
    for path in issue_briefing(settings, _day(on), out, known_at=instant, url=url):
        typer.echo(path)


def _day(given: datetime) -> date:
    return given.date()


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise SituationError(f"{text!r} is not an ISO instant such as 2026-01-08T17:20+08:00") from error
    return instant if instant.tzinfo else instant.replace(tzinfo=LOCAL)
