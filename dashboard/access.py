"""Accounts at the door: passwords, the session key, who a session belongs to, and how often one may guess.

The session cookie is Starlette's, signed with a key that lives in the home (0600). It names an account and a mark of
its password hash, so that a new password or a retired account ends every session at the next request.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

from itsdangerous import BadSignature, URLSafeTimedSerializer
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from dashboard.wall_links import WallLinks
from situation.errors import SituationError
from situation.model.regions import Gazetteer, RegionCode
from situation.store.engine import Store
from situation.store.reading import User, read_user

KEY_FILE: Final = "session.key"
FAILURES: Final = 5
PAUSE: Final = timedelta(minutes=10)
CAPTURE: Final = "capture"  # the account of the briefing's own browser: looks, never edits
_CAPTURE_SECONDS: Final = 120


@cache
def _hasher() -> PasswordHash:
    return PasswordHash((Argon2Hasher(),))


def hash_password(password: str) -> str:
    """An argon2 hash; fewer than eight characters are refused."""
    if len(password) < 8:
        raise SituationError("a password needs at least 8 characters")
    return _hasher().hash(password)


@cache
def _nobody() -> str:
    """Checked when the name is unknown, so that an unknown name takes as long as a wrong password."""
    return _hasher().hash(secrets.token_hex(16))


def session_key(home: Path) -> str:
    """The signing key of this installation: made once, readable by its owner only."""
    path = home / KEY_FILE
    if not path.exists():
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_hex(32), "ascii")
        with suppress(FileExistsError):  # the first process wins; the others read its key
            os.link(unfinished, path)
        unfinished.unlink()
    return path.read_text("ascii").strip()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is looking, and how far that person's hands reach."""

    name: str
    role: str  # office | township | viewer
    township: RegionCode | None = None

    @property
    def is_office(self) -> bool:
        return self.role == "office"

    @property
    def may_edit(self) -> bool:
        return self.is_office or (self.role == "township" and self.township is not None)

    def sees(self, township: RegionCode | None) -> bool:
        """A township's account sees its own; the others see the county."""
        return self.role != "township" or (township is not None and township == self.township)

    def may_touch(self, village: RegionCode, gazetteer: Gazetteer) -> bool:
        if village not in gazetteer or not self.may_edit:
            return False
        township = gazetteer.township_of(village)
        return self.is_office or (township is not None and township.code == self.township)


class Guesses:
    """Failed attempts: five for an account from one address, more for an address as a whole; then a pause."""

    def __init__(self) -> None:
        self._failed: dict[str, deque[datetime]] = {}
        self._lock = Lock()

    def pause_until(self, name: str, address: str, now: datetime) -> datetime | None:
        with self._lock:
            known = [f for key in _keys(name, address) if (f := self._failed.get(key)) and len(f) == f.maxlen]
        return max((f[0] + PAUSE for f in known if f[0] + PAUSE > now), default=None)

    def failed(self, name: str, address: str, now: datetime) -> None:
        with self._lock:
            for stale in [key for key, failed in self._failed.items() if failed[-1] + PAUSE < now]:
                del self._failed[stale]
            for key, limit in _keys(name, address).items():
                self._failed.setdefault(key, deque(maxlen=limit)).append(now)

    def succeeded(self, name: str, address: str) -> None:
        with self._lock:
            for key in _keys(name, address):
                self._failed.pop(key, None)


def _keys(name: str, address: str) -> dict[str, int]:
    return {f"{address} {name}": FAILURES, address: 5 * FAILURES}


class Access:
    """Asks the store who may come in."""

    def __init__(self, store: Store, key: str) -> None:
        self._store = store
        self._tokens = URLSafeTimedSerializer(key, salt=CAPTURE)
        self._used: set[str] = set()
        self.guesses = Guesses()
        self.walls = WallLinks(store)

    def check(self, name: str, password: str) -> User | None:
        user = self._user(name)
        is_right = _hasher().verify(password, user.password_hash if user else _nobody())
        return user if user and is_right and user.is_active else None

    def visitor(self, session: Mapping[str, Any]) -> Visitor | None:
        """The account a session belongs to, while it is active and its password the same."""
        name = session.get("user")
        if name == CAPTURE and session.get("mark") == CAPTURE:
            return Visitor(CAPTURE, "viewer")
        user = self._user(str(name)) if name else None
        if user is None or not user.is_active or session.get("mark") != _mark(user):
            return None
        return Visitor(user.name, user.role, user.township)

    def _user(self, name: str) -> User | None:
        with self._store.reading() as connection:
            return read_user(connection, name)

    def capture_token(self) -> str:
        """Lets one browser in, once, within two minutes."""
        return self._tokens.dumps(secrets.token_hex(8))

    def takes(self, token: str) -> bool:
        try:
            nonce = str(self._tokens.loads(token, max_age=_CAPTURE_SECONDS))
        except BadSignature:
            return False
        is_new = nonce not in self._used
        self._used.add(nonce)
        return is_new


def session_for(user: User) -> dict[str, Any]:
    region = user.township or ""
    return {"user": user.name, "role": user.role, "region": region, "mark": _mark(user), "form": secrets.token_hex(16)}


def capture_session() -> dict[str, Any]:
    return {"user": CAPTURE, "role": "viewer", "region": "", "mark": CAPTURE, "form": ""}


def _mark(user: User) -> str:
    return hashlib.sha256(f"{user.password_hash}|{user.role}|{user.township}".encode()).hexdigest()[:16]
