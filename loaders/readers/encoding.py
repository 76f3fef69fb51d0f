"""Bytes to text as Chinese offices write it: BOM, UTF-16, strict UTF-8, then GB18030; and mojibake told.

GB18030 and not GBK: GBK breaks the rare characters of place names.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from .advice import undecodable

# Characters that any bulletin is full of, whatever it says: how we tell Chinese from its wreckage.
_EXPECTED = frozenset(
    "村镇乡县社区委会选举登记投票参率换届完成日月年人民表填报单位时间数合计小总名称序号备注是否已未进度情况党组织"
    "支部书主任监督候代妇女男性公布告示实到应推荐大有效无废发出收回当的在一二三四五六七八九十甲乙丙丁东西南北上下"
    "中新石山水河湾湖塘坪岭沟桥口家庄街道居群众问题事件信访反映处置化解措施限今明天我各位领导展如截至全部正常暂"
    "资格审核联系电话责为和了不也来可以请收更刚才准"
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CJK = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LOST = re.compile(
    r"\ufffd|^\?{2,}$|\?{1,3}(?:村|社区|镇|乡|街道|居委会)(?!民)|(?<=[\u4e00-\u9fff])\?{2,}(?=[\u4e00-\u9fff])"
    r"|^[\u4e00-\u9fff]{0,6}\?[\u4e00-\u9fff]{1,8}$",
    re.MULTILINE,
)
_NON_ASCII_RUN = re.compile(r"[^\x00-\x7f]+")
_WRONG_DECODINGS = (
    ("gb18030", "utf-8"), ("cp1252", "gb18030"), ("latin-1", "gb18030"), ("cp1252", "utf-8"),
    ("latin-1", "utf-8"),
)  # fmt: skip
_BAD_SHARE = 0.05  # beyond this share of undecodable bytes the guess at the encoding is not worth having


def decoded(content: bytes) -> str:
    """The text of `content`; damaged characters are U+FFFD. Raises Unreadable when it is no text at all."""
    for bom, codec in _BOMS:
        if content.startswith(bom):
            return content.decode(codec, errors="replace").removeprefix("\ufeff")
    wide = _utf16_without_bom(content)
    if wide is not None:
        return wide
    text = _strict(content, "utf-8")
    if text is not None and not _only_two_byte(text):
        return text
    legacy = _strict(content, "gb18030")
    if text is not None:
        # A few GBK words happen to be valid UTF-8 ("联通"): believe the reading that looks like a bulletin.
        return legacy if legacy is not None and expected_share(legacy) > 0.3 else text
    return legacy if legacy is not None else _least_damaged(content)


def _strict(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return None


def _only_two_byte(text: str) -> bool:
    wide = {c for c in text if c > "\x7f"}
    return bool(wide) and all("\x80" <= c <= "\u07ff" for c in wide)


def _utf16_without_bom(content: bytes) -> str | None:
    """UTF-16 betrays itself by line feeds, tabs, digits and blanks, each with a zero beside it."""
    sample = content[:4096]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    codec = "utf-16-le" if odd > even else "utf-16-be"
    text = content[: len(content) & ~1].decode(codec, errors="replace")
    plausible = sum(c.isprintable() or c in "\r\n\t" for c in text[:2000])
    return text if text and plausible >= 0.97 * len(text[:2000]) and "\0" not in text else None


def _least_damaged(content: bytes) -> str:
    if b"\0" in content:
        raise undecodable()
    tries = [content.decode(codec, errors="replace") for codec in ("utf-8", "gb18030")]
    best = min(tries, key=lambda text: text.count("\ufffd"))
    if best.count("\ufffd") <= max(2, _BAD_SHARE * len(best)) and (_CJK.search(best) or best.isascii()):
        return best
    guess = from_bytes(content[:65536], cp_isolation=["big5", "big5hkscs", "cp1252"]).best()
    if guess is not None and guess.encoding in ("big5", "big5hkscs") and expected_share(str(guess)) > 0.15:
        return content.decode(guess.encoding, errors="replace")
    raise undecodable()


def expected_share(text: str) -> float:
    """How much of the non-ASCII text consists of characters that bulletins use all the time."""
    wide = [c for c in text if c > "\x7f" and not c.isspace()]
    return sum(c in _EXPECTED for c in wide) / len(wide) if wide else 0.0


def is_mojibake(text: str) -> bool:
    """Whether undoing a known wrong decoding turns `text` into Chinese it was not before."""
    sample = "".join(_NON_ASCII_RUN.findall(text[:200_000]))[:20_000]
    if len(sample) < 3:
        return False
    before = expected_share(sample)
    if before > 0.3:
        return False
    return any(_is_restored(repaired, len(sample), before) for repaired in _repairs(text[:200_000]))


def _is_restored(repaired: str, length: int, before: float) -> bool:
    chinese = len(_CJK.findall(repaired))
    # One character may come about by chance; a text does not, nor in so small a part of its length.
    if chinese < 2 or chinese < 0.2 * length:
        return False
    return expected_share(repaired) > max(0.3, 2 * before + 0.1)


def _repairs(text: str) -> list[str]:
    runs = _NON_ASCII_RUN.findall(text)
    tries: list[str] = []
    for wrong, right in _WRONG_DECODINGS:
        if wrong != "gb18030" and sum(c > "\u2122" for run in runs for c in run) > 0.02 * sum(map(len, runs)):
            continue
        raw = [run.replace("\ufffd", "?").encode(wrong, errors="replace") for run in runs]
        tries.append("".join(piece.decode(right, errors="ignore") for piece in raw))
    return tries


def has_lost_characters(text: str) -> bool:
    """Whether characters were lost on the way: U+FFFD, or a question mark inside a name."""
    return _LOST.search(text) is not None
