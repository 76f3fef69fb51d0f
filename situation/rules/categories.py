"""The categories of incidents (incidents.toml): whom they go to, how grave, and by when they should be closed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from situation.model.reports import Severity


@dataclass(frozen=True, slots=True)
class Category:
    code: str
    zh: str
    en: str
    lead_unit: str
    severity: Severity | None
    days: int | None


@dataclass(frozen=True, slots=True)
class _Book:
    categories: Mapping[str, Category]
    people: tuple[tuple[int, Severity], ...]  # worst first
    days: Mapping[Severity, int]


@cache
def _book() -> _Book:
    raw = tomllib.loads((files(__package__) / "incidents.toml").read_text("utf-8"))
    severities = {Severity(name): table for name, table in raw["severities"].items()}
    return _Book(
        {code: _category(code, table) for code, table in raw["categories"].items()},
        tuple(sorted(((table["people"], name) for name, table in severities.items()), reverse=True)),
        {name: table["days"] for name, table in severities.items()},
    )


def _category(code: str, table: Mapping[str, Any]) -> Category:
    severity = Severity(table["severity"]) if "severity" in table else None
    return Category(code, table["zh"], table["en"], table["lead"], severity, table.get("days"))


def categories() -> tuple[Category, ...]:
    return tuple(_book().categories.values())


def category(code: str) -> Category:
    """The category of that code; an unknown code is 其他."""
    return _book().categories.get(code, _book().categories["I99"])


def category_name(code: str, lang: str = "zh") -> str:
    return category(code).en if lang == "en" else category(code).zh


def severity_of(code: str, people: int | None) -> Severity:
    """How grave an incident is when nobody said so: by its category and the number of people."""
    by_people = next((name for least, name in _book().people if (people or 0) >= least), Severity.MINOR)
    by_category = category(code).severity or Severity.MINOR
    return max(by_people, by_category, key=lambda severity: severity.rank)


def limit_of(code: str, severity: Severity, since: date) -> date:
    """The day by which to close, when no deadline was set."""
    days = category(code).days
    grave = severity.rank >= Severity.MAJOR.rank
    return since + timedelta(_book().days[severity] if days is None or grave else days)
