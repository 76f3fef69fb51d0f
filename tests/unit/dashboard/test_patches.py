"""A patched panel is the panel the server would draw now, at a fraction of its size."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dashboard.pages.wall import PANELS
from dashboard.panels import as_json, render_panels
from dashboard.patches import Patch, difference
from dashboard.words import Words
from tests.builders import story

VALUES = st.recursive(
    st.none() | st.integers(-3, 3) | st.text("ab", max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("xy", max_size=1), inner, max_size=3),
    max_leaves=8,
)


def patched(value: Any, patch: Patch) -> Any:
    """As panels.js does it."""
    path, now = patch
    if not path:
        return now
    changed = copy.copy(value)
    changed[path[0]] = patched(changed[path[0]], [path[1:], now])
    return changed


@given(VALUES, VALUES)
def test_patches_lead_from_any_value_to_any_other(before: Any, after: Any) -> None:
    reached = before
    for patch in difference(before, after):
        reached = patched(reached, patch)
    assert reached == after


def test_nothing_changed_is_nothing_sent() -> None:
    assert difference({"a": [1, {"b": "c"}]}, {"a": [1, {"b": "c"}]}) == []


def test_a_commit_travels_as_its_numbers_not_as_its_panels() -> None:
    before, after = (render_panels(PANELS, story(version=v, red=r), Words("zh")) for v, r in ((1, 6), (2, 7)))
    patches = {name: difference(before[name], after[name]) for name in after}
    assert len(as_json(patches)) < len(json.dumps(after)) / 10
