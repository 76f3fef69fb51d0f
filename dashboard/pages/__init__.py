"""The pages there are. A new page adds its module's ``PAGE`` here; ``dashboard.page`` says what a page is."""

from __future__ import annotations

from typing import Final

from dashboard.page import Page
from dashboard.pages import briefing, desk, plan, wall
from dashboard.pages import map as county_map

PAGES: Final[tuple[Page, ...]] = (wall.PAGE, county_map.PAGE, plan.PAGE, desk.PAGE, briefing.PAGE)
