"""The few texts that the browser's scripts say by themselves: countdowns, lost links, ages."""

from __future__ import annotations

from typing import Final

from dashboard.words import Words, term

_TEXTS: Final = {
    "left": term("剩 {time}"),
    "overdue": term("逾期 {time}"),
    "open_for": term("已立 {time}"),
    "day": term("{n}天"),
    "hour": term("{n}小时"),
    "minute": term("{n}分"),
    "second": term("{n}秒"),
    "just_now": term("刚刚"),
    "lost": term("与服务器断开 {time}"),
    "lost_advice": term("正在重连，恢复后自动续上；请检查会议室网络，或致电换届办值班室"),
    "stopped": term("画面已停止更新"),
    "last_picture": term("最后画面 {when}（v{version}）"),
    "no_touch": term("恢复连接后自动续上，无需操作"),
    "stale": term("数据已过时 {time}"),
    "stale_advice": term("装载程序已错过 {n} 次运行；数字停在最后一次采用的日报"),
    "silent_advice": term("装载程序在运行，但没有收到新的日报"),
    "stopped_at": term("停在 {when}"),
    "as_of": term("截至 {when}"),
    "unreported": term("未报"),
    "page_of": term("{n} / {of} 页"),
    "more": term("另 {n} 件"),
    "date": term("{month}月{day}日"),
    "drawing": term("正在绘制地图"),
    "no_land": term("尚未导入边界"),
    "villages": term("{n} 村"),
    "not_sent": term("没有送达：请检查网络后再试"),
}


def screen_words(words: Words) -> dict[str, str]:
    return {name: words(text) for name, text in _TEXTS.items()}
