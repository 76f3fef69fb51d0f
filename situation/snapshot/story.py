"""One village told in full: where every number came from, who changed what, what went wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from situation.model.bulletins import Bulletin, Rejection
from situation.model.picture import VillagePicture
from situation.model.reports import Report
from situation.model.standing import Incident
from situation.snapshot.folding import VillageFold
from situation.store import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageStory:
    picture: VillagePicture
    reports: tuple[Report, ...]  # newest first, edits among them
    bulletins: Mapping[str, Bulletin]  # by ``Report.content_hash``
    incidents: tuple[Incident, ...]  # closed ones too
    rejections: tuple[Rejection, ...]  # rows held or refused that may be about it

    def report(self, key: str) -> Report | None:
        """Where a value or a reason came from."""
        return next((r for r in self.reports if r.key == key), None)


def village_story(
    connection: Connection, picture: VillagePicture, fold: VillageFold, until: date = date.max
) -> VillageStory:
    """Up to a day: what was said of later days is left out."""
    told = (r for r in reading.read_reports(connection, villages=[picture.code]) if r.on <= until)
    reports = sorted(told, key=lambda r: r.order, reverse=True)
    identities = {r.content_hash for r in reports}
    bulletins = reading.read_bulletins_by_identity(connection, identities)
    held = (
        r
        for r in reading.read_rejections(connection)
        if r.row.village_code == picture.code or picture.code in r.row.candidates
    )
    return VillageStory(
        picture=picture,
        reports=tuple(reports),
        bulletins=bulletins,
        incidents=fold.incidents_on(until),
        rejections=tuple(held),
    )
