"""What the rules are asked about: everything known of one village on one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from situation.model.regions import RegionKind
from situation.model.reports import Body
from situation.model.standing import Incident, KeyVillage, Override, Standing


@dataclass(frozen=True, slots=True)
class VillageFacts:
    """``unreported_days``: full days since the last bulletin that was due from its township; 0 when none is owed.

    ``tracks`` may leave out bodies nobody reported on. ``waiting_rows``: rows of bulletins surely about this village
    that are held for a person.
    """

    kind: RegionKind
    tracks: Mapping[Body, Standing]
    incidents: tuple[Incident, ...] = ()
    key_village: KeyVillage | None = None
    unreported_days: int = 0
    override: Override | None = None
    waiting_rows: int = 0
