"""What the drawer of a village is drawn from: the whole story, the rules, and the day it is told of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from situation.model.regions import Region
from situation.rules.packs import RulePack
from situation.snapshot.story import VillageStory


@dataclass(frozen=True, slots=True)
class Told:
    story: VillageStory
    township: Region | None
    pack: RulePack
    on: date  # the day shown
    is_past: bool
    may_edit: bool
