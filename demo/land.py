"""Makes the invented land: `python -m demo.land county --out DIR`, `… province --out DIR`.

The county is small and committed; the province is for trying the product at the scale
of tens of thousands of villages.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from demo.landfiles import write_boundaries, write_gazetteer, write_waters
from demo.province import make_province
from demo.qinglan import make_county

LAKE = "岚湖水库"


def write_county(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    county = make_county()
    regions = sorted(county.regions, key=lambda region: region.code)
    write_gazetteer(out / "regions.csv", regions)
    write_boundaries(out / "boundaries.geojson", regions)
    write_waters(out / "waters.geojson", county.rivers, LAKE, county.lake)


def write_province(out: Path, villages: int) -> None:
    out.mkdir(parents=True, exist_ok=True)
    regions = make_province(villages)
    write_gazetteer(out / "regions.csv", regions)
    write_boundaries(out / "boundaries.geojson", regions)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m demo.land", description=__doc__)
    what = parser.add_subparsers(dest="what", required=True)
    what.add_parser("county").add_argument("--out", type=Path, required=True)
    province = what.add_parser("province")
    province.add_argument("--out", type=Path, required=True)
    province.add_argument("--villages", type=int, default=30_000)
    wanted = parser.parse_args()
    if wanted.what == "county":
        write_county(wanted.out)
    else:
        write_province(wanted.out, wanted.villages)


if __name__ == "__main__":
    main()
