"""A real server on the loopback for a test, and a small browserless client that keeps cookies."""

from __future__ import annotations

import json
import os
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import uvicorn


def share_fonts(home: Path) -> None:
    """Cutting the web font takes seconds: all tests of a machine share the result."""
    shared = Path(tempfile.gettempdir()) / f"situation-test-fonts-{os.getuid()}"
    shared.mkdir(exist_ok=True)
    (home / "fonts").symlink_to(shared)


@contextmanager
def served(app: Any) -> Iterator[str]:
    """The app on a free port, for as long as the block lasts; its address is yielded."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the server did not start")
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Client:
    """Does not follow redirects; says by itself only what it is told to."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), _Stay(), urllib.request.ProxyHandler({})
        )

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self._ask(urllib.request.Request(self.address + path, headers=dict(headers or {})))

    def post(
        self, path: str, form: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        content = urllib.parse.urlencode(form, doseq=True).encode()
        return self._ask(urllib.request.Request(self.address + path, content, dict(headers or {}), method="POST"))

    def post_json(self, path: str, content: Any) -> Answer:
        sent = {"content-type": "application/json"}
        return self._ask(urllib.request.Request(self.address + path, json.dumps(content).encode(), sent, method="POST"))

    def post_files(
        self, path: str, form: Mapping[str, str], files: Mapping[str, bytes], headers: Mapping[str, str]
    ) -> Answer:
        edge = "----------------edge"
        field = f"--{edge}\r\nContent-Disposition: form-data; name="
        parts = [f'{field}"{name}"\r\n\r\n{value}\r\n'.encode() for name, value in form.items()]
        for name, content in files.items():
            parts.append(f'{field}"files"; filename="{name}"\r\n\r\n'.encode() + content + b"\r\n")
        body = b"".join(parts) + f"--{edge}--\r\n".encode()
        sent = {**headers, "content-type": f"multipart/form-data; boundary={edge}"}
        return self._ask(urllib.request.Request(self.address + path, body, sent, method="POST"))

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with self._opener.open(request, timeout=30) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())
