"""What a page shows when it cannot show what was asked for."""

from __future__ import annotations

from urllib.parse import quote

from dash import html

from dashboard.words import Words

UNFED = {"data-unfed": ""}  # nothing here is live: no stream is opened, none is missed


def not_found(words: Words) -> html.Main:
    return html.Main([html.H1(words("没有这一页")), html.A(words("打开地图"), href="/map")], className="notice")


def sign_in_first(path: str, words: Words) -> html.Main:
    return html.Main(
        [html.H1(words("请先登录")), html.A(words("登录"), href=f"/sign-in?next={quote(path)}")],
        className="notice",
        **UNFED,
    )


def wall_revoked(words: Words) -> html.Main:
    advice = words("请向县选举办索取新的大屏链接，在本机打开一次即可")
    return html.Main([html.H1(words("这块大屏的链接已撤销")), html.P(advice)], className="notice", **UNFED)
