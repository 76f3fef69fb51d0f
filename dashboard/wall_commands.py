"""``situation-map wall``: give a wall its link, list the walls, take a link back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from dashboard.wall_links import hash_token, new_token
from situation.actions import add_wall, revoke_wall
from situation.clock import LOCAL
from situation.settings import Settings, home_path, load_settings
from situation.store.engine import Store, open_store
from situation.store.reading import read_walls

Home = Annotated[Path | None, typer.Option("--home", help="folder of the installation (or SITUATION_HOME)")]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object per line")]
BY = "command line"

wall_app = typer.Typer(help="links by which walls are let in", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    wall_app.command("add")(add)
    wall_app.command("list")(list_walls)
    wall_app.command("revoke")(revoke)
    app.add_typer(wall_app, name="wall")


def add(
    name: Annotated[str, typer.Argument(help="where the wall hangs, such as 一楼大厅")],
    address: Annotated[str, typer.Option(help="of the server as the wall sees it, such as http://10.0.0.5:8050")] = "",
    home: Home = None,
) -> None:
    """Make a link and print it: this once. Open it once on the wall's browser."""
    settings, store = _open(home)
    token = new_token()
    add_wall(store, name, token_hash=hash_token(token), by=BY, at=settings.make_clock().now())
    typer.echo(f"{address.rstrip('/')}/wall/enter/{token}")
    typer.echo("open it once on the wall's browser; it is not kept anywhere and not shown again", err=True)


def list_walls(home: Home = None, as_json: AsJson = False) -> None:
    """Print the walls, the revoked ones too."""
    _, store = _open(home)
    with store.reading() as connection:
        walls = read_walls(connection)
    if as_json:
        for wall in walls:
            line = {"name": wall.name, "added_at": wall.added_at.isoformat(), "active": wall.is_active}
            typer.echo(json.dumps(line, ensure_ascii=False))
        return
    table = Table("name", "added", "link")
    for wall in walls:
        added = f"{wall.added_at.astimezone(LOCAL):%Y-%m-%d %H:%M}"
        table.add_row(wall.name, added, "holds" if wall.is_active else "revoked")
    Console().print(table if walls else "no walls yet: situation-map wall add NAME")


def revoke(name: str, home: Home = None) -> None:
    """The link lets nobody in from now on; an open wall goes dark within a minute."""
    settings, store = _open(home)
    revoke_wall(store, name, by=BY, at=settings.make_clock().now())
    typer.echo(f"{name} revoked")


def _open(home: Path | None) -> tuple[Settings, Store]:
    settings = load_settings(home_path(home))
    return settings, open_store(settings.store_url)
