"""Sums over all villages that follow the villages that change; nothing is summed anew.

A village contributes one row of counts: its indicators today and at the end of yesterday, its bodies' stage groups,
its closed incidents. The sums are kept for 村 and 社区 apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from situation.model.picture import BodyProgress, Indicator, Share, VillagePicture
from situation.model.regions import RegionCode, RegionKind
from situation.model.reports import Body
from situation.model.standing import Standing
from situation.rules import indicators, procedures

MEASURES: Final = {
    "completion": indicators.completion,
    "one_shot": indicators.one_shot,
    "turnout": indicators.turnout,
    "yijiantiao": indicators.yijiantiao,
    "female": indicators.female,
}
_PAIRS = 2 * len(MEASURES)
_BODY_COUNTS = 7  # stage groups 0…4, past the vote, all
_WIDTH = 2 * _PAIRS + _BODY_COUNTS * len(Body) + 1
Counts = tuple[int, ...]


def counts_of(picture: VillagePicture, before: Mapping[Body, Standing], closed_incidents: int) -> Counts:
    kind = picture.region.kind
    bodies = (n for body in Body for n in _body_counts(picture.tracks.get(body)))
    return (*_indicator_counts(kind, picture.tracks), *_indicator_counts(kind, before), *bodies, closed_incidents)


def _indicator_counts(kind: RegionKind, tracks: Mapping[Body, Standing]) -> Iterable[int]:
    for measure in MEASURES.values():
        share = measure(((kind, tracks),)).all
        yield from (share.part, share.of)


def _body_counts(track: Standing | None) -> Counts:
    if track is None:
        return (0,) * _BODY_COUNTS
    group = procedures.track_group(track)
    elected = procedures.is_voted(track.stage) or procedures.is_done(track)
    return (*(int(group == n) for n in range(5)), int(elected), 1)


class Tally:
    def __init__(self) -> None:
        self._known: dict[RegionCode, Counts] = {}
        self._sums = {kind: [0] * _WIDTH for kind in (RegionKind.VILLAGE, RegionKind.COMMUNITY)}

    def put(self, picture: VillagePicture, counts: Counts) -> None:
        """The village counts as ``counts`` from now on."""
        sums, known = self._sums[picture.region.kind], self._known.get(picture.code)
        for n, count in enumerate(counts):
            sums[n] += count - known[n] if known else count
        self._known[picture.code] = counts

    @property
    def closed_incidents(self) -> int:
        return sum(sums[-1] for sums in self._sums.values())

    def indicators(self, targets: Mapping[str, float], *, with_yesterday: bool) -> tuple[Indicator, ...]:
        return tuple(
            Indicator(
                name=name,
                share=self._share(2 * n),
                yesterday=self._share(_PAIRS + 2 * n) if with_yesterday else None,
                target=targets.get(name),
                villages=self._share(2 * n, RegionKind.VILLAGE),
                communities=self._share(2 * n, RegionKind.COMMUNITY),
            )
            for n, name in enumerate(MEASURES)
        )

    def _share(self, at: int, *kinds: RegionKind) -> Share:
        sums = [self._sums[kind] for kind in kinds or self._sums]
        return Share(sum(s[at] for s in sums), sum(s[at + 1] for s in sums))

    def bodies(self) -> tuple[BodyProgress, ...]:
        found = []
        for n, body in enumerate(Body):
            at = 2 * _PAIRS + _BODY_COUNTS * n
            none, preparing, nominating, electing, done, elected, count = (
                sum(sums[at + k] for sums in self._sums.values()) for k in range(_BODY_COUNTS)
            )
            groups = (none, preparing, nominating, electing, done)
            found.append(BodyProgress(body=body, group_counts=groups, elected_count=elected, village_count=count))
        return tuple(b for b in found if b.village_count)
