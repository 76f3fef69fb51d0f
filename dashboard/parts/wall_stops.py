"""Where the wall can halt: the stops of its tour, and the villages gone through one by one (逐村过) by their risk.

A stop says which part of the map to show and what its card tells. Pure text: the browser writes it, never as markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboard.parts.incident_list import holder, urgency
from dashboard.parts.key_list import stage_text
from dashboard.parts.marks import COLOUR_NAMES
from dashboard.words import Words
from situation.model.picture import Snapshot, TownshipPicture, VillagePicture
from situation.model.regions import RegionCode
from situation.model.standing import Colour, Incident
from situation.rules.incidents import category_name
from situation.rules.packs import RulePack

MOST_VILLAGES: Final = 300  # more than any meeting goes through
MOST_LINES: Final = 6


@dataclass(frozen=True, slots=True)
class Stop:
    key: str  # stays the same from version to version
    kind: str  # county | township | village | incident
    title: str = ""
    under: str = ""
    colour: Colour = Colour.GREY
    township: RegionCode | None = None
    village: RegionCode | None = None
    facts: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()


def tour_stops(snapshot: Snapshot, pack: RulePack, words: Words) -> list[Stop]:
    """The county, each township with a red village, the key villages, what was escalated."""
    villages = {village.code: village for village in snapshot.villages}
    red = [t for t in snapshot.townships if t.colour_counts.get(Colour.RED, 0)]
    escalated = sorted((i for i in snapshot.incidents if i.is_escalated), key=urgency)
    return [
        Stop("county", "county"),
        *(_township(township, snapshot, words) for township in red),
        *(_village(v, snapshot, pack, words) for v in sorted(snapshot.key_villages, key=_risk)),
        *(_incident(i, villages[i.village_code], words) for i in escalated if i.village_code in villages),
    ]


def walk_stops(snapshot: Snapshot, pack: RulePack, words: Words) -> list[Stop]:
    """Villages that are red, yellow, key, or have an open incident: the worst first."""
    chosen = [v for v in snapshot.villages if v.colour in (Colour.RED, Colour.YELLOW) or v.key_village or v.incidents]
    return [_village(v, snapshot, pack, words) for v in sorted(chosen, key=_risk)[:MOST_VILLAGES]]


def _risk(village: VillagePicture) -> tuple[int, int, bool, date, str]:
    level = max((incident.level.rank for incident in village.incidents), default=-1)
    return (
        -village.colour.rank,
        -level,
        village.key_village is None,
        village.election_day or date.max,
        village.code,
    )


def _township(township: TownshipPicture, snapshot: Snapshot, words: Words) -> Stop:
    code, counts = township.region.code, township.colour_counts
    facts = (
        (words("完成"), f"{township.done_count}/{township.village_count}"),
        (words("预警"), words.number(counts.get(Colour.RED, 0))),
        (words("关注"), words.number(counts.get(Colour.YELLOW, 0))),
        (words("日报"), words("已报") if township.has_reported else words("未报")),
    )
    red = sorted((v for v in snapshot.villages if v.township == code and v.colour is Colour.RED), key=_risk)
    lines = tuple(f"{v.region.name}  {stage_text(v, words)}" for v in red[:MOST_LINES])
    return Stop(f"t{code}", "township", township.region.name, "", Colour.RED, code, None, facts, lines)


def _village(village: VillagePicture, snapshot: Snapshot, pack: RulePack, words: Words) -> Stop:
    township = next((t.region.name for t in snapshot.townships if t.region.code == village.township), "")
    return Stop(
        f"v{village.code}",
        "village",
        village.region.name,
        township,
        village.colour,
        village.township,
        village.code,
        tuple(_village_facts(village, words)),
        tuple(_village_lines(village, pack, words))[:MOST_LINES],
    )


def _village_facts(village: VillagePicture, words: Words) -> Iterator[tuple[str, str]]:
    yield words("环节"), stage_text(village, words)
    yield words("选举日"), words.day(village.election_day)
    if village.key_village:
        key = village.key_village
        yield words("包联"), key.post or words("未落实")
        if key.measures_total is not None:
            yield words("措施"), f"{key.measures_done or 0}/{key.measures_total}"


def _village_lines(village: VillagePicture, pack: RulePack, words: Words) -> Iterator[str]:
    for incident in village.incidents:
        yield f"{words(holder(incident.level))}  {category_name(incident.category, words.language)}"
    for reason in village.reasons:
        rule = pack.find(reason.rule, reason.body)
        yield rule.title_in(words.language) if rule else reason.rule


def _incident(incident: Incident, village: VillagePicture, words: Words) -> Stop:
    facts = [
        (words("归口"), words(holder(incident.level))),
        (words("牵头"), incident.lead_unit or "—"),
        (words("立案"), words.day(incident.opened_on)),
        (words("时限"), words.day(incident.deadline)),
    ]
    return Stop(
        f"i{incident.key}:{incident.level.rank}",  # escalated again: another stop, hence news
        "incident",
        village.region.name,
        category_name(incident.category, words.language),
        Colour.RED,
        village.township,
        village.code,
        tuple(facts),
        tuple(text for text in (incident.text, incident.measures) if text),
    )


def told(stop: Stop, words: Words) -> dict[str, object]:
    """As the browser reads it."""
    return {
        "key": stop.key, "kind": stop.kind, "title": stop.title, "under": stop.under, "colour": stop.colour.value,
        "said": words(COLOUR_NAMES[stop.colour]), "township": stop.township, "village": stop.village,
        "facts": stop.facts, "lines": stop.lines,
    }  # fmt: skip
