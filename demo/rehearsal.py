"""The product's rehearsal clock, read from its settings file by the arithmetic its manual gives.

shown instant = starts_at + (real now - anchor) × speed
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from demo.days import LOCAL

SETTINGS = "settings.toml"


@dataclass(frozen=True, slots=True)
class RehearsalClock:
    anchor: datetime
    starts_at: datetime
    speed: float  # campaign seconds per real second

    def now(self) -> datetime:
        elapsed = datetime.now(UTC) - self.anchor
        return (self.starts_at + elapsed * self.speed).astimezone(LOCAL)

    def real_wait(self, until: datetime) -> timedelta:
        """How long to wait, in real time, until the clock shows ``until``; nothing if it has passed."""
        return max(timedelta(), (until - self.now()) / self.speed)


def read_clock(home: Path) -> RehearsalClock:
    clock = tomllib.loads((home / SETTINGS).read_text("utf-8"))["clock"]
    return RehearsalClock(_instant(clock["anchor"]), _instant(clock["starts_at"]), float(clock["speed"]))


def restart_clock(home: Path, speed: float, *, in_seconds: float = 0) -> RehearsalClock:
    """At another speed, passing the instant it shows now a few real seconds from now.

    Loading the past and starting the processes must not use up the future.
    """
    shown = read_clock(home).now()
    clock = RehearsalClock(datetime.now(UTC) + timedelta(seconds=in_seconds), shown, speed)
    section = f"[clock]\nanchor = {clock.anchor.isoformat()}\nstarts_at = {shown.isoformat()}\nspeed = {speed}\n"
    settings = home / SETTINGS
    written = re.sub(r"^\[clock\]\n(?:[^\[\n].*\n|\n)*", section, settings.read_text("utf-8"), flags=re.M)
    settings.write_text(written, "utf-8")
    return clock


def _instant(value: object) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
