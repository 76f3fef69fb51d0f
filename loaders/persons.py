"""Keeps persons out: which columns and cells name people, which files are rosters, what of a duty is a post.

The map knows villages, procedures and counts. What these functions recognise is dropped before anything is
written; officials stay only as their post or unit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_ATTRIBUTES = {
    "sex": re.compile(r"^性别"),
    "age": re.compile(r"^(?:年龄|出生)|出生(?:年月|日期)"),
    "id": re.compile(r"身份证|公民身份|证件号"),
    "phone": re.compile(r"手机|电话|联系方式|微信号?$|QQ"),
    "address": re.compile(r"住址|家庭(?:地址|住所)|户籍(?:地址|所在地)"),
    "origin": re.compile(r"^(?:民族|籍贯|政治面貌|入党时间|婚姻状况|与户主关系|户主|学历|文化程度)$"),
}
_NAME_COLUMN = re.compile(
    r"姓名|^(?:委托人|受委托人|户主|曾用名)$"
    r"|^(?:反映|来访|来信|信访|上访|举报|投诉|申诉|当事|联系|填表|填报|经办|审核)人员?$"
    r"|^(?:报送|制表|监票|唱票|计票)人员?$"
)
# Beside sex and age these head a column of names; alone they may be a step or a count.
_LISTED = re.compile(r"^(?:候选人|当选人|自荐人|被推荐人|提名人|选民|名单)$")
_COUNTING = re.compile(r"(?:数量?|人数|率|次数|比例|个数|%|\(人\)|\(名\))$|^是否|身份证核验")
_PROGRESS = re.compile("登记|投票|参选|选票|职数|完成|进展|进度|阶段|环节|应到|实到|选举日|选民数|问题|措施")
_ROSTER_TRAITS = frozenset({"sex", "age", "id", "origin", "address"})

_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_ID18 = re.compile(rf"(?<![0-9A-Za-z])[1-9]\d{{5}}(?:18|19|20)\d\d{_DAY}\d{{3}}[\dXx](?![0-9A-Za-z])")
_ID15 = re.compile(rf"(?<![0-9A-Za-z.])[1-6]\d{{7}}{_DAY}\d{{3}}(?![0-9A-Za-z])")
_ID_HIDDEN = re.compile(r"(?<!\d)[1-9]\d{2,9}\*{4,14}[\dXx]{0,4}(?!\d)")
_MOBILE = re.compile(r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)|(?<!\d)1[3-9]\d\*{4}\d{4}(?!\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_HIDDEN_NUMBER = "[号码已隐去]"

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈"
    "任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戚莫孔"
    "向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单"
    "季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄"
    "窦戈岑"
)
_COMPOUND = "欧阳|上官|司马|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文"
_NAME = rf"(?:(?:{_COMPOUND})[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})"
_BEFORE_NAME = (
    "(?:村民|居民|群众|选民|党员|户主|联系人|候选人|自荐人|(?:反映|来访|来信|信访|上访|举报|投诉|申诉|当事)人)"
)
_AFTER_NAME = (
    r"(?=反映|来访|来信|来电|举报|投诉|上访|信访|申诉|称|等\d*余?(?:人|名|户)|等[一二三四五六七八九十]"
    r"|[，,。；;、：:（(\s]|$)"
)
_NAMED = re.compile(rf"(?P<role>{_BEFORE_NAME})(?P<gap>[：:\s]?)(?P<name>{_NAME}){_AFTER_NAME}")
# Words that begin like a surname but are no name.
_NO_NAME = re.compile(
    "^(?:方便|张贴|张榜|时间|关心|关注|关于|解决|解释|任|尚未|利益|许多|曾|马上|全|和|满意|明|易|温|平|万|白|常|游|危|"
    "集|季|包|路|水|向|从|于|应|何|程|单|连|文|武|方|时|古|车|项|管|左|成|安|石|金|田|"
    "农|阳|梅|柳|毕|盛|谷|艾|尤|高|康|宁|严|齐|章|简)"
)

_POST = (
    "书记|主任|部长|县长|区长|市长|镇长|乡长|局长|主席|常委|委员|组长|站长|所长|院长|校长|科长|股长|处长|队长|会长|"
    "干部|专员|干事|科员|组员|联络员|指导员|检察长|调研员|主任科员|人大代表|领导|负责人|秘书长|县领导|班子成员"
)
_UNIT = "委|部|办|局|组|镇|乡|街道|村|社区|政府|人大|政协|中心|站|所|院|队|科|室|县|区|市|纪检|工会|团"
_POST_WORD = re.compile(_POST)
_DUTY_WORD = re.compile(f"{_POST}|{_UNIT}")
_LOOKS_NAMED = re.compile(rf"^(?:{_COMPOUND}|[{_SURNAMES}])[\u4e00-\u9fff]{{1,2}}$|^[\u4e00-\u9fff]某某?$")
_TRAILING_NAME = re.compile(rf"^(?P<post>.*(?:{_POST}|{_UNIT}))(?P<name>{_NAME}|[\u4e00-\u9fff]某某?)$")
_LEADING_NAME = re.compile(rf"^(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}?)(?P<post>(?:副)?(?:{_POST}))$")
_NOT_IN_NAME = re.compile(r"[委部办局镇乡村县社组检大协副务一政党区市街道站所总支]")


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def is_personal_header(text: str) -> bool:
    """A column that names or describes single persons; duty columns (责任人) are not, see `post_of`."""
    plain = _plain(text)
    if not plain or _COUNTING.search(plain):
        return False
    return bool(_NAME_COLUMN.search(plain)) or any(p.search(plain) for p in _ATTRIBUTES.values())


def looks_like_roster(headers: Iterable[str]) -> bool:
    """A list of persons (voters, candidates, contacts) and not a table of villages with a column too many."""
    plain = [_plain(header) for header in headers]
    told = [header for header in plain if header and not _COUNTING.search(header)]
    traits = {name for name, pattern in _ATTRIBUTES.items() for header in told if pattern.search(header)}
    named = any(_NAME_COLUMN.search(header) or _LISTED.search(header) for header in told)
    progress = sum(bool(_PROGRESS.search(header)) for header in plain)
    if not named:
        return len(traits & _ROSTER_TRAITS) >= 3 and not progress
    strong = len(traits & _ROSTER_TRAITS)
    return strong >= 2 or (strong + ("phone" in traits) >= 1 and progress == 0)


def _is_id(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17].upper()


def is_personal_cell(text: str) -> bool:
    """Whether a citizen's ID number (by its checksum) or a mobile number stands in the text."""
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix(".0")
    if any(_is_id(match.group()) for match in _ID18.finditer(plain)):
        return True
    return any(pattern.search(plain) for pattern in (_ID15, _ID_HIDDEN, _MOBILE))


def mask_names(text: str) -> str:
    """Personal numbers hidden, and names reduced to 某 where the word before says it is a person."""
    for pattern in (_ID18, _ID15, _ID_HIDDEN, _MOBILE):
        text = pattern.sub(_HIDDEN_NUMBER, text)
    return _NAMED.sub(_masked, text)


def _masked(match: re.Match[str]) -> str:
    name = match["name"]
    if name[1:2] == "某" or _NO_NAME.match(name):
        return match.group()
    surname = name[:2] if re.match(_COMPOUND, name) else name[0]
    return f"{match['role']}{match['gap']}{surname}某"


def post_of(text: str) -> str:
    """The post or unit in a duty cell: "组织部部长 张某某" → "组织部部长"; a bare name → ""."""
    plain = unicodedata.normalize("NFKC", text)
    for pattern in (_ID18, _ID15, _ID_HIDDEN, _MOBILE):
        plain = pattern.sub(" ", plain)
    pieces = re.split(r"([、,;/\s()\[\]:|。]+)", plain)
    kept = ""
    for i in range(0, len(pieces), 2):
        post = _post_piece(pieces[i])
        if post:
            gap = " " if i and pieces[i - 1].isspace() else "、"
            kept += gap * bool(kept) + post
    return kept


def _post_piece(piece: str) -> str:
    piece = re.sub(r"(?:同志|先生|女士|等)$", "", piece.strip())
    if not re.search(r"[\u4e00-\u9fff]", piece) or not _DUTY_WORD.search(piece):
        return ""
    if _LOOKS_NAMED.match(piece) and not _POST_WORD.search(piece) and not re.search(f"(?:{_UNIT})$", piece):
        return ""
    leading = _LEADING_NAME.match(piece)
    if leading and not _NOT_IN_NAME.search(leading["name"]) and leading["name"] != "常":
        return leading["post"]
    trailing = _TRAILING_NAME.match(piece)
    if trailing and not re.search(f"(?:{_POST}|{_UNIT})$", trailing["name"]):
        return trailing["post"]
    return piece
