"""The first thing seen: how many villages are red, amber and normal, and how that moved since yesterday."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.parts.body_bars import GROUP_NAMES
from dashboard.parts.marks import mark
from dashboard.trust import is_empty
from dashboard.words import Words, arrow
from situation.model.picture import Snapshot
from situation.model.standing import Colour

_CALM = (Colour.GREY, Colour.DONE, Colour.GREEN)


def counters(snapshot: Snapshot, words: Words) -> list[Any]:
    if is_empty(snapshot):
        waiting = html.B(words.number(len(snapshot.villages)))
        return [_counter(Colour.GREY, waiting, words("村(社区)待首报"), "", words)]
    now, before = snapshot.colour_counts, snapshot.yesterday_counts
    return [
        _counter(Colour.RED, html.B(now[Colour.RED]), words("预警"), _moved(now, before, Colour.RED), words),
        _counter(
            Colour.YELLOW,
            html.B(now[Colour.YELLOW]),
            words("关注"),
            _moved(now, before, Colour.YELLOW),
            words,
        ),
        _counter(Colour.GREEN, html.B(words.number(_sum(now))), words("正常"), _moved(now, before, *_CALM), words),
    ]


def _sum(counts: Mapping[Colour, int]) -> int:
    return sum(counts.get(colour, 0) for colour in _CALM)


def _moved(now: Mapping[Colour, int], before: Mapping[Colour, int], *colours: Colour) -> str:
    if not before:
        return ""
    difference = sum(now.get(c, 0) - before.get(c, 0) for c in colours)
    return arrow(difference) or "="


def _counter(colour: Colour, figure: Any, name: str, moved: str, words: Words) -> html.Div:
    change = words("持平") if moved == "=" else moved
    return html.Div(
        [mark(colour, words), figure, html.Span(name), html.Span(change, className="moved")],
        className=f"counter counter-{colour.value}",
    )


def map_legend(words: Words) -> list[Any]:
    ramp = [html.Div([html.I(className=f"swatch s{g}"), words(GROUP_NAMES[g])]) for g in (1, 2, 3, 4)]
    signs = (
        ("swatch hatch", words("今日未报")),
        ("swatch outline", words("重点难点村")),
        ("swatch rings", words("升级到县")),
    )
    return [*ramp, *(html.Div([html.I(className=name), text]) for name, text in signs)]
