"""``/desk/act/<name>`` takes the desk's forms, ``/desk/files`` what is dropped or pasted. Answers are JSON.

What a person can mend is an answer, not a failure (a browser would log it as one): HTTP 200 with ``ok`` false and a
``status`` — 422: fields are wrong, each with its text · 409: somebody was faster, the page shows the newer state and
keeps what was typed. What is not this account's business is HTTP 403.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from dashboard.access import Visitor
from dashboard.desk.acts import ACTS
from dashboard.desk.forms import BadForm, Form
from dashboard.desk.office import Office
from dashboard.desk.received import LARGEST, TooLarge, keep_upload, waiting_count
from dashboard.sessions import require_own_form, visitor_of
from dashboard.viewing import Viewing
from dashboard.words import Words, choose_language
from situation.errors import NotAllowed, OutOfDate, SituationError
from situation.model.regions import RegionCode

_MOST_FILES = 20


def router(viewing: Viewing, office: Office) -> APIRouter:
    routes = APIRouter(prefix="/desk", include_in_schema=False)

    @routes.post("/act/{name}")
    async def act(name: str, request: Request) -> JSONResponse:
        words, visitor = choose_language({}, request.cookies), _editor(request)
        async with request.form(max_files=0, max_fields=2000) as posted:
            require_own_form(request, _first(posted))
            fields = {key: [str(v) for v in posted.getlist(key)] for key in posted}
        if name not in ACTS:
            raise HTTPException(404, "there is no such act")
        return await run_in_threadpool(_do, name, viewing, office, visitor, Form(fields, words))

    @routes.post("/files")
    async def files(request: Request) -> JSONResponse:
        words, visitor = choose_language({}, request.cookies), _editor(request)
        if int(request.headers.get("content-length") or LARGEST + 1) > _MOST_FILES * LARGEST:
            raise HTTPException(413, "too much at once")
        async with request.form(max_files=_MOST_FILES, max_fields=20, max_part_size=LARGEST) as posted:
            require_own_form(request, _first(posted))
            return await run_in_threadpool(_keep, office, visitor, posted, words)

    return routes


def _editor(request: Request) -> Visitor:
    visitor = visitor_of(request)
    if visitor is None:
        raise HTTPException(401, "sign in first")
    if not visitor.may_edit:
        raise HTTPException(403, "this account only looks")
    return visitor


def _first(posted: FormData) -> Mapping[str, object]:
    return dict(posted)


def _do(name: str, viewing: Viewing, office: Office, visitor: Visitor, form: Form) -> JSONResponse:
    try:
        said = ACTS[name](office, visitor, form)
    except BadForm as bad:
        told = form.words("有 {n} 处需要改正", n=len(bad.errors))
        return _answer(422, told, errors=bad.errors)
    except NotAllowed as error:
        return _answer(403, str(error))
    except OutOfDate:
        return _answer(409, form.words("您填写时这个村的数据已更新；已显示最新内容，请核对后再保存"))
    except SituationError as error:
        return _answer(409, form.words("没有保存：{why}", why=error))
    viewing.catch_up()
    return _answer(200, said)


def _keep(office: Office, visitor: Visitor, posted: FormData, words: Words) -> JSONResponse:
    """A township's account sends for itself; the office may say for whom."""
    chosen = office.gazetteer.find(str(posted.get("township", ""))) if visitor.is_office else None
    township: RegionCode | None = visitor.township or (chosen.code if chosen else None)
    given = [(f.filename or "", f.file) for f in posted.getlist("files") if isinstance(f, UploadFile) and f.filename]
    text = str(posted.get("text", "")).strip()
    if text:
        given.append((words("粘贴文本") + ".txt", io.BytesIO(text.encode())))
    if not given:
        return _answer(422, words("请选择文件，或粘贴文字"), errors={"files": words("请选择文件，或粘贴文字")})
    now = office.clock.now()
    for name, content in given:
        try:
            keep_upload(office.home, name, content, by=visitor.name, township=township, received_at=now)
        except TooLarge:
            return _answer(422, words("“{name}”超过 20 MB", name=name), errors={"files": words("单个文件不超过 20 MB")})
    return _answer(200, words("已收到 {n} 个文件，读取后列入待核", n=len(given)), waiting=waiting_count(office.home))


def _answer(status: int, said: str, **more: Any) -> JSONResponse:
    sent = {"ok": status == 200, "status": status, "said": said, **more}
    return JSONResponse(sent, 403 if status == 403 else 200, headers={"Cache-Control": "no-store"})
