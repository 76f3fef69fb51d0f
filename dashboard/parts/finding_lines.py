"""A problem of a row in one line: which cell, what was seen, what was expected, what to do."""

from __future__ import annotations

from typing import Any, Final

from dash import html

from dashboard.desk.fields import field_name
from dashboard.words import Words, term
from situation.model.bulletins import Finding
from situation.model.reports import StageCode
from situation.model.standing import FoldFinding
from situation.rules.procedures import is_stage, stage_name

TITLES: Final = {
    "R_UNKNOWN_VILLAGE": term("未找到村(社区)"),
    "R_AMBIGUOUS_VILLAGE": term("村名有歧义"),
    "R_FUZZY_MATCH": term("村名相近"),
    "R_FORMER_NAME": term("旧名"),
    "R_TOWNSHIP_MISMATCH": term("乡镇不符"),
    "R_KIND_MISMATCH": term("村与社区不符"),
    "R_CODE_NAME_CONFLICT": term("代码与名称不符"),
    "R_CODE_CORRUPT": term("代码损坏"),
    "R_DUP_VILLAGE": term("重复的村"),
    "R_BAD_CHAR": term("字符损坏"),
    "R_BAD_DATE": term("日期无效"),
    "R_AMBIGUOUS_DATE": term("日期有歧义"),
    "R_FUTURE_DATE": term("日期在将来"),
    "R_DATE_ORDER": term("日期顺序"),
    "R_BAD_NUMBER": term("数字无效"),
    "R_APPROX": term("约数"),
    "R_OCR_DIGIT": term("疑为识别错误"),
    "R_NEGATIVE": term("负数"),
    "R_PRESENT_GT_DUE": term("实到多于应到"),
    "R_VOTED_GT_REGISTERED": term("投票多于登记"),
    "R_RETURNED_GT_ISSUED": term("收回多于发出"),
    "R_VALID_GT_RETURNED": term("有效多于收回"),
    "R_RATE_MISMATCH": term("比率与人数不符"),
    "R_RATE_GT_100": term("比率超过 100%"),
    "R_COUNT_JUMP": term("数字突变"),
    "R_STAGE_REGRESSION": term("环节倒退"),
    "R_STAGE_UNKNOWN": term("环节不明"),
    "R_INCIDENT_OVERDUE": term("事件逾期"),
    "R_FORMULA_INJECTION": term("公式文字"),
    "R_PII_CELL": term("含个人信息"),
}


def title_of(code: str, words: Words) -> str:
    if code in TITLES:
        return words(TITLES[code])
    return words("程序提示") if code.startswith("L_") else code


def finding_line(finding: Finding, words: Words) -> html.P:
    place = " ".join(filter(None, (finding.cell, finding.column)))
    told: list[Any] = [html.B(" ".join(filter(None, (place, title_of(finding.code, words)))))]
    if finding.seen:
        told += [words("看到"), html.B(finding.seen)]
    if finding.expected:
        told += [words("应为"), html.B(finding.expected)]
    if finding.advice:
        told.append(html.Span(finding.advice, className="advice"))
    return html.P(_spaced(told), className="finding", title=finding.code)


def fold_line(finding: FoldFinding, words: Words) -> html.P:
    """What the comparison with history showed."""
    told: list[Any] = [
        html.B(title_of(finding.code, words)),
        field_name(finding.field, words),
        words("看到"),
        html.B(_said(finding.seen, words)),
        words("此前"),
        html.B(" ".join(_said(part, words) for part in finding.expected.split() if part not in (">=", "~"))),
    ]
    return html.P(_spaced(told), className="finding", title=finding.code)


def _said(text: str, words: Words) -> str:
    if is_stage(text):
        return stage_name(StageCode(text), words.language)
    return f"{int(text):,}" if text.isdecimal() else text


def _spaced(told: list[Any]) -> list[Any]:
    return [piece for part in told for piece in (part, " ")]
