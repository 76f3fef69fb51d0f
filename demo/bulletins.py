"""``python -m demo.bulletins --out DIR --from 1 --to 40 [--seed N]``: the bulletins of a span of days.

One folder per day spoken of; each file's time is the instant it reached the county. ``--truth FILE`` adds
what was truly so on the last day, as JSON lines. For tests and benchmarks.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from demo.campaign import Campaign
from demo.days import LENGTH, TODAY
from demo.places import SHIPPED, read_county
from demo.writer import Writer, write_all


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m demo.bulletins", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder to write into")
    parser.add_argument("--from", dest="first", type=int, default=1, help="first day, 1 to 61")
    parser.add_argument("--to", dest="last", type=int, default=TODAY, help="last day, 1 to 61")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--regions", type=Path, default=SHIPPED, help="the gazetteer CSV")
    parser.add_argument("--truth", type=Path, help="JSON lines of the last day's ground truth")
    chosen = parser.parse_args(arguments)
    if not 1 <= chosen.first <= chosen.last <= LENGTH:
        parser.error(f"days run from 1 to {LENGTH}")
    campaign = Campaign(read_county(chosen.regions), chosen.seed)
    written = sum(1 for _ in write_all(Writer(campaign), range(chosen.first, chosen.last + 1), chosen.out))
    if chosen.truth:
        lines = (json.dumps(said, ensure_ascii=False) for said in campaign.truth(chosen.last))
        chosen.truth.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{written} bulletins in {chosen.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
