"""``python -m demo.run``: the whole product alive on an invented election, driven from outside.

The weeks until the opening day are loaded at once; then each coming day's bulletins fall into the inbox at
compressed speed, at the instants the rehearsal clock shows. Ctrl-C ends everything.
"""

from __future__ import annotations

import argparse
import signal
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NoReturn

from demo.campaign import Campaign
from demo.days import LENGTH, LOCAL, START, TODAY, VOTING, date_of, day_of, instant
from demo.places import SHIPPED, read_county
from demo.product import SOME_HELD, DemoFailed, Product, clear_home, free_port
from demo.rehearsal import RehearsalClock, read_clock, restart_clock
from demo.writer import Post, Writer

ACCOUNT, PASSWORD = "demo", "demo-2026"
DAY_SECONDS = 86_400
START_SECONDS = 6  # what the processes need to come up
OPENING_HOUR = 17  # the demo opens an hour before the cut-off, when most of the day has come in


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = _parser().parse_args(arguments)
    product = Product(chosen.home.resolve(), free_port(chosen.port))
    campaign = Campaign(read_county(), chosen.seed)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        prepare(product, campaign, chosen.first_day)
        clock = restart_clock(product.home, DAY_SECONDS / chosen.speed, in_seconds=START_SECONDS)
        product.start()
        product.wait_until_up()
        _announce(product, chosen.speed)
        last = min(LENGTH, chosen.first_day + chosen.days)
        write_coming(product, Writer(campaign), clock, chosen.first_day, last)
        _rest(product)
    except KeyboardInterrupt:
        print("\nstopping …")
    except DemoFailed as failure:
        print(failure)
        return 1
    finally:
        product.stop()
    return 0


def prepare(product: Product, campaign: Campaign, first_day: int) -> None:
    """An installation with land, names, an account and all that arrived before the opening."""
    clear_home(product.home)
    opening = instant(first_day, OPENING_HOUR, 0)
    past, plan = product.home / "past", product.home / "plan.csv"
    _write_plan(campaign, plan)
    print(f"writing the bulletins of {first_day} days …", flush=True)
    posts = posts_between(Writer(campaign), 1, None, opening)
    written = sum(post.write_dated(past / date_of(post.day).isoformat()).exists() for post in posts)
    print("making the installation: settings, regions, land, account …", flush=True)
    _install(product, campaign, opening, plan)
    print(f"loading {written} bulletins …", flush=True)
    product.run("load", past, "--received-at", "mtime", accept=(0, SOME_HELD))


def _install(product: Product, campaign: Campaign, opening: datetime, plan: Path) -> None:
    county = campaign.county.name
    product.run(
        "init", "--title", f"{county}村(社区)“两委”换届选情地图", "--county", county,
        "--starts-on", START, "--ends-on", date_of(LENGTH),
        "--voting-from", date_of(VOTING[0]), "--voting-to", date_of(VOTING[-1]),
        "--public-screens", "--poll-seconds", "1", "--plan", plan,
        "--rehearsal-from", opening.isoformat(), "--speed", "1",
    )  # fmt: skip
    product.run("regions", "import", SHIPPED)
    land = SHIPPED.parent
    product.run("boundaries", "import", land / "boundaries.geojson", "--waters", land / "waters.geojson")
    product.run("user", "add", ACCOUNT, "--role", "office", "--password", PASSWORD)


def posts_between(writer: Writer, first_day: int, after: datetime | None, until: datetime) -> Iterator[Post]:
    """What arrives in a span of time, by arrival; a day's late bulletins may arrive up to two days after it."""
    days = range(max(1, first_day), min(LENGTH, day_of(until.astimezone(LOCAL).date())) + 1)
    posts = (post for day in days for post in writer.posts_of(day))
    fitting = (p for p in posts if p.arrives_at <= until and (after is None or p.arrives_at > after))
    return iter(sorted(fitting, key=lambda post: (post.arrives_at, post.name)))


def write_coming(product: Product, writer: Writer, clock: RehearsalClock, first_day: int, last: int) -> None:
    """Day after day, each bulletin into the inbox when the clock shows its hour."""
    shown = instant(first_day, OPENING_HOUR, 0)
    for day in range(first_day, last + 3):
        midnight = instant(day, 23, 59, 59)
        for post in posts_between(writer, day - 2, shown, midnight):
            if post.day > last:
                continue
            _wait(product, clock, post.arrives_at)
            post.write(product.home / "inbox")
        shown = midnight
        _wait(product, clock, midnight)
        print(f"day {day} · {date_of(day):%Y-%m-%d} is over", flush=True)


def _wait(product: Product, clock: RehearsalClock, until: datetime) -> None:
    while (left := clock.real_wait(until)) > timedelta():
        if not product.is_running():
            raise DemoFailed(f"the product's processes ended; see {product.home / 'processes.log'}")
        time.sleep(min(0.5, left.total_seconds()))


def _rest(product: Product) -> None:
    print("the campaign is over; the wall stays up until Ctrl-C", flush=True)
    while product.is_running():
        time.sleep(0.5)


def _write_plan(campaign: Campaign, path: Path) -> None:
    """The planned curve of completions: as the schedules of the first day have it, a day or two after the vote."""
    votes = [course.planned_vote for course in campaign.courses.values()]
    lines = ["day,completions"]
    for day in range(1, LENGTH + 1):
        done = sum(vote + 1 + (number % 2) <= day for number, vote in enumerate(votes))
        lines.append(f"{date_of(day).isoformat()},{done}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _announce(product: Product, speed: float) -> None:
    now = read_clock(product.home).now()
    print(f"\n  wall     {product.address}/wall\n  map      {product.address}/map\n  desk     {product.address}/desk")
    print(f"  account  {ACCOUNT} / {PASSWORD}\n")
    print(f"  rehearsal: it is {now:%Y-%m-%d %H:%M} there, a day passes in {speed:g} s; Ctrl-C ends it\n", flush=True)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m demo.run", description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("demo-home"), help="folder of the demo, made anew")
    parser.add_argument("--speed", type=float, default=90, help="real seconds per campaign day")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from-day", dest="first_day", type=int, default=TODAY, help="opening day, 1 to 60")
    parser.add_argument("--days", type=int, default=LENGTH, help="how many days to go on after it")
    parser.add_argument("--port", type=int, default=8050)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
