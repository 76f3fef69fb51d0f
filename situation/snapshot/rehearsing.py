"""What other rules would make of the same facts: which villages change colour, and by which reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from situation.model.regions import RegionCode
from situation.model.standing import Colour
from situation.rules.packs import RulePack
from situation.rules.warnings import dry_run, warn
from situation.snapshot.live import LiveSituation


@dataclass(frozen=True, slots=True)
class Recoloured:
    """``comes`` and ``goes``: the rules whose reasons make the difference."""

    code: RegionCode
    name: str
    before: Colour
    after: Colour
    comes: tuple[str, ...]
    goes: tuple[str, ...]


def recoloured(live: LiveSituation, after: RulePack, on: date) -> tuple[Recoloured, ...]:
    """The villages that ``after`` would show in another colour than the rules in force, in code order."""
    facts = live.facts_on(on)
    found = []
    for change in dry_run(facts, live.pack, after, on):
        code = change.village_code
        old = {reason.rule for reason in warn(facts[code], live.pack, on).reasons}
        new = {reason.rule for reason in warn(facts[code], after, on).reasons}
        comes, goes = tuple(sorted(new - old)), tuple(sorted(old - new))
        found.append(Recoloured(code, live.gazetteer[code].name, change.before, change.after, comes, goes))
    return tuple(found)
