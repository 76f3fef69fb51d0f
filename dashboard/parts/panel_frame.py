"""What panels share: a head with its caption, and pages that the browser turns every twenty seconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component


def head(title: Any, *caption: Any) -> html.Div:
    return html.Div([html.H2(title), html.Div(list(caption), className="caption")], className="panel-head")


def paged(rows: Sequence[Component], size: int, rest: str = "") -> html.Div:
    """``rest`` says what the first page leaves out; the browser turns the pages and writes “1 / 3 页”.

    The last page is as full as the others: it repeats rows rather than leave the screen empty.
    """
    starts = [min(i, max(0, len(rows) - size)) for i in range(0, len(rows), size)]
    pages = [html.Div(list(rows[i : i + size]), className="leaf") for i in starts]
    if len(pages) < 2:
        return html.Div(pages, className="leaves")
    foot = html.Div([html.Span(rest), html.Span(**{"data-leaf-number": ""})], className="leaf-foot")
    return html.Div([*pages, foot], className="leaves", **{"data-leaves": str(len(pages))})


def share_bar(percent: float | None, plan: float | None = None, class_name: str = "share-bar") -> html.Div:
    """A true 0–100 bar with the plan as a tick."""
    inside = [html.I(className="share-done", style={"width": f"{percent or 0:.2f}%"})]
    if plan is not None:
        inside.append(html.I(className="share-plan", style={"left": f"{min(plan, 100):.2f}%"}))
    return html.Div(inside, className=class_name)


def with_bold(text: str, number: int) -> list[Any]:
    """A said text whose ``{n}`` is set in bold."""
    before, _, after = text.partition("{n}")
    return [before, html.B(number), after]
