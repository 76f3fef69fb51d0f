"""The invented county 清岚县: 18 townships, 286 villages, a river system and a reservoir.

It lies, by its coordinates, in the empty north of the Tibetan plateau, where there is
no village that could be mistaken for one of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely

from demo.division import carve_island, divide, inner_points, line_barrier, roomiest
from demo.landfiles import Place, Region, WaterLine
from demo.mesh import (
    Flags,
    Floats,
    Ints,
    Mesh,
    border_lines,
    build_mesh,
    mark_lines,
    smooth_borders,
    trace_shapes,
)
from demo.names import COUNTY_TOWNSHIPS, county_names
from demo.terrain import Waters, carve_waters, noise, outline, sway

NAME = "清岚县"
CODE = "990100"
PLACE = Place(lon=90.2, lat=35.2, km_per_degree_east=90.96)
LAND_CELLS = 68_000
AREA_KM2 = 1_900.0
MESH_SIDE = 470
SEED = 12
ENCLAVE_TOWNSHIPS = ("云岫镇", "梨岭乡")


@dataclass(frozen=True, slots=True)
class Ground:
    mesh: Mesh
    land: Flags
    height: Floats
    waters: Waters
    lines: Flags
    price: Ints
    density: Floats


@dataclass(frozen=True, slots=True)
class County:
    regions: list[Region]
    rivers: list[WaterLine]
    lake: shapely.Geometry


def make_county(seed: int = SEED) -> County:
    rng = np.random.default_rng(seed)
    ground = _make_ground(rng)
    barrier = line_barrier(ground.mesh, ground.lines, 4 * ground.price)
    whole = np.where(ground.land, 0, -1)
    townships, _, _ = divide(
        ground.mesh, whole, [len(COUNTY_TOWNSHIPS)], ground.density, ground.price, barrier, rng, rounds=3
    )
    townships = _rank_townships(ground, townships)
    owner, parents = _make_villages(ground, townships, barrier, rng)
    return _draw(ground, townships, owner, parents, rng)


def _make_ground(rng: np.random.Generator) -> Ground:
    mesh = build_mesh(round(MESH_SIDE / 0.866), MESH_SIDE)
    land = outline(mesh, LAND_CELLS, rng)
    height = noise(mesh.corner_xy, 130, 6, rng)
    height = (height - height.min()) / (height.max() - height.min())
    waters = carve_waters(mesh, land, height, tributaries=5, rng=rng)
    lines = np.zeros(mesh.corner_neighbours.shape, dtype=bool)
    for course in [waters.main, *waters.tributaries]:
        mark_lines(mesh, lines, np.array(course[:-1]), np.array(course[1:]))
    ground = height[mesh.ring].mean(axis=1)
    rough = noise(mesh.cell_xy, 20, 4, rng)
    price = np.round(60 + 240 * ground * ground + 300 * rough * rough).astype(np.int64)
    return Ground(mesh, land, height, waters, lines, price, _density(mesh, land, ground, waters))


def _density(mesh: Mesh, land: Flags, ground: Floats, waters: Waters) -> Floats:
    """People live where it is low, and in the county town on the main river."""
    bank = mesh.cell_xy[mesh.corner_cells[waters.main, 0]]
    away = bank - mesh.cell_xy[land].mean(axis=0)
    town = bank[np.argmin((away * away).sum(axis=1))]
    gap = (mesh.cell_xy - town) / (0.13 * np.sqrt(LAND_CELLS))
    distance = (gap * gap).sum(axis=1)
    return np.asarray((1 + 7 / (1 + distance * distance)) / (0.5 + 1.6 * ground), dtype=np.float64)


def _rank_townships(ground: Ground, owner: Ints) -> Ints:
    """Renumber to the order of COUNTY_TOWNSHIPS: streets in the town, big towns in the plain."""
    cells = np.flatnonzero(owner >= 0)
    count = len(COUNTY_TOWNSHIPS)
    people = np.bincount(owner[cells], ground.density[cells], count)
    crowding = people / np.bincount(owner[cells], minlength=count)
    streets = np.argsort(-crowding, kind="stable")[:2].tolist()
    others = [t for t in np.argsort(-people, kind="stable").tolist() if t not in streets]
    sizes = [-(names.communities + names.villages) for names in COUNTY_TOWNSHIPS]
    rank = np.full(count + 1, -1)
    for township, place in zip(others, 2 + np.argsort(sizes[2:], kind="stable"), strict=True):
        rank[township] = place
    rank[streets] = 0, 1
    return rank[owner]


def _make_villages(ground: Ground, townships: Ints, barrier: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Villages of every township; a few lie inside another, or have a part inside another."""
    shares = [names.communities + names.villages for names in COUNTY_TOWNSHIPS]
    enclosed = [place for place, names in enumerate(COUNTY_TOWNSHIPS) if names.name in ENCLAVE_TOWNSHIPS]
    for place in enclosed:
        shares[place] -= 1
    owner, parents, _ = divide(ground.mesh, townships, shares, ground.density, ground.price, barrier, rng)
    for place in enclosed:
        host = roomiest(ground.mesh, owner, np.flatnonzero(parents == place))[0]
        carve_island(ground.mesh, owner, host, len(parents), 0.16, ground.price)
        parents = np.append(parents, place)
    _make_exclaves(ground, owner, parents, set(enclosed))
    return owner, parents


def _make_exclaves(ground: Ground, owner: Ints, parents: Ints, avoid: set[int]) -> None:
    """An island of land that belongs to a village nearby, once across a township border."""
    hosts = [h for h in roomiest(ground.mesh, owner, np.arange(len(parents))) if parents[h] not in avoid]
    for across in (False, True):
        for host in hosts:
            near = np.unique(owner[ground.mesh.neighbours[owner == host]])
            guests = [g for g in near.tolist() if g >= 0 and g != host]
            guests = [g for g in guests if (parents[g] != parents[host]) == across]
            if guests:
                carve_island(ground.mesh, owner, host, guests[0], 0.10, ground.price)
                hosts = [h for h in hosts if parents[h] != parents[host]]
                break


def _draw(ground: Ground, townships: Ints, owner: Ints, parents: Ints, rng: np.random.Generator) -> County:
    mesh = ground.mesh
    # two gentle bends of the whole honeycomb hide its three directions
    raw = mesh.corner_xy + 4 * sway(mesh.corner_xy, 48, 1, rng) + 1.1 * sway(mesh.corner_xy, 11, 2, rng)
    lake = np.where(ground.waters.lake, 0, -1)
    lines = ground.lines | border_lines(mesh, owner) | border_lines(mesh, lake)
    unit_km = float(np.sqrt(AREA_KM2 / (ground.land.sum() * 0.8660254)))
    corner_xy = PLACE.to_degrees(smooth_borders(mesh, raw, lines, rounds=8), ground.land, mesh, unit_km)
    shapes = trace_shapes(mesh, owner, corner_xy)
    points = inner_points(mesh, owner, corner_xy, len(parents))
    regions = _name_villages(shapes, points, parents, rng)
    water = max(shapely.get_parts(trace_shapes(mesh, lake, corner_xy)[0]), key=lambda part: float(part.area))
    return County(regions, _rivers(ground, corner_xy), water)


def _rivers(ground: Ground, corner_xy: Floats) -> list[WaterLine]:
    names = ["清江", "澜溪", "荻水", "栖霞河", "雁溪", "砚溪"]
    under = np.asarray(ground.waters.lake[ground.mesh.corner_cells].all(axis=1))
    lines = []
    for name, course in zip(names, [ground.waters.main, *ground.waters.tributaries], strict=False):
        kind = "river" if name == names[0] else "stream"
        flags = under[course].tolist()
        # the reservoir covers its middle: a line above the water and one below the dam
        cuts = [0] + [i for i in range(1, len(course)) if flags[i] != flags[i - 1]] + [len(course)]
        for start, end in pairwise(cuts):
            reach = course[max(start - 1, 0) : end + 1]
            if not flags[start] and len(reach) > 2:
                lines.append(WaterLine(name, kind, shapely.LineString(corner_xy[reach])))
    return lines


def _name_villages(
    shapes: list[shapely.Geometry], points: Floats, parents: Ints, rng: np.random.Generator
) -> list[Region]:
    """Communities are the smallest places of a township; codes follow the distance from them."""
    regions = []
    for place, (township, code, names) in enumerate(
        zip(COUNTY_TOWNSHIPS, township_codes(), county_names(rng), strict=True)
    ):
        members = np.flatnonzero(parents == place)
        seat = min(members.tolist(), key=lambda m: float(shapes[m].area))
        away = points[members] - points[seat]
        members = members[np.argsort((away * away).sum(axis=1), kind="stable")]
        for position, (member, name) in enumerate(zip(members.tolist(), names, strict=True)):
            settled = position < township.communities
            number = position + 1 if settled else 201 + position - township.communities
            regions.append(
                Region(
                    code=f"{code}{number:03d}",
                    county=NAME,
                    township_code=f"{code}000",
                    township=township.name,
                    village=name.full,
                    kind="社区" if settled else "村",
                    aliases=name.aliases,
                    lon=round(float(points[member, 0]), 6),
                    lat=round(float(points[member, 1]), 6),
                    shape=shapes[member],
                )
            )
    return regions


def township_codes() -> list[str]:
    """Nine digits each: streets from 001, towns from 100, townships from 200."""
    after = {"街道": 1, "镇": 100, "乡": 200}
    codes = []
    for township in COUNTY_TOWNSHIPS:
        ending = next(ending for ending in after if township.name.endswith(ending))
        codes.append(f"{CODE}{after[ending]:03d}")
        after[ending] += 1
    return codes
