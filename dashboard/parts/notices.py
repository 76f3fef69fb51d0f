"""What a page shows when it cannot show what was asked for."""

from __future__ import annotations

from urllib.parse import quote

from dash import html

from dashboard.words import Words


def not_found(words: Words) -> html.Main:
    return html.Main(
        [html.H1(words("没有这一页")), html.A(words("打开地图"), href="/map")], className="notice"
    )


def sign_in_first(path: str, words: Words) -> html.Main:
    return html.Main(
        [html.H1(words("请先登录")), html.A(words("登录"), href=f"/sign-in?next={quote(path)}")],
        className="notice",
    )
