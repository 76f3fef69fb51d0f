"""Who is looking: what the session says, and which rooms of the house that opens.

Signing in lives in ``pages.sign_in``; it leaves ``user`` (a name), ``role`` and ``region`` in the session. Wall and map
are open to everybody only where ``access.public_screens`` says so, and to a wall that came by its link; the desk
never is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import HTTPException, Request


@dataclass(frozen=True, slots=True)
class Gate:
    """Decides by the session alone; pages and routes ask it."""

    public_screens: bool

    def may_view(self, session: Mapping[str, Any], needs_sign_in: bool = False) -> bool:
        is_open = self.public_screens or bool(session.get("wall"))
        return bool(session.get("user")) or (is_open and not needs_sign_in)

    def screens(self, request: Request) -> None:
        """For routes that feed wall and map."""
        if not self.may_view(session_of(request)):
            raise HTTPException(401, "sign in first")


def session_of(request: Request) -> Mapping[str, Any]:
    """An account's session; else what ``WallGuard`` knows of the wall."""
    session = request.scope.get("session") or {}
    return session if session.get("user") else request.scope.get("wall") or session
