"""Days as the law counts them: calendar days, and working days with 调休 from the State Council's notices.

``workdays_between`` counts both ends, as notices do (公示 4 to 8 January is five working days); ``add_workdays``
does not count the day it starts from. Years without a notice yet fall back on Monday to Friday.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar


@lru_cache(maxsize=4096)
def is_workday(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # beyond the years whose holidays are announced
        return day.weekday() < 5


def workdays_between(start: date, end: date) -> int:
    """Working days from ``start`` to ``end``, both counted; 0 when ``end`` lies before ``start``."""
    return sum(is_workday(start + timedelta(step)) for step in range((end - start).days + 1))


def add_workdays(start: date, count: int) -> date:
    """The day on which ``count`` working days after (or, negative, before) ``start`` are over."""
    step = timedelta(1 if count > 0 else -1)
    day, left = start, abs(count)
    while left:
        day += step
        left -= is_workday(day)
    return day
