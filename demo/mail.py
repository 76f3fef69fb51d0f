"""When bulletins reach the county: most in the afternoon, some next morning, a few two days late, some never.

And the clerks' slips: a wrong count of votes goes out in the evening, the correction comes in the morning.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.campaign import Campaign
from demo.days import LENGTH, TODAY, chance, instant
from demo.places import Township
from demo.plots import township_of

SLOPPY = ("霜坪乡", "梨岭乡", "竹坞乡")
CORRECTED = 0.15  # share of bulletins with votes in them that go out with a slip


@dataclass(frozen=True, slots=True)
class Delivery:
    arrives_at: datetime
    is_late: bool
    slip: str = ""  # village whose votes are miscounted in it
    corrected_at: datetime | None = None


def missing_on(campaign: Campaign, day: int) -> tuple[str, ...]:
    """Townships (codes) whose bulletin is not there at the cut-off: none to three a day."""
    county = campaign.county
    sloppy = [township_of(county, name, number).code for number, name in enumerate(SLOPPY)]
    if day == TODAY:
        return tuple(dict.fromkeys(sloppy[:2]))
    if abs(day - TODAY) == 1 or day == LENGTH:
        return ()
    rng = chance(campaign.seed, day, "missing")
    count = rng.choices((0, 1, 2, 3), (30, 35, 25, 10))[0]
    codes = [township.code for township in county.townships]
    drawn = rng.choices(codes, [4 if code in sloppy else 1 for code in codes], k=count)
    return tuple(dict.fromkeys(drawn))


def delivery_of(campaign: Campaign, township: Township, day: int) -> Delivery | None:
    """None: this bulletin was never sent."""
    rng = chance(campaign.seed, township.code, day, "mail")
    minutes = round(rng.triangular(12 * 60 + 10, 17 * 60 + 57, 17 * 60 + 5))
    on_time = instant(day, minutes // 60, minutes % 60, rng.randint(0, 59))
    morning = instant(day, 8, rng.randint(20, 59), rng.randint(0, 59))
    fate = rng.random()
    if township.code in missing_on(campaign, day):
        if fate > 0.85 and day != TODAY:
            return None
        return Delivery(morning + timedelta(days=1 if fate < 0.6 or day == TODAY else 2), is_late=True)
    slip = _slip(campaign, township, day)
    return Delivery(on_time, False, slip, morning + timedelta(days=1, hours=1) if slip else None)


def _slip(campaign: Campaign, township: Township, day: int) -> str:
    rng = chance(campaign.seed, township.code, day, "slip")
    voted = [village.code for village in township.villages if campaign.courses[village.code].vote == day]
    return rng.choice(voted) if voted and rng.random() < CORRECTED else ""
