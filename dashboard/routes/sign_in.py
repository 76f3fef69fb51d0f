"""``/sign-in`` and ``/sign-out``: plain forms, so that they work before any script has loaded."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from dashboard.access import Access, capture_session, session_for
from dashboard.sessions import is_own, visitor_of
from dashboard.viewing import Viewing
from dashboard.words import Words, choose_language
from situation.clock import real_now
from situation.store.reading import User

_ROOM = Path(__file__).parent.parent
_PAGE = _ROOM / "sign_in.html"


def router(access: Access, viewing: Viewing) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get("/sign-in")
    def ask(request: Request, next: str = "/desk") -> Response:
        if visitor_of(request):
            return RedirectResponse(safe_path(next), 303)
        return page(titled(viewing), words_of(request), safe_path(next))

    @routes.post("/sign-in")
    async def sign_in(
        request: Request,
        name: Annotated[str, Form(max_length=80)] = "",
        password: Annotated[str, Form(max_length=200)] = "",
        next: Annotated[str, Form(max_length=500)] = "/desk",
    ) -> Response:
        if not is_own(request):
            raise HTTPException(403, "sign in on the page of this site")
        user, told, status = await run_in_threadpool(_tried, access, request, name, password)
        if user is None:
            return page(titled(viewing), words_of(request), safe_path(next), told, name, status)
        request.session.clear()
        request.session.update(session_for(user))
        return RedirectResponse(safe_path(next), 303)

    @routes.post("/sign-out")
    def sign_out(request: Request) -> Response:
        if not is_own(request):
            raise HTTPException(403, "sign out on the page of this site")
        request.session.clear()
        return RedirectResponse("/sign-in", 303)

    @routes.get("/sign-in/capture")
    def let_capture_in(request: Request, token: str, next: str = "/wall") -> Response:
        """The briefing's own browser, by a token that works once."""
        if not access.takes(token):
            raise HTTPException(403, "the token is used or too old")
        request.session.clear()
        request.session.update(capture_session())
        return RedirectResponse(safe_path(next), 303)

    return routes


def _tried(access: Access, request: Request, name: str, password: str) -> tuple[User | None, str, int]:
    """The account, or what its visitor is told."""
    words, address, now = words_of(request), request.client.host if request.client else "", real_now()
    pause = access.guesses.pause_until(name, address, now)
    if pause is not None:
        return None, words("连续输错，请 {n} 分钟后再试", n=1 + int((pause - now).total_seconds() // 60)), 429
    user = access.check(name, password)
    if user is None:
        access.guesses.failed(name, address, now)
        return None, words("账号或密码不对"), 401
    access.guesses.succeeded(name, address)
    return user, "", 200


def titled(viewing: Viewing) -> str:
    return viewing.snapshot().campaign.title


def words_of(request: Request) -> Words:
    return choose_language(request.query_params, request.cookies)


def safe_path(path: str) -> str:
    """Only a path of this site: never another host, however it is written."""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and "\\" not in path
    return path if is_ours and path.isprintable() else "/desk"


def page(title: str, words: Words, path: str, told: str = "", name: str = "", status: int = 200) -> HTMLResponse:
    styles = "".join(
        f'<link rel="stylesheet" href="/assets/{css.name}">' for css in sorted((_ROOM / "assets").glob("*.css"))
    )
    content = _PAGE.read_text("utf-8").format(
        lang=words.html_lang,
        styles=styles,
        title=escape(title),
        heading=escape(words("登录")),
        name_label=escape(words("账号")),
        password_label=escape(words("密码")),
        button=escape(words("登录")),
        hint=escape(words("账号由县选举办开通；忘记密码请联系县选举办")),
        told=f'<p class="told" role="alert">{escape(told)}</p>' if told else "",
        name=escape(name, quote=True),
        path=escape(path, quote=True),
    )
    return HTMLResponse(content, status, headers={"Cache-Control": "no-store"})
