"""The county's register of key villages: why each is on it, whose post answers for it, how far its plan is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from demo.days import date_of
from demo.places import Village


@dataclass(frozen=True, slots=True)
class KeyVillage:
    """A line of the county's register: why, whose post answers for it, how far its plan is."""

    village: Village
    difficulty: str
    reason: str
    post: str
    listed: int
    deadline: int
    steps: tuple[tuple[int, str, int], ...]  # day, colour, measures done of eight
    delisted: int

    def colour_on(self, day: int) -> str:
        return [colour for at, colour, _ in self.steps if at <= day][-1]

    def measures_on(self, day: int) -> int:
        return [done for at, _, done in self.steps if at <= day][-1]

    def moved_on(self, day: int) -> bool:
        return day in (self.listed, self.delisted) or any(at == day for at, _, _ in self.steps)

    def as_object(self, day: int) -> dict[str, Any]:
        return {
            "village_code": self.village.code,
            "status": "delisted" if day >= self.delisted else "listed",
            "colour": {"红": "red", "黄": "yellow", "绿": "green"}[self.colour_on(day)],
            "reason": self.reason,
            "post": self.post,
            "measures_done": self.measures_on(day),
            "measures_total": 8,
            "deadline": date_of(self.deadline).isoformat(),
        }


_Steps = tuple[tuple[int, str, int], ...]
_STORIES: tuple[tuple[str, str, str, str, int, int, _Steps, int], ...] = (
    (
        "land",
        "遗留问题未解决",
        "旧厂区征地补偿遗留问题",
        "县委副书记",
        5,
        44,
        ((5, "黄", 1), (15, "黄", 3), (29, "黄", 5), (37, "红", 6), (43, "黄", 7), (47, "绿", 8)),
        52,
    ),
    (
        "bribery",
        "宗族派性严重",
        "竞选激烈，曾有拉票举报",
        "县委常委、政法委书记",
        5,
        43,
        ((5, "黄", 1), (22, "黄", 3), (38, "红", 5), (42, "黄", 7), (46, "绿", 8)),
        52,
    ),
    (
        "compensation",
        "经济薄弱无人干",
        "移民后扶资金分配争议、人选难定",
        "县委常委、组织部部长",
        5,
        45,
        ((5, "黄", 2), (22, "黄", 4), (36, "黄", 6), (43, "黄", 7), (48, "绿", 8)),
        54,
    ),
    (
        "clans",
        "宗族派性严重",
        "两姓矛盾",
        "县委常委、宣传部部长",
        5,
        42,
        ((5, "红", 1), (15, "黄", 4), (29, "黄", 6), (36, "黄", 7), (44, "绿", 8)),
        52,
    ),
    (
        "well",
        "村务不公开管理混乱",
        "饮水工程账目未公开",
        "县委常委、统战部部长",
        5,
        33,
        ((5, "黄", 3), (15, "黄", 6), (29, "绿", 7), (36, "绿", 8)),
        57,
    ),
    (
        "merger",
        "拆迁合并改制",
        "两村合并后资产未理清",
        "县政府副县长",
        5,
        34,
        ((5, "黄", 2), (15, "黄", 5), (29, "绿", 7), (37, "绿", 8)),
        57,
    ),
)


def key_villages_of(roles: Mapping[str, Village]) -> tuple[KeyVillage, ...]:
    return tuple(KeyVillage(roles[story[0]], *story[1:]) for story in _STORIES)
