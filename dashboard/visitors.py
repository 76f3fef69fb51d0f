"""Who is looking: what the session says, and which rooms of the house that opens.

Signing in lives in ``pages.sign_in``; it leaves ``user`` (a name), ``role`` and ``region`` in the session. Wall and map
are open to everybody only where ``access.public_screens`` says so; the desk never is.
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
        return bool(session.get("user")) or (self.public_screens and not needs_sign_in)

    def screens(self, request: Request) -> None:
        """For routes that feed wall and map."""
        if not self.may_view(session_of(request)):
            raise HTTPException(401, "sign in first")


def session_of(request: Request) -> Mapping[str, Any]:
    return request.scope.get("session") or {}
