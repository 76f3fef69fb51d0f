"""How far each kind of organisation has come: five stacked bars in the ramp of the map."""

from __future__ import annotations

from typing import Any, Final

from dash import html

from dashboard.parts.panel_frame import head
from dashboard.words import Words, term
from situation.model.picture import BodyProgress, Snapshot
from situation.model.reports import Body

BODY_NAMES: Final = {
    Body.PARTY: term("党组织"),
    Body.VILLAGE: term("村委会"),
    Body.RESIDENTS: term("居委会"),
    Body.SUPERVISION: term("监督委"),
    Body.ECONOMIC: term("合作社"),
}
GROUP_NAMES: Final = (term("未启动"), term("筹备"), term("提名联审"), term("选举交接"), term("完成"))
_READABLE: Final = 0.075  # narrower parts carry no number


def body_bars(snapshot: Snapshot, words: Words) -> list[Any]:
    legend = [html.Span([html.I(className=f"swatch s{g}"), words(GROUP_NAMES[g])]) for g in (4, 3, 2, 1)]
    rows = [_row(progress, words) for progress in snapshot.bodies if progress.village_count]
    return [head(words("五类组织进度"), *legend), *rows]


def _row(progress: BodyProgress, words: Words) -> html.Div:
    elected = [
        words("已选"),
        " ",
        html.B(words.number(progress.elected_count)),
        f"/{words.number(progress.village_count)}",
    ]
    parts = [_part(progress, group) for group in (4, 3, 2, 1, 0) if progress.group_counts[group]]
    return html.Div(
        [
            html.Span(words(BODY_NAMES[progress.body]), className="body-name"),
            html.Div(parts, className="stack"),
            html.Span(elected, className="body-elected"),
        ],
        className="body-row",
    )


def _part(progress: BodyProgress, group: int) -> html.Span:
    count = progress.group_counts[group]
    share = count / progress.village_count
    number = str(count) if share >= _READABLE else ""
    return html.Span(number, className=f"stack-part s{group}", style={"width": f"{100 * share:.3f}%"})
