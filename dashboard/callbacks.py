"""How a callback leaves the event loop, and what the present request asks for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import parse_qsl

from dash.backends._fastapi import get_current_request

from dashboard.page import Visit
from dashboard.visitors import session_of
from dashboard.words import choose_language

P = ParamSpec("P")
R = TypeVar("R")


def aside(callback: Callable[P, R]) -> Callable[P, Coroutine[Any, Any, R]]:
    """Runs a callback in a thread. Dash's FastAPI backend would run it on the event loop and stop every stream."""

    @wraps(callback)
    async def run(*args: P.args, **kwargs: P.kwargs) -> R:
        return await asyncio.to_thread(callback, *args, **kwargs)

    return run


def visit_of(path: str, search: str | None) -> Visit:
    """What the present request asks for. Only inside a request."""
    request = get_current_request()
    query = dict(parse_qsl((search or "").lstrip("?")))
    return Visit(path, query, choose_language(query, request.cookies), session_of(request))


def may_view() -> bool:
    """Whether whoever asks now may see wall and map: pages are gated when laid out, callbacks by this."""
    request = get_current_request()
    return bool(request.app.state.gate.may_view(session_of(request)))
