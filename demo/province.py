"""The invented province 霁川省: four levels above the villages, tens of thousands of them.

Made by the same division as the county, level by level, in about a minute; it exists to
try the product at scale and is not committed. Its cities are numbered from 11, so that no
code meets one of the county 990100.
"""

from __future__ import annotations

from itertools import count

import numpy as np

from demo.division import divide, inner_points
from demo.landfiles import Place, Region
from demo.mesh import Floats, Ints, Mesh, border_lines, build_mesh, smooth_borders, trace_shapes
from demo.names import CITIES, place_names, province_names
from demo.terrain import noise, outline, sway

NAME = "霁川省"
CODE = "99"
PLACE = Place(lon=88.6, lat=34.6, km_per_degree_east=91.6)
CELLS_PER_VILLAGE = 45
KM2_PER_VILLAGE = 6.6
VILLAGES_PER_COUNTY = 333
VILLAGES_PER_TOWNSHIP = 20
COUNTIES_PER_CITY = 10
FIRST_CITY = 11
SEED = 7

Levels = list[Ints]


def make_province(villages: int, seed: int = SEED) -> list[Region]:
    rng = np.random.default_rng(seed)
    side = round(1.65 * float(np.sqrt(villages * CELLS_PER_VILLAGE))) + 8
    mesh = build_mesh(round(side / 0.866), side)
    land = outline(mesh, villages * CELLS_PER_VILLAGE, rng)
    owner, levels = _divide_all(mesh, np.where(land, 0, -1), villages, rng)
    bent = mesh.corner_xy + 3 * sway(mesh.corner_xy, 48, 1, rng) + 0.8 * sway(mesh.corner_xy, 11, 2, rng)
    smooth = smooth_borders(mesh, bent, border_lines(mesh, owner), rounds=5)
    unit_km = float(np.sqrt(villages * KM2_PER_VILLAGE / (land.sum() * 0.8660254)))
    return _name_all(mesh, owner, levels, PLACE.to_degrees(smooth, land, mesh, unit_km), rng)


def _divide_all(mesh: Mesh, whole: Ints, villages: int, rng: np.random.Generator) -> tuple[Ints, Levels]:
    """Cities, counties, townships, villages: each level's parents, and who owns each cell."""
    ground = noise(mesh.cell_xy, 150, 4, rng)
    rough = noise(mesh.cell_xy, 16, 3, rng)
    price = np.round(80 + 120 * ground * ground + 260 * rough * rough).astype(np.int64)
    towns = np.maximum(noise(mesh.cell_xy, 90, 2, rng), 0)
    density = np.asarray(1 + 5 * towns * towns, dtype=np.float64)
    counties = max(1, round(villages / VILLAGES_PER_COUNTY))
    totals = [
        max(1, min(len(CITIES), round(counties / COUNTIES_PER_CITY))),
        counties,
        max(counties, round(villages / VILLAGES_PER_TOWNSHIP)),
        villages,
    ]
    owner, levels = whole, []
    for total in totals:
        cells = np.flatnonzero(owner >= 0)
        people = np.asarray(np.bincount(owner[cells], density[cells]), dtype=np.float64)
        owner, parents, _ = divide(mesh, owner, _allot(total, people), density, price, None, rng, rounds=1)
        levels.append(parents)
    return owner, levels


def _allot(total: int, people: Floats) -> list[int]:
    """Shares of a total by people, at least one each, exactly the total in sum."""
    exact = people / people.sum() * (total - len(people))
    shares = np.floor(exact).astype(np.int64)
    shares[np.argsort(shares - exact, kind="stable")[: total - len(people) - int(shares.sum())]] += 1
    return [int(share) + 1 for share in shares]


def _name_all(mesh: Mesh, owner: Ints, levels: Levels, corner_xy: Floats, rng: np.random.Generator) -> list[Region]:
    _, city_of_county, county_of_township, township_of_village = levels
    shapes = trace_shapes(mesh, owner, corner_xy)
    points = np.round(inner_points(mesh, owner, corner_xy, len(shapes)), 6)
    above = _name_counties(city_of_county, rng)
    regions: list[Region] = []
    village = count()
    ranks = {county: iter(_township_codes(county_of_township, county, rng)) for county in range(len(above))}
    members = np.bincount(township_of_village).tolist()
    for county, size in zip(county_of_township.tolist(), members, strict=True):
        part, township = next(ranks[county])
        code = f"{above[county]['county_code'][:6]}{part}"
        settled = size if part < "100" else max(1, size // 12) if part < "200" else 0
        for position, name in enumerate(province_names(settled, size - settled, rng)):
            number = position + 1 if position < settled else 201 + position - settled
            here = next(village)
            regions.append(
                Region(
                    code=f"{code}{number:03d}",
                    county=above[county]["county"],
                    township_code=f"{code}000",
                    township=township,
                    village=name.full,
                    kind="社区" if position < settled else "村",
                    aliases=name.aliases,
                    lon=float(points[here, 0]),
                    lat=float(points[here, 1]),
                    shape=shapes[here],
                    above={k: v for k, v in above[county].items() if k != "county"},
                )
            )
    return regions


def _name_counties(city_of_county: Ints, rng: np.random.Generator) -> list[dict[str, str]]:
    names = place_names(len(city_of_county), rng)
    numbers = {city: count(1) for city in range(len(CITIES))}
    above = []
    for city, name in zip(city_of_county.tolist(), names, strict=True):
        city_code = f"{CODE}{FIRST_CITY + city}"
        number = next(numbers[city])
        above.append(
            {
                "city": CITIES[city],
                "city_code": f"{city_code}00000000",
                "province": NAME,
                "province_code": f"{CODE}0000000000",
                "county": name + ("区" if number == 1 else "县"),
                "county_code": f"{city_code}{number:02d}000000",
            }
        )
    return above


def _township_codes(county_of_township: Ints, county: int, rng: np.random.Generator) -> list[tuple[str, str]]:
    """(three digits, name) of each township of a county: a street, then towns, then townships."""
    size = int((county_of_township == county).sum())
    towns = size * 2 // 3
    found = []
    for position, name in enumerate(place_names(size, rng)):
        if position == 0 and size > 2:
            found.append(("001", f"{name}街道"))
        elif position <= towns:
            found.append((f"{100 + position - 1:03d}", f"{name}镇"))
        else:
            found.append((f"{200 + position - towns - 1:03d}", f"{name}乡"))
    return found
