"""What a map asks beyond the snapshot, told of the invented county: single villages with sources, days gone by.

``told`` gives a village reports of its own: a bulletin row whose cells carry the committee's figures, and a staff edit.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from situation.clock import local_instant
from situation.model.bulletins import Bulletin, BulletinState, Outcome
from situation.model.picture import DayMark, Snapshot, VillagePicture
from situation.model.regions import RegionCode
from situation.model.reports import Report, ReportKind, Source, Where
from situation.model.standing import Colour, Reason, Value
from situation.rules.procedures import committee_of
from situation.snapshot.folding import mark_of
from situation.snapshot.live import Replay
from situation.snapshot.story import VillageStory

FILE, SHEET, ROW = "栖梧镇换届日报.xlsx", "进展表", 9
HASH = "a" * 64


def broken_list(village: VillagePicture, on: date) -> VillagePicture:
    """Red, because the voter list was published 18 days before the vote: the cell is known."""
    body = committee_of(village.region.kind)
    days = {"list_published": on - timedelta(15), "election_day": on + timedelta(3)}
    values = {f"date:{name}": Value(day, f"row-{village.code}", on) for name, day in days.items()}
    values["registered"] = Value(2134, f"row-{village.code}", on)
    track = replace(village.tracks[body], values=values)
    shown = f"18 ({days['list_published']} → {days['election_day']})"
    reason = Reason("L_LIST_LT_20D", Colour.RED, body, shown, "≥ 20", on, f"row-{village.code}", "date:list_published")
    return replace(village, colour=Colour.RED, computed=Colour.RED, reasons=(reason,),
                   tracks={**village.tracks, body: track}, election_day=days["election_day"])  # fmt: skip


def told(picture: VillagePicture, on: date) -> VillageStory:
    body = committee_of(picture.region.kind)
    track = picture.tracks[body]
    stated = {name: v.value for name, v in track.values.items()}
    row = Report(
        key=f"row-{picture.code}", kind=ReportKind.STATUS, source=Source.BULLETIN, village_code=picture.code, body=body,
        on=on, received_at=local_instant(on, 17, 20), recorded_at=local_instant(on, 17, 21), content_hash=HASH,
        where=Where(sheet=SHEET, row=ROW), stage=track.stage,
        dates={n[5:]: d for n, d in stated.items() if n.startswith("date:") and isinstance(d, date)},
        counts={n: c for n, c in stated.items() if isinstance(c, int)},
        cells={"stage": f"F{ROW}", "date:list_published": f"G{ROW}", "date:election_day": f"H{ROW}", "registered": f"E{ROW}"},
    )  # fmt: skip
    before = on - timedelta(1)
    edit = replace(
        row, key=f"edit-{picture.code}", source=Source.EDIT, on=before, received_at=local_instant(before, 10, 5),
        recorded_at=local_instant(before, 10, 5), content_hash="b" * 64, where=Where(), counts={}, cells={}, by="office",
        reason="核查组进村", dates={},
    )  # fmt: skip
    bulletin = Bulletin(
        id=7, name=FILE, content_hash=HASH, source="inbox", sender=picture.township, received_at=row.received_at,
        recorded_at=row.recorded_at, state=BulletinState.ACCEPTED, outcome=Outcome.OK, on=on, township=picture.township,
        correction=False, message="", problems=(), accepted_count=24, held_count=0, refused_count=0, skipped_count=0,
    )  # fmt: skip
    return VillageStory(
        picture=picture, reports=(row, edit), bulletins={HASH: bulletin}, incidents=picture.incidents, rejections=()
    )


def replay_of(snapshot: Snapshot, pictures_by_day: list[tuple[VillagePicture, ...]]) -> Replay:
    """The marks of the given days, in order; the last one is the snapshot's own."""
    days = [*pictures_by_day[:-1], snapshot.villages]
    codes = tuple(v.code for v in snapshot.villages)
    marks: list[tuple[DayMark, ...]] = [tuple(mark_of(v) for v in column) for column in zip(*days, strict=True)]
    return Replay(snapshot.campaign.starts_on, codes, tuple(marks))


def found(snapshot: Snapshot, code: RegionCode) -> VillagePicture:
    return next(v for v in snapshot.villages if v.code == code)
