"""Panels: parts of a page that the live feed keeps current. Rendered once per version, for all viewers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dash import html
from plotly.utils import PlotlyJSONEncoder

from dashboard.page import Panel
from dashboard.words import Words
from situation.model.picture import Snapshot


def as_json(content: Any) -> str:
    """Compact JSON in which components have become what the browser's renderer takes."""
    return json.dumps(content, cls=PlotlyJSONEncoder, ensure_ascii=False, separators=(",", ":"))


def render_panels(panels: Mapping[str, Panel], snapshot: Snapshot, words: Words) -> dict[str, Any]:
    """Each panel's children as plain JSON values, comparable and ready for the browser's renderer."""
    return {name: json.loads(as_json(panel(snapshot, words))) for name, panel in panels.items()}


def placed(panels: Mapping[str, Panel], name: str, snapshot: Snapshot, words: Words, **props: Any) -> html.Div:
    """The panel in a page's first layout: the same function, the same content, under the id the feed writes to."""
    return html.Div(panels[name](snapshot, words), id=name, **props)
