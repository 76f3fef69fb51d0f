"""What differs between two renderings of a panel: places and what stands there now, mostly a handful of numbers.

A place is a path of keys and positions into the panel's JSON; the browser holds the panel and changes it there.
"""

from __future__ import annotations

from typing import Any

Patch = list[Any]  # [path, value]


def difference(before: Any, after: Any) -> list[Patch]:
    """Nothing where both are the same; one patch of the whole where they have no common shape."""
    if before == after:
        return []
    places = _common_places(before, after)
    if places is None:
        return [[[], after]]
    return [[[place, *path], value] for place in places for path, value in difference(before[place], after[place])]


def _common_places(before: Any, after: Any) -> list[Any] | None:
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        return list(after)
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return list(range(len(after)))
    return None
