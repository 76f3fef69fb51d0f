"""Reads a posted form and checks it: every error at once, each beside its field, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from dashboard.words import Words

_E = TypeVar("_E", bound=StrEnum)
_PERSONAL: Final = re.compile(r"(?<!\d)(1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")
_WIDE: Final = str.maketrans("０１２３４５６７８９，", "0123456789,")


class BadForm(Exception):
    """What is wrong, by field name. A value for the page, never a failure of ours."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {text}" for name, text in errors.items()))
        self.errors = dict(errors)


class Form:
    """Ask for all fields first, then ``check``."""

    def __init__(self, fields: Mapping[str, list[str]], words: Words) -> None:
        self._fields = fields
        self.words = words
        self.errors: dict[str, str] = {}

    def raw(self, name: str) -> str:
        return next(iter(self._fields.get(name, [])), "").strip()

    def all(self, name: str) -> list[str]:
        return self._fields.get(name, [])

    def has(self, name: str) -> bool:
        return bool(self.raw(name))

    def text(self, name: str, *, is_needed: bool = False, most: int = 500) -> str:
        """Free text; what looks like a telephone or identity number is refused."""
        found = self.raw(name)
        if is_needed and not found:
            self.fault(name, self.words("必填：请写明，便于以后的人看懂"))
        elif len(found) > most:
            self.fault(name, self.words("太长：最多 {n} 字", n=most))
        elif _PERSONAL.search(found):
            self.fault(name, self.words("请勿填写电话或证件号码"))
        return found

    def day(self, name: str, *, is_needed: bool = False) -> date | None:
        found = self.raw(name).replace("/", "-").replace(".", "-")
        if not found:
            if is_needed:
                self.fault(name, self.words("请填写日期"))
            return None
        try:
            return date(*(int(part) for part in found.split("-")))
        except (ValueError, TypeError):
            self.fault(name, self.words("不是有效日期，请按 2026-01-16 填写"))
            return None

    def count(self, name: str) -> int | None:
        found = self.raw(name).translate(_WIDE).replace(",", "")
        if not found:
            return None
        if not (found.isascii() and found.isdecimal() and len(found) <= 9):
            self.fault(name, self.words("应为不小于 0 的整数"))
            return None
        return int(found)

    def flag(self, name: str) -> bool | None:
        return {"yes": True, "no": False}.get(self.raw(name))

    def choice(self, name: str, kind: type[_E], *, is_needed: bool = False) -> _E | None:
        found = self.raw(name)
        if found in list(kind):
            return kind(found)
        if found or is_needed:
            self.fault(name, self.words("请选择一项"))
        return None

    def number(self, name: str) -> int:
        """A hidden number of our own page; anything else is no form of ours."""
        found = self.raw(name)
        if not (found.isascii() and found.isdecimal() and len(found) < 12):
            raise BadForm({name: self.words("页面已过时，请刷新")})
        return int(found)

    def fault(self, name: str, text: str) -> None:
        self.errors.setdefault(name, text)

    def check(self) -> None:
        if self.errors:
            raise BadForm(self.errors)
