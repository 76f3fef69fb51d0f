"""Invented names, with the difficulties real gazetteers have.

Same names in several townships, X村 beside X社区, former names that are somebody
else's current name, look-alike characters, characters that GBK cannot write.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

HEADS = "柳松桐枫荷莲芦苇荻蓼菱芷兰竹梅桂榆楝柘槐杏梨桃橘茶藕蕙芸鹤鹭雁鹿鸥燕云霁雪岚月星晴砚墨琴书棠桑蒲葵莺泉"
TAILS = "湾塘桥坪岭冲坳渡井陂洲畈墩坞埠汀溪源坡寨坝墈圩浦"
ESTATES = (
    "听松 观澜 揽翠 临溪 望岚 锦枫 沁荷 映月 朝晖 晴川 云栖 竹韵 书香 墨池 琴台 雁塔 芳洲 澄湖 瑞雪 兰亭 "
    "星河 霁月 采薇 杏坛 桃蹊 棠荫 文峰 鹤鸣 鹿鸣 清漪 碧梧 石鼓 南薰 北辰 东篱 西泠 新荷 长亭 和风 甘棠"
)
PLACES = (
    "砚池 青筠 栖梧 泊舟 雁回 澄泉 荻洲 云岫 霜坪 鹭埠 鹿坪 枫溆 梨岭 松涧 石枕 竹坞 芦荡 鹤皋 桐荫 "
    "菱塘 杏溪 兰皋 月陂 柘林 蓼汀 苇泽 霁峰 棠坞 莺谷 星渚 墨岭 琴川 藕渡 桂源 梅坞 槐荫"
)
QUALIFIERS = "上下东西南北新老"
CITIES = ["霁州市", "澜溪市", "荻江市", "砚城市", "松陵原市", "栖霞渡市", "鹭川市", "苇泽市", "枫汀市"]


@dataclass(frozen=True, slots=True)
class TownshipNames:
    """What one township must hold, beyond what chance gives it."""

    name: str
    communities: int
    villages: int


@dataclass(frozen=True, slots=True)
class VillageName:
    full: str
    aliases: tuple[str, ...] = ()


COUNTY_TOWNSHIPS = [
    TownshipNames(name, communities, total - communities)
    for name, communities, total in [
        ("岚城街道", 18, 21), ("望津街道", 12, 15), ("青筠镇", 1, 16), ("栖梧镇", 2, 24),
        ("泊舟镇", 2, 15), ("澄泉镇", 2, 23), ("荻洲镇", 1, 19), ("云岫镇", 1, 16), ("鹭埠镇", 2, 23),
        ("鹿坪镇", 1, 15), ("枫溆镇", 1, 16), ("松涧镇", 1, 15), ("石枕镇", 1, 16), ("砚池乡", 0, 10),
        ("雁回乡", 0, 6), ("霜坪乡", 0, 11), ("梨岭乡", 0, 14), ("竹坞乡", 0, 11),
    ]
]  # fmt: skip

# township → village names it must have; the comments name the difficulty
COUNTY_VILLAGES: dict[str, list[str]] = {
    # X村 beside X社区: the last community stands next to the first village
    "岚城街道": ["听松社区", "榆埠社区", "榆埠村"],
    "泊舟镇": ["泊舟社区", "泊舟村", "双溪村", "荷塘村", "荷糖村"],  # 塘/糖 in one township
    "栖梧镇": ["梧桐社区", "梧桐村", "新桥村", "鹤坳村", "柳湾村", "柳弯村"],  # 湾/弯 in one township
    "澄泉镇": ["澄泉社区", "澄泉村", "芷陂村", "双溪村", "长坪村"],
    # the same name in several townships
    "青筠镇": ["青筠社区", "竹林村", "石塘村", "桐冲村"],
    "荻洲镇": ["荻洲社区", "苇渡村", "柳湾村", "白鹭村", "茶垄村"],
    "云岫镇": ["云岫社区", "蓼井村", "石塘村", "上柘坪村", "下柘坪村"],
    "鹭埠镇": ["鹭埠社区", "柘墩村", "白鹭村", "新桥村", "荷塘村", "梅山村"],
    "鹿坪镇": ["鹿坪社区", "长坪村", "枫树坳村", "茶垅村"],  # 垄/垅 across townships
    "枫溆镇": ["枫溆社区", "霁塘村", "双溪村", "𣲘塘村"],  # outside the basic plane
    "松涧镇": ["松涧社区", "桐陂村", "竹林村", "桐沖村"],  # 冲/沖 across townships
    "石枕镇": ["石枕社区", "楝湾村", "石塘村", "新桥村"],
    "砚池乡": ["砚池村", "㙍头村", "白鹭村"],  # in GB18030, not in GBK
    "雁回乡": ["雁回村", "大雁洲村"],
    "霜坪乡": ["霜坪村", "梅山村", "柳湾村"],
    "梨岭乡": ["岑寨村", "梨岭村", "长坪村"],
    "竹坞乡": ["竹坞村", "竹林村", "小竹坞村"],
}
# (township, village) → former names, two where two villages were merged
COUNTY_FORMER: dict[tuple[str, str], tuple[str, ...]] = {
    ("栖梧镇", "鹤坳村"): ("上鹤坳村", "下鹤坳村"),
    ("澄泉镇", "芷陂村"): ("芷塘村", "陂头村"),
    ("鹭埠镇", "柘墩村"): ("石塘村",),  # 石塘村 lives on in three other townships
    ("枫溆镇", "霁塘村"): ("霁源村", "塘背村"),
    ("荻洲镇", "苇渡村"): ("老苇渡村", "竹林村"),  # 竹林村 lives on in three other townships
    ("梨岭乡", "岑寨村"): ("大寨坪村",),
    ("竹坞乡", "竹坞村"): ("白鹭村",),  # 白鹭村 lives on in three other townships
    ("石枕镇", "楝湾村"): ("楝树村", "沙湾里村"),
    ("云岫镇", "蓼井村"): ("古井村",),
    ("雁回乡", "雁回村"): ("雁落村", "回龙坪村"),
    ("岚城街道", "听松社区"): ("松山村",),  # a village that became a community
}
CHANCE_FORMER = 0.05


def county_names(rng: np.random.Generator) -> list[list[VillageName]]:
    """Names by township, communities first; the forced ones lead."""
    taken = {name for names in COUNTY_VILLAGES.values() for name in names}
    taken |= {name for names in COUNTY_FORMER.values() for name in names}
    villages, estates = _fresh_names(rng), iter(f"{name}社区" for name in _shuffled(ESTATES.split(), rng))
    found = []
    for township in COUNTY_TOWNSHIPS:
        forced = COUNTY_VILLAGES.get(township.name, [])
        settled = [name for name in forced if name.endswith("社区")]
        rural = [name for name in forced if name.endswith("村")]
        while len(settled) < township.communities:
            settled.insert(0, _untaken(estates, taken))
        while len(rural) < township.villages:
            rural.append(_untaken(villages, taken))
        found.append([_with_former(township.name, n, villages, taken, rng) for n in settled + rural])
    return found


def province_names(communities: int, villages: int, rng: np.random.Generator) -> list[VillageName]:
    """Names for one township of the province: unique inside it, repeated elsewhere."""
    picks = rng.permutation(len(HEADS) * len(TAILS))[: communities + villages + 2]
    roots = [_pair(pick) for pick in picks.tolist()]
    names = [VillageName(f"{root}社区") for root in roots[:communities]]
    # the first village bears the name of the first community, as market towns do
    rural = (roots[:1] if communities and villages else []) + roots[communities:]
    names += [VillageName(f"{root}村") for root in rural[:villages]]
    if rng.random() < 0.3:
        names[-1] = VillageName(names[-1].full, (f"{roots[-1]}村",))
    return names


def place_names(count: int, rng: np.random.Generator) -> list[str]:
    """Distinct two-character names for the townships of one county, or for counties."""
    pairs = [_pair(pick) for pick in rng.permutation(len(HEADS) * len(TAILS)).tolist()]
    return list(dict.fromkeys(_shuffled(PLACES.split(), rng)[: count // 2] + pairs))[:count]


def _fresh_names(rng: np.random.Generator) -> Iterator[str]:
    """Every head with every tail once, in chance order; some with 上, 下, 东, …"""
    for pick in rng.permutation(len(HEADS) * len(TAILS)).tolist():
        qualifier = QUALIFIERS[pick // 7 % len(QUALIFIERS)] if pick % 7 == 0 else ""
        yield f"{qualifier}{_pair(pick)}村"


def _pair(pick: int) -> str:
    return HEADS[pick // len(TAILS)] + TAILS[pick % len(TAILS)]


def _untaken(names: Iterator[str], taken: set[str]) -> str:
    name = next(name for name in names if name not in taken)
    taken.add(name)
    return name


def _with_former(
    township: str, name: str, fresh: Iterator[str], taken: set[str], rng: np.random.Generator
) -> VillageName:
    former = COUNTY_FORMER.get((township, name), ())
    if not former and name.endswith("村") and rng.random() < CHANCE_FORMER:
        former = tuple(_untaken(fresh, taken) for _ in range(1 + int(rng.random() < 0.3)))
    return VillageName(name, former)


def _shuffled(names: list[str], rng: np.random.Generator) -> list[str]:
    return [names[pick] for pick in rng.permutation(len(names)).tolist()]
