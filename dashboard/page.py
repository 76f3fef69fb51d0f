"""What a page is: an address, a theme, a layout, its callbacks, and the panels that the feed keeps current."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dash import Dash

from dashboard.viewing import Viewing
from dashboard.wire import Encode
from dashboard.words import Words
from situation.model.picture import Snapshot

Children = Any  # what Dash takes as children: a component, a text, or a list of them
Panel = Callable[[Snapshot, Words], Children]


@dataclass(frozen=True, slots=True)
class Visit:
    """One opening of a page: which path below the page's own, asked with what, in which language, by whom."""

    path: str
    query: Mapping[str, str]
    words: Words
    session: Mapping[str, Any] = field(default_factory=dict)


def _no_callbacks(app: Dash, viewing: Viewing) -> None:
    """A page that only shows panels has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page owns its path and everything below it ("/briefing" also "/briefing/2026-01-08")."""

    path: str
    title: str  # a ``term``
    layout: Callable[[Viewing, Visit], Children]
    theme: Literal["dark", "light"] = "light"
    register: Callable[[Dash, Viewing], None] = _no_callbacks
    panels: Mapping[str, Panel] = field(default_factory=dict)  # component id → pure function
    encode: Encode | None = None  # how a village travels to its map, where not as ``wire.village_array``
    needs_sign_in: bool = False  # else it is open where ``access.public_screens`` says so

    @property
    def name(self) -> str:
        return self.path.strip("/") or "start"
