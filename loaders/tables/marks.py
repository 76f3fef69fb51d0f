"""Ticks and crosses: what √ ○ × mean on this sheet, from its legend or from which marks stand together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from loaders import values
from loaders.values import Mark

_USUAL = {
    **dict.fromkeys("√✓✔☑✅●■★◎vV", Mark.DONE),
    **dict.fromkeys("△▲◐◑", Mark.DOING),
    **dict.fromkeys("×✗✘✕╳□☐xX", Mark.TODO),
}
_CIRCLES = "○〇◯oO"
_WORDS = {
    **dict.fromkeys(("已完成", "完成", "已", "是", "已开展", "已办", "通过", "Y", "y", "1"), Mark.DONE),
    **dict.fromkeys(("进行中", "正在进行", "推进中", "正在推进", "办理中", "开展中", "部分完成"), Mark.DOING),
    **dict.fromkeys(("未完成", "未开始", "未启动", "未", "否", "未开展", "N", "n", "0"), Mark.TODO),
}

_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
_PAIR = re.compile(rf"([√✓✔●○〇◯◎×✗✘□△▲])\s*[:：]?\s*({'|'.join(sorted(_WORDS, key=len, reverse=True))})")


@dataclass(slots=True)
class Legend:
    """The marks explained on this sheet; without an explanation the usual meaning."""

    told: dict[str, Mark] = field(default_factory=dict)
    circle: Mark = Mark.DONE  # what ○ means where nobody says

    def learn(self, text: str) -> bool:
        """Whether the text explained any mark."""
        explained = values.read_legend(text) or _paired(text)
        self.told.update(explained)
        return bool(explained)

    def look_at(self, marks: Iterable[str]) -> None:
        """○ beside √ is a lesser √; ○ beside ● is not yet; ○ beside × alone is a yes."""
        seen = set(marks)
        if seen & set("√✓✔☑✅"):
            self.circle = Mark.DOING
        elif "●" in seen:
            self.circle = Mark.TODO

    def mark(self, value: object) -> Mark | None:
        """None where the cell holds no mark."""
        if isinstance(value, bool):
            return Mark.DONE if value else Mark.TODO
        text = values.plain(value).rstrip("。.;；") if isinstance(value, str | int) else ""
        if not text:
            return None
        if text in self.told:
            return self.told[text]
        if text in _CIRCLES:
            return self.circle
        return _USUAL.get(text) or _WORDS.get(text)

    def yes_no(self, value: object) -> bool | None:
        if isinstance(value, str) and (told := self.told.get(values.plain(value))):
            return told is Mark.DONE
        if isinstance(value, str) and values.plain(value) in _CIRCLES and self.circle is not Mark.DONE:
            return False
        said = values.parse_yes_no(value, self.as_yes_no())
        if said is None and isinstance(value, str) and (bare := _BRACKETED.sub("", value)) != value:
            return values.parse_yes_no(bare, self.as_yes_no())  # 是（书记兼主任）
        return said

    def as_yes_no(self) -> Mapping[str, bool] | None:
        return {mark: state is Mark.DONE for mark, state in self.told.items() if mark} or None


def _paired(text: str) -> dict[str, Mark]:
    """``●已完成 ○进行中``: marks followed at once by what they mean; one pair alone is no legend."""
    pairs = _PAIR.findall(text)
    found = {mark: _WORDS[word] for mark, word in pairs if word in _WORDS}
    return found if len(found) >= 2 else {}
