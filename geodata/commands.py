"""What the land does for the command line: boundaries check, import, list, rollback.

GDAL is only loaded when one of these runs, so the other commands start fast.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from situation.actions import publish_shapes
from situation.errors import SituationError, WrongSettings
from situation.model.regions import Gazetteer, RegionCode
from situation.settings import Settings, home_path, load_settings
from situation.store.engine import Store, open_store
from situation.store.reading import ShapeSet, read_gazetteer, read_shape_sets

if TYPE_CHECKING:
    from geodata.options import Options

Home = Annotated[Path | None, typer.Option("--home", help="folder of the installation (or SITUATION_HOME)")]
Files = Annotated[list[Path], typer.Argument(exists=True, help="boundary files, or a folder of them")]
Layer = Annotated[str | None, typer.Option(help="layer of a container with several")]
Encoding = Annotated[str | None, typer.Option(help="of the attribute table, where it is told wrongly")]
Crs = Annotated[str | None, typer.Option(help="EPSG:4527, GCJ-02, BD-09 …; ' swapped' behind it where axes are")]
AcceptCrs = Annotated[bool, typer.Option("--accept-crs", help="take the proposal that check prints")]
Column = Annotated[str | None, typer.Option(help="column, where it is not found by itself")]
Waters = Annotated[Path | None, typer.Option(exists=True, help="rivers and lakes, drawn under the villages")]
Outline = Annotated[Path | None, typer.Option(exists=True, help="the county's own outline")]
GapWidth = Annotated[float, typer.Option(help="metres; narrower gaps between villages are closed")]
Matches = Annotated[
    list[str] | None,
    typer.Option("--match", metavar="NAME=CODE", help="this name or code in the file is that region; repeatable"),
]
On = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="regions as they stood on this day")]

DEFECTS_FOUND = 10


def add_to(app: typer.Typer) -> None:
    boundaries = typer.Typer(help="boundary files of villages", no_args_is_help=True)
    boundaries.command("check")(check)
    boundaries.command("import")(import_)
    boundaries.command("list")(list_sets)
    boundaries.command("rollback")(rollback)
    app.add_typer(boundaries, name="boundaries")


def check(
    files: Files,
    layer: Layer = None,
    encoding: Encoding = None,
    crs: Crs = None,
    accept_crs: AcceptCrs = False,
    code_column: Column = None,
    name_column: Column = None,
    township_column: Column = None,
    outline: Outline = None,
    waters: Waters = None,
    gap_width: GapWidth = 50.0,
    match: Matches = None,
    on: On = None,
    as_json: Annotated[bool, typer.Option("--json", help="the report as JSON")] = False,
    html: Annotated[Path | None, typer.Option(help="write the report as a page with a picture of each defect")] = None,
    lang: Annotated[str, typer.Option(help="zh or en")] = "zh",
    home: Home = None,
) -> None:
    """Say what is wrong with the files and where; changes nothing."""
    from geodata.boundaries import check_boundaries

    given = locals()
    _, store = _open(home)
    known = _gazetteer(store)
    report = check_boundaries(files, known, _options(given, known))
    if html:
        html.write_text(report.as_html(lang), "utf-8")
    typer.echo(report.as_json() if as_json else report.as_text(lang))
    raise typer.Exit(DEFECTS_FOUND if report.has_defects else 0)


def import_(
    files: Files,
    layer: Layer = None,
    encoding: Encoding = None,
    crs: Crs = None,
    accept_crs: AcceptCrs = False,
    code_column: Column = None,
    name_column: Column = None,
    township_column: Column = None,
    outline: Outline = None,
    waters: Waters = None,
    gap_width: GapWidth = 50.0,
    match: Matches = None,
    on: On = None,
    lang: Annotated[str, typer.Option(help="zh or en")] = "zh",
    home: Home = None,
) -> None:
    """Mend, complete and lighten the files, and publish them as one set; the previous set is kept."""
    from geodata.boundaries import import_boundaries

    given = locals()
    settings, store = _open(home)
    known = _gazetteer(store)
    options = _options(given, known)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("boundaries", total=1.0)

        def advance(doing: str, done: int, of: int) -> None:
            progress.update(task, completed=done, total=of, description=doing)

        written = import_boundaries(files, known, settings.home, options, advance)
    typer.echo(written.report.as_text(lang))
    version = _publish(store, settings, written.hash, written.manifest, ", ".join(f.name for f in files))
    typer.echo(f"shapes {written.hash[:12]} published as version {version}")


def list_sets(home: Home = None) -> None:
    """Print the sets published so far, newest first."""
    _, store = _open(home)
    for found in _sets(store):
        typer.echo(f"{found.hash[:12]}  version {found.version}  {found.source_name}")


def rollback(
    set_hash: Annotated[str, typer.Argument(help="the first characters of an earlier set's hash")], home: Home = None
) -> None:
    """Publish an earlier set again."""
    settings, store = _open(home)
    matching = {s.hash: s for s in _sets(store) if s.hash.startswith(set_hash)}
    if len(matching) != 1:
        raise SituationError(f"{set_hash!r} names {len(matching)} sets; see: situation-map boundaries list")
    ((found_hash, found),) = matching.items()
    version = _publish(store, settings, found_hash, found.manifest, found.source_name)
    typer.echo(f"shapes {found_hash[:12]} published again as version {version}")


def _decided(texts: Iterable[str], known: Gazetteer) -> tuple[tuple[str, RegionCode], ...]:
    return tuple(_decision(text, known) for text in texts)


def _decision(text: str, known: Gazetteer) -> tuple[str, RegionCode]:
    wrote, _, code = (part.strip() for part in text.rpartition("="))
    region = known.find(code)
    if not wrote or region is None:
        raise WrongSettings(
            f"--match {text!r}: expected NAME=CODE, a name or code as the file writes it and the 12-digit code of a "
            f"region; {f'no region has the code {code}' if wrote else 'there is no name before ='}"
        )
    return wrote, region.code


def _options(given: dict[str, Any], known: Gazetteer) -> Options:
    from geodata.options import Options

    names = ("layer", "encoding", "crs", "accept_crs", "code_column", "name_column", "township_column")
    chosen = {name: given[name] for name in (*names, "outline", "waters", "gap_width")}
    return Options(
        **chosen, matches=_decided(given["match"] or (), known), on=given["on"].date() if given["on"] else None
    )


def _publish(store: Store, settings: Settings, set_hash: str, manifest: Any, source_name: str) -> int:
    at = settings.make_clock().now()
    return publish_shapes(
        store, set_hash=set_hash, manifest=manifest, source_name=source_name, by="command line", at=at
    )


def _sets(store: Store) -> list[ShapeSet]:
    with store.reading() as connection:
        return read_shape_sets(connection)


def _gazetteer(store: Store) -> Gazetteer:
    with store.reading() as connection:
        found = read_gazetteer(connection)
    if not found.villages:
        raise SituationError("there are no regions yet; first: situation-map regions import REGIONS.csv")
    return found


def _open(home: Path | None) -> tuple[Settings, Store]:
    settings = load_settings(home_path(home))
    return settings, open_store(settings.store_url)
