"""What the core does for the command line: read the rules, try a change of them, work a schedule backwards.

Nothing here writes. Without an installation the shipped packs are read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Column, Table

from situation.errors import SituationError
from situation.model.picture import VillagePicture
from situation.model.regions import Region, RegionCode
from situation.model.reports import Body
from situation.model.standing import Standing
from situation.rules import explaining, procedures, schedule, whatif
from situation.rules.declared import (
    Checklist,
    Counter,
    Declared,
    DeclaredIndicator,
    checklist_state,
    checklists_of,
    measure,
    total,
)
from situation.rules.packs import DEFAULT_PACKS, Certainty, RulePack, load_packs
from situation.rules.worktime import is_workday
from situation.settings import FILE_NAME, Settings, home_path, load_settings
from situation.snapshot import LiveSituation
from situation.snapshot.rehearsing import Recoloured, recoloured
from situation.store.engine import open_store

Home = Annotated[Path | None, typer.Option("--home", help="folder of the installation (or SITUATION_HOME)")]
Lang = Annotated[Literal["zh", "en"], typer.Option("--lang", help="language of titles and texts")]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object per line")]
Own = Annotated[
    Path | None, typer.Option("--override", help="a county's own rules instead of those in force", dir_okay=False)
]
OwnFile = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="the county's own rules as they would be")]

rules_app = typer.Typer(help="the law as data: list, explain, check, try", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    rules_app.command("list")(list_rules)
    rules_app.command("check")(check_rules)
    rules_app.command("why")(why_rule)
    rules_app.command("dry-run")(dry_run)
    rules_app.command("figures")(figures)
    app.add_typer(rules_app, name="rules")


def list_rules(home: Home = None, override: Own = None, lang: Lang = "zh", as_json: AsJson = False) -> None:
    """Every rule in force: colour, title, article, pack and its days."""
    names = ("rule", "bodies", "colour", "title", "article", "pack")
    lines = (dict(zip(names, line, strict=True)) for line in explaining.list_rules(_pack(home, override), lang))
    _print(lines, as_json)


def check_rules(home: Home = None, override: Own = None, lang: Lang = "zh") -> None:
    """Read all packs and say whether they hold; a mistake is told with pack, rule, what was seen and expected."""
    pack = _pack(home, override)
    off = sum(not rule.enabled for rule in pack.rules)
    unsure = sorted({rule.id for rule in pack.rules if rule.enabled and rule.needs_checking})
    typer.echo(f"{', '.join(pack.names)}: {len(pack.rules)} rules, {off} switched off")
    if unsure:
        word = explaining.certainty_words(Certainty.CHECK, lang)
        typer.echo(f"{word}: {', '.join(unsure)}")


def why_rule(rule: str, home: Home = None, override: Own = None, lang: Lang = "zh", as_json: AsJson = False) -> None:
    """One rule in full: article, certainty, numbers, what clears it; every text it has, by body and days."""
    pack = _pack(home, override)
    lines = list(explaining.why_rule(pack, rule, lang))
    if as_json:
        _print((explaining.as_object(found, lang) for found in pack.rules if found.id == rule), as_json=True)
        return
    for line in lines:
        typer.echo(line)


def dry_run(
    override: OwnFile,
    on: Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="judged as of that day")] = None,
    home: Home = None,
    lang: Lang = "zh",
    as_json: AsJson = False,
) -> None:
    """Which villages would change colour, and by which rules, if this file were the county's own. Saves nothing."""
    settings = load_settings(home_path(home))
    after = load_packs(settings.rules.packs, override.read_text("utf-8"))
    live = LiveSituation(open_store(settings.store_url), settings)
    live.catch_up()
    day = on.date() if on else max(live.last_on or date.min, live.clock.today())
    found = recoloured(live, after, day)
    _print((_recoloured_line(change, after, lang) for change in found), as_json)
    if not as_json:
        typer.echo(f"{day}: {len(found)} of {len(live.gazetteer.villages)} villages would change colour")


def _recoloured_line(found: Recoloured, after: RulePack, lang: str) -> dict[str, Any]:
    def told(rules: Iterable[str]) -> str:
        titles = ((rule, after.find(rule)) for rule in rules)
        return "; ".join(f"{rule} {title.title_in(lang)}" if title else rule for rule, title in titles)

    return {
        "village": found.code,
        "name": found.name,
        "before": found.before.value,
        "after": found.after.value,
        "comes": told(found.comes),
        "goes": told(found.goes),
    }


def _pack(home: Path | None, override: Path | None) -> RulePack:
    """The rules of the installation; where there is none and none was asked for, those that ship."""
    folder = home_path(home)
    if home is None and not (folder / FILE_NAME).is_file():
        return load_packs(DEFAULT_PACKS, override.read_text("utf-8") if override else None)
    settings = load_settings(folder)
    return load_packs(settings.rules.packs, _own_text(settings, override))


def _own_text(settings: Settings, override: Path | None) -> str | None:
    return settings.own_text(str(override.resolve()) if override else settings.rules.override)


def figures(home: Home = None, lang: Lang = "zh", as_json: AsJson = False) -> None:
    """The county's own figures now: declared indicators, counters, and how complete each checklist is."""
    settings = load_settings(home_path(home))
    live = LiveSituation(open_store(settings.store_url), settings)
    live.refresh()
    _print(_figure_lines(live.declared, live.snapshot().villages, lang), as_json)


def _figure_lines(declared: Declared, villages: Sequence[VillagePicture], lang: str) -> Iterator[dict[str, Any]]:
    """Of a checklist: the places where it is due and complete, of those where it is due."""
    places = [(village.region.kind, village.tracks) for village in villages]
    tracks = [track for village in villages for track in village.tracks.values()]
    for indicator in declared.indicators.values():
        share = measure(indicator, places).all
        percent = "" if share.percent is None else f"{share.percent:.1f}%"
        yield _figure(indicator, "indicator", lang, f"{share.part}/{share.of}", percent, indicator.target)
    for counter in declared.counters.values():
        yield _figure(counter, "counter", lang, total(counter, tracks))
    for checklist in declared.checklists.values():
        states = [checklist_state(checklist, t) for t in tracks if checklist in checklists_of(declared, t.body)]
        due = [state for state in states if state.is_due]
        yield _figure(checklist, "checklist", lang, f"{sum(not s.missing for s in due)}/{len(due)}")


def _figure(
    named: DeclaredIndicator | Counter | Checklist,
    sort: str,
    lang: str,
    value: object,
    percent: str = "",
    target: object = None,
) -> dict[str, Any]:
    told = {"figure": named.key, "sort": sort, "name": named.en if lang == "en" else named.zh}
    return {
        **told,
        "value": "" if value is None else value,
        "percent": percent,
        "target": "" if target is None else target,
    }


# -- schedules ---------------------------------------------------------------------


def plan_backwards(
    village: Annotated[str, typer.Option("--village", help="its 12-digit code")],
    election_day: Annotated[datetime, typer.Option("--election-day", formats=["%Y-%m-%d"])],
    body: Annotated[Body | None, typer.Option("--body", help="P V R S E; else the committee of the place")] = None,
    home: Home = None,
    lang: Lang = "zh",
    as_json: AsJson = False,
) -> None:
    """倒排: what must be done by when for an election on that day, by which rule, and what would break today."""
    settings = load_settings(home_path(home))
    live = LiveSituation(open_store(settings.store_url), settings)
    live.catch_up()
    day = election_day.date()
    today = max(live.last_on or date.min, live.clock.today())
    tracks = _tracks(live, village, today)
    track = _track(tracks, live.gazetteer[RegionCode(village)], body)
    lines = _schedule_lines(track, day, live.pack, today, lang)
    _print(lines if as_json else ({n: v for n, v in line.items() if n != "milestone"} for line in lines), as_json)
    broken = whatif.broken_by(track, day, live.pack, today, tracks.get(Body.PARTY))
    for found in () if as_json else broken:
        name = procedures.milestone_name(found.body, found.milestone, lang)
        typer.echo(f"! {found.rule} {name}: {found.value} {found.threshold}")
    if not as_json and not is_workday(day):
        typer.echo(f"({day} is no working day)")


def _schedule_lines(track: Standing, day: date, pack: RulePack, on: date, lang: str) -> Iterator[dict[str, Any]]:
    for event in schedule.timeline(whatif.with_day(track, day), pack, on):
        yield {
            "milestone": event.name,
            "name": procedures.milestone_name(event.body, event.name, lang),
            "earliest": _iso(event.earliest),
            "latest": _iso(event.latest),
            "rule": event.latest_rule or event.earliest_rule,
            "planned": _iso(event.planned_on),
            "done": _iso(event.done_on) or ("yes" if event.is_met else ""),
        }


def _tracks(live: LiveSituation, village: str, on: date) -> Mapping[Body, Standing]:
    region = live.gazetteer.find(village)
    if region is None or not region.kind.is_leaf:
        raise SituationError(f"--village {village!r} is no village's code; `regions list` names them all")
    return live.facts_on(on)[region.code].tracks


def _track(tracks: Mapping[Body, Standing], place: Region, body: Body | None) -> Standing:
    wanted = body or procedures.committee_of(place.kind)
    if wanted not in tracks:
        raise SituationError(f"--body {wanted.value}: {place.name} elects {', '.join(tracks)}")
    return tracks[wanted]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _print(lines: Iterable[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        for line in lines:
            typer.echo(json.dumps(line, ensure_ascii=False))
        return
    table: Table | None = None
    for line in lines:
        if table is None:
            first, *rest = line
            table = Table(
                Column(first, no_wrap=True),
                *(Column(n, no_wrap=n == "rule") for n in rest),
                box=SIMPLE,
                padding=(0, 1, 0, 0),
                pad_edge=False,
            )
        table.add_row(*(str(value) for value in line.values()))
    if table is not None:
        console = Console() if sys.stdout.isatty() else Console(width=160)  # a file or pipe has no edge
        console.print(table)
