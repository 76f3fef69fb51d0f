"""How a village's name comes out of a clerk's hands: endings, former names, a wrong character."""

from __future__ import annotations

from random import Random

from demo.habits import Habit
from demo.places import Township, Village

ENDINGS = ("社区", "村")
SOUND_ALIKE = dict(zip("湾塘坪岭洲坳溪桥泉井源坡渡墩寨浦柘鹭", "弯糖平令州拗西乔全景原波度敦塞铺拓路", strict=True))
SLIP = 1 / 240  # wrong characters per village and bulletin
FORMER = 1 / 25  # former names per village that has one, where the township has that habit


def spell(village: Village, township: Township, habit: Habit, rng: Random) -> str:
    slip, former = rng.random() < SLIP, rng.random() < FORMER
    if former and habit.former and village.former and not _borne_by_another(village, township):
        return village.former[0]
    if slip and (wrong := _misspelt(village.name)) and wrong not in {v.name for v in township.villages}:
        return wrong
    form = habit.community if village.is_community else habit.village
    if form == "{}" and _stem_is_shared(village, township):
        return village.name
    return form.format(stem(village.name))


def stem(name: str) -> str:
    return next((name.removesuffix(ending) for ending in ENDINGS if name.endswith(ending)), name)


def _stem_is_shared(village: Village, township: Township) -> bool:
    return sum(stem(other.name) == stem(village.name) for other in township.villages) > 1


def _borne_by_another(village: Village, township: Township) -> bool:
    return any(village.former[0] in (other.name, *other.former) for other in township.villages if other != village)


def _misspelt(name: str) -> str:
    wrong = next((char for char in name if char in SOUND_ALIKE), "")
    return name.replace(wrong, SOUND_ALIKE[wrong], 1) if wrong else ""
