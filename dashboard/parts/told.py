"""What the drawer of a village is drawn from: the whole story, the rules, and the day it is told of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboard.words import term
from situation.model.regions import Region
from situation.model.reports import Body
from situation.rules.declared import Declared
from situation.rules.packs import RulePack
from situation.snapshot.story import VillageStory

SHORT_NAMES: Final = {
    Body.PARTY: term("党组织"),
    Body.VILLAGE: term("村委会"),
    Body.RESIDENTS: term("居委会"),
    Body.SUPERVISION: term("监督委"),
    Body.ECONOMIC: term("合作社"),
}


@dataclass(frozen=True, slots=True)
class Told:
    story: VillageStory
    township: Region | None
    pack: RulePack
    on: date  # the day shown
    is_past: bool
    may_edit: bool
    declared: Declared | None = None  # the county's own checklists
