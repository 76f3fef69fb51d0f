"""From villages up: townships, counties and what is above them are dissolved from their own parts.

So a township always fits its villages exactly, at every level of detail: it runs along the same arcs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely

from geodata.arcs import Arcs, Polygon, ring_points
from geodata.kinds import Shapes
from situation.model.regions import Gazetteer, RegionCode


def parent_groups(codes: Sequence[RegionCode], gazetteer: Gazetteer) -> dict[RegionCode, list[int]]:
    """Positions of codes under each parent, in the order of parents' codes."""
    groups: dict[RegionCode, list[int]] = {}
    for position, code in enumerate(codes):
        parent = gazetteer[code].parent
        if parent is not None:
            groups.setdefault(parent, []).append(position)
    return dict(sorted(groups.items()))


def dissolved(shapes: Shapes, groups: Mapping[RegionCode, Sequence[int]]) -> Shapes:
    """One shape per group, of a valid coverage."""
    found = np.empty(len(groups), dtype=object)
    for number, positions in enumerate(groups.values()):
        found[number] = shapely.coverage_union_all(shapes[list(positions)])
    return found


def dissolved_arcs(arcs: Arcs, positions: Sequence[int]) -> tuple[Polygon, ...]:
    """The outline of some shapes of one coverage, as runs of the arcs only one of them uses."""
    loose: set[int] = set()
    for position in positions:
        for polygon in arcs.shapes[position]:
            for ring in polygon:
                for arc in ring:
                    if ~arc in loose:
                        loose.remove(~arc)
                    else:
                        loose.add(arc)
    return _polygons(_chained(sorted(loose, key=lambda a: (a if a >= 0 else ~a, a)), arcs), arcs)


def _ends(arc: int, arcs: Arcs) -> tuple[tuple[float, float], tuple[float, float]]:
    line = arcs.lines[arc if arc >= 0 else ~arc]
    first, last = (float(line[0, 0]), float(line[0, 1])), (float(line[-1, 0]), float(line[-1, 1]))
    return (first, last) if arc >= 0 else (last, first)


def _chained(loose: Sequence[int], arcs: Arcs) -> list[list[int]]:
    """Directed arcs strung into closed rings; rings are cut apart where they touch themselves."""
    leaving: dict[tuple[float, float], list[int]] = {}
    for arc in loose:
        leaving.setdefault(_ends(arc, arcs)[0], []).append(arc)
    rings: list[list[int]] = []
    for first in loose:
        start, stop = _ends(first, arcs)
        if first not in leaving.get(start, []):
            continue
        leaving[start].remove(first)
        path, seen = [first], [start]
        while True:
            if stop in seen:
                at = seen.index(stop)
                rings.append(path[at:])
                path, seen = path[:at], seen[:at]
                if not path:
                    break
                stop = _ends(path[-1], arcs)[1]
            onward = leaving.get(stop)
            if not onward:
                break
            arc = onward.pop()
            seen.append(stop)
            path.append(arc)
            stop = _ends(arc, arcs)[1]
    return rings


def _polygons(rings: list[list[int]], arcs: Arcs) -> tuple[Polygon, ...]:
    """Shells with their holes. Shapes' shells run counter-clockwise, so do the shells put together from them."""
    drawn = [(ring, ring_points(ring, arcs.lines)) for ring in rings]
    solid = [(ring, shapely.LinearRing(xy)) for ring, xy in drawn if len(xy) >= 4]
    shells = [(shapely.Polygon(line), [ring]) for ring, line in solid if line.is_ccw]
    for ring, line in solid:
        if not line.is_ccw:
            inside = shapely.Polygon(line).representative_point()
            around = [shell for shell in shells if shell[0].contains(inside)]
            if around:
                min(around, key=lambda shell: shell[0].area)[1].append(ring)
    return tuple(polygon for _, polygon in shells)
