"""Places named in running text: where in a sentence a village stands, known or not.

Known names are found by longest match. A name nobody knows is taken only where a phrase begins (a list item, after
punctuation): it is then matched, held or unknown like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_ENDINGS = "村村民委员会|村民委员会|村委会|行政村|村|社区居民委员会|社区居委会|社区|居民委员会|居委会"
_ORGANISATIONS = "(?:党总支部|党支部|党总支|党委|党组织|支部|总支)?"
_NOTE = r"(?:[(（](?:原[^()（）]{1,8}|[^()（）]{0,6}(?:重点|难点)[^()（）]{0,6})[)）])?"
_TAIL = re.compile(rf"(?:{_ENDINGS})?{_ORGANISATIONS}{_NOTE}")
# behind a name that has its kind word already: 柳湾村 in 柳湾村村民代表会议 has no second one
_COMMITTEES = "村?村民委员会|村委会|(?<=村)(?:委会|民委员会)|居民委员会|居委会"
_TAIL_OF_FULL = re.compile(rf"(?:{_COMMITTEES})?{_ORGANISATIONS}{_NOTE}")
_BELOW = re.compile(r"第?[0-9一二三四五六七八九十]{1,3}(?:村民)?小?组|[\u4e00-\u9fff]{1,4}自然村")
_AFTER_BARE = re.compile(
    r"$|[\s:：,，、;；。(（]|登记|选民|投票|参加|应到|实到|党组织|党员|党支部|村委会|居委会|监委会|合作社|已|正在|完成|未|选举|和|及|与|进入|处于"
)
_LEADS = (
    r"(?:[①-⑳]|\(?\d{1,3}[.、):：．]\s*|今[日天]|昨[日天]|明[日天]|目前|截至目前|截至今日|其中|刚才|此前|经核实|经核|另|另有|更正|现|拟|还有|以及|以下|同时|接|据|在|对|将"
    r"|(?:\d{4}年)?\d{1,2}月\d{1,2}[日号](?:[上下]午)?(?:\d{1,2}[时点](?:\d{1,2}分|半)?许?)?|\d{1,2}[日号]|[:：,，;；。、\s(（“\"]|和|及|与)*"
)
_UNKNOWN = re.compile(
    rf"(?:^|(?<=[\s:：,，;；。、!！(（]))(?P<lead>{_LEADS})(?P<name>[\u3400-\u9fff\U00020000-\U0003ffff?\ufffd□]{{1,9}}?(?:村(?![级民里内中组庄])|社区))"
)
_NO_VILLAGE = re.compile(
    r"(?:各|全|本|我|该|此|行政|农|乡|驻|每|数|部分|其他|其余|重点难点|重难点|重点|难点|村|个|有|所有|两|联|城中|邻|外|自然|多|几|某|软弱涣散|后进|全部|包|到|进|入|撤|并|新农|智慧|美丽|试点|示范|贫困|脱贫|涉及|上述|以上|余下|首个|首家|首批)"
    r"(?:行政)?(?:村|社区)$|(?:投票|选举|换届|完成|启动|下列|如下|以下|推进)(?:的)?(?:村|社区)$|^[一二三四五六七八九十\d]+个?(?:村|社区)$"
)


_CONNECTORS = re.compile(
    r"(?:由|位于|在|对|为|是|到|赴|据|经|和|与|及|同|将|让|给|向|从|了|的|有|往|其中|选举|投票|完成|涉及|包括|包含|组织|召开|指导|关于|[我本全各该][镇乡县区]"
    r"|镇|乡|街道|县|发现|反映|接|接到|督促|确定|如下|村民|群众|启动|开展|成功|推进|除|比如|例如|分别|同意|报|称|因|于|日|时|分|午|晚|天|起|许|今|刚才|个|即"
    r"|只|剩|余|仅|以|所辖|下辖|辖|更正|原|\d|月|号|明确|处置|化解|受理|收到|针对|解决|存在|涉|我|达到|通知|要求|安排|支持|暂停|推迟)$"
)
_NOT_IN_NAMES = re.compile(
    "选举|产生|召开|完成|推选|公布|成立|启动|讨论|组织|投票|登记|换届|确定|新一届|党|主任|书记|工作|干部|村民|群众|负责|开展|进行|情况|问题|名单|委员|代表|镇|报告|发生|反映"
)


@dataclass(frozen=True, slots=True)
class Mention:
    start: int
    end: int
    raw: str
    is_known: bool

    def overlaps(self, other: Mention) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(slots=True)
class NameScanner:
    """The names of one township (or of all), by first character."""

    names: dict[str, list[tuple[str, bool]]]  # first character → (name, is bare), longest first

    @staticmethod
    def of(full: Iterable[str], bare: Iterable[str]) -> NameScanner:
        found = {name: False for name in full if len(name) > 1}
        for name in bare:
            if len(name) > 1:
                found.setdefault(name, True)
        table: dict[str, list[tuple[str, bool]]] = {}
        for name in sorted(found, key=len, reverse=True):
            table.setdefault(name[0], []).append((name, found[name]))
        return NameScanner(table)

    def mentions(self, text: str, prefixes: Iterable[str] = ()) -> tuple[Mention, ...]:
        """In the order of the text. ``prefixes``: township names that may stand before a village."""
        known = list(self._known(text, tuple(prefixes)))
        taken = [(m.start, m.end) for m in known]
        unknown = [
            m
            for m in _unknown(text, tuple(prefixes))
            if not any(m.start < end and start < m.end for start, end in taken)
        ]
        return tuple(sorted([*known, *unknown], key=lambda mention: mention.start))

    def _known(self, text: str, prefixes: tuple[str, ...]) -> Iterator[Mention]:
        position = 0
        while position < len(text):
            mention = self._at(text, position, prefixes)
            if mention:
                yield mention
            position = mention.end if mention else position + 1

    def _at(self, text: str, position: int, prefixes: tuple[str, ...]) -> Mention | None:
        for name, is_bare in self.names.get(text[position], ()):
            if not text.startswith(name, position):
                continue
            end = position + len(name)
            tail = (_TAIL_OF_FULL if name.endswith(("村", "社区")) else _TAIL).match(text, end)
            end = tail.end() if tail else end
            if end == position + len(name) and is_bare and not _stands_alone(text, position, end):
                continue
            below = _BELOW.match(text, end)
            end = below.end() if below else end
            prefix = next((p for p in prefixes if text.endswith(p, 0, position)), "")
            start = position - len(prefix)
            start -= len(_belongs_before(text[:start])) if not prefix else 0
            return Mention(start, end, text[start:end], True)
        return None


def _stands_alone(text: str, start: int, end: int) -> bool:
    """A bare name (柳湾) is one only at the start of a phrase, followed by punctuation or a word of elections."""
    before = text[:start]
    begins = not before or bool(re.search(rf"(?:^|[\s:：,，;；。、(（]){_LEADS}$", before))
    return begins and bool(_AFTER_BARE.match(text, end))


def _belongs_before(before: str) -> str:
    """What stands right before a known name and may belong to it: in 杨柳湾村 or 上柳湾村 the name is not 柳湾村."""
    phrase = re.split(r"[\s:：,，,;；。、!！(（)）“”\"'#★】\]》]", before)[-1]
    rest = re.sub(rf"^{_LEADS}", "", phrase)
    return "" if _CONNECTORS.search(rest) or not re.search(r"[\u3400-\u9fff]$", rest) else rest[-6:]


def _unknown(text: str, townships: tuple[str, ...]) -> Iterator[Mention]:
    for found in _UNKNOWN.finditer(text):
        name = found["name"]
        if (
            _NO_VILLAGE.search(name)
            or _NOT_IN_NAMES.search(name)
            or text[found.end() : found.end() + 2] in ("(社", "（社")
            or len(name) < 2
        ):
            continue
        if name.removesuffix("村").removesuffix("社区").endswith(townships):
            continue  # 青石镇村党组织: the villages of a township
        tail = _TAIL_OF_FULL.match(text, found.end())
        end = tail.end() if tail else found.end()
        yield Mention(found.start("name"), end, text[found.start("name") : end], False)
