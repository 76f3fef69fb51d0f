"""The texts that the map's scripts say by themselves."""

from __future__ import annotations

from typing import Final

from dashboard.words import Words, term

_TEXTS: Final = {
    "villages": term("{n} 村"),
    "rows": term("{n} 行"),
    "township_tip": term("两委完成 {done}/{of}"),
    "light_grey": term("未启动"),
    "light_done": term("完成"),
    "light_green": term("正常"),
    "light_yellow": term("关注"),
    "light_red": term("预警"),
    "progress": term("进度 {n}%"),
    "map_label": term("选情地图：方向键平移，加减号缩放，n 与 p 逐村查看，斜杠键查找"),
    "nothing_found": term("没有找到"),
    "day": term("{month}月{day}日 {weekday}"),
    "weekdays": term("周一,周二,周三,周四,周五,周六,周日"),
    "as_it_was": term("那一天的情况"),
    "as_known": term("当时所知"),
    "nothing_known": term("当时系统尚未收录任何填报"),
    "compared": term("{before} → {day} 的变化"),
    "to_live": term("回到实时"),
    "no_diff": term("不再比较"),
    "done": term("完成 {n}"),
}


def map_words(words: Words) -> dict[str, str]:
    return {name: words(text) for name, text in _TEXTS.items()}
