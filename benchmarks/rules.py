"""How fast the rules think: every standing and warning of 8,000 villages × 4 bodies again, and one report alone.

``python -m benchmarks.rules`` prints milliseconds and what part of the allowed time they are: processor time of one
core, the best of three, so that other work on the machine does not count.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from situation.model.regions import RegionCode, RegionKind
from situation.model.reports import Body, Report, ReportKind, Source, StageCode
from situation.model.standing import Standing
from situation.rules.fold import fold_track
from situation.rules.packs import load_packs
from situation.rules.warnings import VillageFacts, warn

VILLAGES = 8000
ON = date(2021, 1, 8)
ALLOWED_ALL = 1.0  # seconds for everything
ALLOWED_ONE = 0.005  # seconds for one village after one report
DAYS = 30  # daily reports a track has gathered when one more comes

Tracks = dict[Body, list[Report]]


def _report(code: RegionCode, body: Body, stage: str, on: date, **more: dict[str, int] | dict[str, date]) -> Report:
    at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    plain = Report(
        key=f"{code}{body}{on}",
        kind=ReportKind.STATUS,
        source=Source.BULLETIN,
        village_code=code,
        body=body,
        on=on,
        received_at=at,
        recorded_at=at,
        content_hash=str(on),
        stage=StageCode(stage),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def _village(number: int) -> tuple[RegionCode, Tracks]:
    code = RegionCode(f"9900{number:08}")
    voters = 800 + number % 900
    votes = {
        "registered": voters,
        "voted": voters * 9 // 10,
        "posts": 5,
        "elected": 5 - (number % 40 == 0),
        "female": 1,
    }
    dates = {
        "list_published": date(2020, 12, 18 + (number % 100 == 0) * 3),
        "candidates_published": date(2021, 1, 2),
        "election_day": ON,
    }
    quorum = {"due": 50, "present": 45 - (number % 50 == 0) * 6}
    return code, {
        Body.PARTY: [_report(code, Body.PARTY, "P09", ON, counts=quorum)],
        Body.VILLAGE: [_report(code, Body.VILLAGE, "V10", ON, counts=votes, dates=dates)],
        Body.SUPERVISION: [_report(code, Body.SUPERVISION, "S01", ON)],
        Body.ECONOMIC: [_report(code, Body.ECONOMIC, "E05", ON)],
    }


def _best(work: Callable[[], object], times: int = 3) -> float:
    seconds = []
    for _ in range(times):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds)


def measure() -> dict[str, tuple[float, float]]:
    """Name → seconds taken, seconds allowed."""
    pack = load_packs()
    county = dict(_village(number) for number in range(VILLAGES))

    def everything() -> list[object]:
        return [
            warn(_facts({body: fold_track(code, body, told) for body, told in tracks.items()}), pack, ON)
            for code, tracks in county.items()
        ]

    code, tracks = _village(1)
    past = [_report(code, Body.VILLAGE, "V06", date(2020, 12, 1 + day), counts={"voted": day}) for day in range(DAYS)]
    others = {body: fold_track(code, body, told) for body, told in tracks.items()}

    def one_report() -> object:
        track = fold_track(code, Body.VILLAGE, past + tracks[Body.VILLAGE])
        return warn(_facts({**others, Body.VILLAGE: track}), pack, ON)

    return {
        f"all of {VILLAGES} villages × {len(tracks)} bodies": (_best(everything), ALLOWED_ALL),
        f"one village, one more report upon {DAYS}": (_best(one_report, 20), ALLOWED_ONE),
    }


def _facts(tracks: dict[Body, Standing]) -> VillageFacts:
    return VillageFacts(RegionKind.VILLAGE, tracks)


def main() -> int:
    """Prints a line per measurement; 1 when one took longer than allowed."""
    too_slow = 0
    for name, (seconds, allowed) in measure().items():
        too_slow += seconds > allowed
        print(f"rules: {name}: {seconds * 1000:.2f} ms, {seconds / allowed:.0%} of the {allowed * 1000:g} ms allowed")
    return int(too_slow > 0)


if __name__ == "__main__":
    raise SystemExit(main())
