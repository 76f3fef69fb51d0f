"""Remarks of the reading and mending, in Chinese: they are made in English, with numbers and names inside."""

from __future__ import annotations

import re

_NOTES = tuple(
    (re.compile(english), chinese)
    for english, chinese in (
        (r"wide: given to the smaller village; please check", "较宽，已划归较小的村，请核对"),
        (r"both have the same shape; .*", "两村图形相同，已平分，均为示意"),
        (r"the first lies in the shape of the second, .*", "前者位于后者之内，后者未挖空"),
        (r"other villages claim all its ground; .*", "全部范围被其他村占用，已保留示意小块"),
        (r"a hairline between two other villages", "夹在两村之间的细条"),
        (r"open to the outside", "向外敞开"),
        (r"inside (\d+)", r"位于 \1 境内"),
        (r"a speck", "碎屑"),
        (r"far from the rest of the village", "远离本村主体"),
        (r"only a point is known; the cell is a guess", "只有点位，边界为示意"),
        (r"no shape for this village", "没有该村图形"),
        (r"no shape at all", "没有图形"),
        (r"smaller than a centimetre", "小于一厘米"),
        (r"(\d+) shapes joined", r"已合并 \1 个图形"),
        (r"Self-intersection", "自相交"),
        (r"Ring Self-intersection", "环线自相交"),
        (r"Hole lies outside shell", "洞在外环之外"),
        (r"no village points and no outline to check the position against", "没有村点位和县界可供核对位置"),
        (r"encoding: neither UTF-8 nor GB18030 reads every text; taken as (.*)", r"编码：部分文字无法识别，按 \1 读取"),
        (r"encoding: no \.cpg; the texts are (.*)", r"编码：缺 .cpg，实际为 \1"),
        (r"encoding: the \.cpg says (.*), the texts are (.*)", r"编码：.cpg 写明 \1，实际为 \2"),
        (
            r"layers: took (.*) \((\d+) features\); set aside: (.*); --layer chooses another",
            r"图层：采用 \1（\2 个图形）；未用：\3；可用 --layer 另选",
        ),
        (r"(.*): an old datum; .*", r"\1：旧坐标系，此处不作基准转换，图形可能偏移近 100 米"),
    )
)
_EVIDENCE = (
    (re.compile(r"(\d+%) of village points in their own shape"), r"\1 的村点位落在本村图形内"),
    (re.compile(r", shapes off by "), "，整体偏移 "),
    (re.compile(r"covers (\d+%) of the county's outline"), r"与县界重合 \1"),
    (re.compile(r"; "), "；"),
)


def noted(note: str, lang: str) -> str:
    if lang.lower().startswith("en"):
        return note
    for english, chinese in _NOTES:
        if found := english.fullmatch(note):
            return found.expand(chinese)
    return note


def evident(evidence: str, lang: str) -> str:
    if not lang.lower().startswith("en"):
        for english, chinese in _EVIDENCE:
            evidence = english.sub(chinese, evidence)
    return evidence
