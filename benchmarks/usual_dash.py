"""The usual Dash way, to compare with: a whole GeoJSON as ``data`` of a layer, returned by a callback at each change."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

import dash_leaflet as dl
from dash import Dash, Input, Output, html

STYLE = """
window.usual = {style: {colour: function(feature) {
  const p = feature.properties;
  if (p.last && p.revision) {
    const revision = p.revision;
    requestAnimationFrame(() => requestAnimationFrame(() => { window.paintedRevision = revision; window.paintedAt = Date.now(); }));
  }
  return {weight: 0.5, color: '#0C1217', fillOpacity: 1, fillColor: ['#252D35','#32786B','#295F58','#D6982C','#D83A3C'][p.light]};
}}};
"""


def make_app(boundaries: Path, changed: int) -> Dash:
    collection: dict[str, Any] = json.loads(boundaries.read_text("utf-8"))
    features = collection["features"]
    for feature in features:
        feature["properties"] |= {"light": 2, "revision": 0, "last": False}
    features[-1]["properties"]["last"] = True
    app = Dash(__name__)
    app.index_string = app.index_string.replace("{%scripts%}", "{%scripts%}<script>" + STYLE + "</script>")
    app.layout = html.Div(
        [
            html.Button("change", id="change"),
            dl.Map(
                dl.GeoJSON(id="land", data=collection, style={"variable": "usual.style.colour"}, zoomToBounds=True),
                center=(35.1, 90.1),
                zoom=10,
                preferCanvas=True,
                style={"height": "1000px"},
            ),
        ]
    )
    dice = random.Random(3)

    @app.callback(Output("land", "data"), Input("change", "n_clicks"), prevent_initial_call=True)
    def change(clicks: int) -> dict[str, Any]:
        for feature in dice.sample(features, changed):
            feature["properties"]["light"] = dice.randrange(1, 5)
        features[-1]["properties"]["revision"] = clicks
        return collection

    return app


if __name__ == "__main__":
    make_app(Path(sys.argv[1]), int(sys.argv[3])).run(port=int(sys.argv[2]), debug=False)
