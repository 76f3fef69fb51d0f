"""What to tell the clerk whose file could not be read: one clear sentence each, saying what to do next."""

from __future__ import annotations

from .raw import Outcome


class Unreadable(Exception):
    """The file has come to its end: with this outcome, this sentence and these problems."""

    def __init__(self, outcome: Outcome, message: str, *problems: str) -> None:
        super().__init__(message)
        self.outcome: Outcome = outcome
        self.message = message
        self.problems = problems


def corrupt(detail: str = "") -> Unreadable:
    """The container says what it is but cannot be followed to its end."""
    tail = f"（{detail}）" if detail else ""
    message = f"文件已损坏或不完整，打不开{tail}。请用原软件打开确认后重新发送。"
    return Unreadable("corrupt", message, "F_CORRUPT")


def empty() -> Unreadable:
    """Nothing but blanks."""
    return Unreadable("empty", "文件是空的，没有任何内容。请确认后重新发送。", "F_EMPTY")


def encrypted() -> Unreadable:
    """A password stands before the content."""
    return Unreadable("encrypted", "文件有密码，无法读取。请取消密码后重新发送。", "F_ENCRYPTED")


def too_big(what: str) -> Unreadable:
    """More than an honest bulletin would ever need."""
    message = f"文件超出允许的大小：{what}。请删去多余内容或拆分后重新发送。"
    return Unreadable("reject", message, "F_UNSUPPORTED")


def hostile(what: str) -> Unreadable:
    """A construction no office program writes."""
    message = f"文件含有不安全的结构：{what}。请用 Excel 或 WPS 另存一份后重新发送。"
    return Unreadable("reject", message, "F_CORRUPT")


def mojibake() -> Unreadable:
    """The text was already decoded wrongly by whoever saved it; what it said is partly lost."""
    return Unreadable(
        "reject", "文字已成乱码（发送前转码出错），不能可靠还原。请从原文件重新导出后发送。", "F_MOJIBAKE"
    )


def undecodable() -> Unreadable:
    """Bytes that are no text in any encoding an office uses."""
    return Unreadable("reject", "文字编码无法识别。请另存为 UTF-8 或 Excel 格式后重新发送。", "F_ENCODING")


_UNKNOWN = "不认识这种文件。请发送 Excel（.xlsx）、Word（.docx）、CSV 或文字。"
_UNSUPPORTED = {
    "pdf": "PDF 不能按表格读取。请发送原 Excel 或 Word 文件。",
    "image": "这是图片（扫描件或截图），不能读取数字。请发送原 Excel 或 Word 文件。",
    "doc": "这是旧版 Word 文件（.doc/.wps），本机没有转换程序。请另存为 .docx 再发。",
    "rtf": "这是 RTF 文件，本机没有转换程序。请另存为 .docx 再发。",
    "odt": "这是 ODT 文件，本机没有转换程序。请另存为 .docx 再发。",
    "ppt": "这是演示文稿，里面没有可读的报表。请发送 Excel 或 Word 文件。",
    "rar": "不支持 RAR/7z 等压缩包。请改用 zip 压缩，或直接发送原文件。",
    "ofd": "OFD 版式文件不能按表格读取。请发送原 Excel 或 Word 文件。",
    "frameset": "这是网页框架文件，数据不在其中。请用 Excel 打开后另存为 .xlsx 再发。",
    "temp": "这是 Office 的临时锁定文件（~$ 开头），不是报表，已忽略。请关闭原文件后发送原文件。",
    "macos": "这是系统附带文件，不是报表，已忽略。",
    "media": "这是音频或视频，不是报表。请发送 Excel、Word 或文字。",
    "program": "这是程序或系统文件，不是报表。",
}


def unsupported(container: str) -> Unreadable:
    """A kind of file that holds no table we can read with certainty."""
    message = _UNSUPPORTED.get(container, _UNKNOWN)
    return Unreadable("unsupported", message, "F_UNSUPPORTED")
