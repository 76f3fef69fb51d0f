"""The bar over the light pages: where one is, how current it is, who one is."""

from __future__ import annotations

from typing import Any, Final

from dash import html

from dashboard.parts.campaign_head import TRUST_NAMES
from dashboard.words import Words, term
from situation.model.picture import Snapshot

PLACES: Final = (
    ("/map", term("地图")),
    ("/plan", term("日程")),
    ("/desk", term("工作台")),
    ("/desk#incidents", term("事件")),
    ("/briefing", term("简报")),
    ("/wall", term("大屏")),
)


def top_bar(snapshot: Snapshot, words: Words, here: str, trust: Any, name: str = "") -> html.Header:
    """``trust`` is the panel with ``bar_trust``, placed by the page under an id of its own."""
    links = [
        html.A(words(text), href=path, className="place here" if path == here else "place") for path, text in PLACES
    ]
    other = ("en", "EN") if words.is_chinese else ("zh", "中")
    person = [html.Span(name, className="person"), _sign_out(words)] if name else [_sign_in(words)]
    language = html.A(other[1], href=f"?lang={other[0]}", className="language", **{"data-language": other[0]})
    title = html.H1(snapshot.campaign.title)
    return html.Header([title, html.Nav(links), trust, html.Div([*person, language], className="who")], className="top")


def bar_trust(snapshot: Snapshot, words: Words) -> list[Any]:
    fresh = snapshot.freshness
    states = [html.Span(words(text), className=f"trust-word trust-{state}") for state, text in TRUST_NAMES.items()]
    reported = words("{n}/{of} 乡镇已报", n=fresh.reported_count, of=fresh.township_count)
    rehearsal = [html.Span(words("演练"), className="rehearsal")] if fresh.is_rehearsal else []
    return [
        *rehearsal,
        html.I(className="trust-dot"),
        *states,
        html.Span(words("截至 {when}", when=words.moment(fresh.as_of)), className="as-of"),
        html.Span(reported),
        html.Span(f"v{snapshot.version}", **{"data-version": str(snapshot.version)}),
    ]


def _sign_out(words: Words) -> html.Form:
    return html.Form(html.Button(words("退出"), className="link"), action="/sign-out", method="post")


def _sign_in(words: Words) -> html.A:
    return html.A(words("登录"), href="/sign-in")
