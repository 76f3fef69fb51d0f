"""The pages there are. A new page adds its module's ``PAGE`` here; ``dashboard.page`` says what a page is."""

from __future__ import annotations

from typing import Final

from dashboard.page import Page
from dashboard.pages import briefing, desk, wall

PAGES: Final[tuple[Page, ...]] = (wall.PAGE, desk.PAGE, briefing.PAGE)
