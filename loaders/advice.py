"""What a clerk is told beside each problem of a value: what was expected, and what to do about it. Chinese."""

from __future__ import annotations

from situation.model.bulletins import Finding

_WORDS = {
    "R_BAD_NUMBER": ("整数", "读不出数字，已留空；请改为阿拉伯数字后重报，不详的留空"),
    "R_APPROX": ("准确数字", "按所写数字采用并注明为约数；有准确数字后请更正"),
    "R_OCR_DIGIT": ("数字 0–9", "数字中夹有字母（如 l、O），已按形近数字识别，请核对"),
    "R_NEGATIVE": ("不小于 0", "数量不能为负，请核对"),
    "R_BAD_DATE": ("如 2021-01-08", "不是有效日期，已留空；请按“年-月-日”填写"),
    "R_AMBIGUOUS_DATE": ("如 2021-01-08", "可能是不同的两天，已留空；请按“年-月-日”填写"),
    "R_FUTURE_DATE": ("不晚于收件日", "日期晚于收件日，请核对月份和日期"),
    "R_RATE_GT_100": ("不超过 100%", "比率超过 100%，请核对"),
    "R_STAGE_UNKNOWN": ("规定环节的名称", "认不出这个环节，原文已留作备注；请用规定的环节名称，或在词表中登记此说法"),
    "R_FORMULA_INJECTION": ("普通文字", "内容以公式符号开头，只按文字保存，不会执行"),
    "R_PII_CELL": ("不含个人信息", "单元格含个人信息，已删去，其余内容照常采用；请勿报送个人信息"),
    "R_INCIDENT_OVERDUE": ("按期办结", "已过办结时限，请督办或申请延期"),
    "R_UNKNOWN_VILLAGE": ("名录中的村（社区）", "没有写明是哪个村（社区），请补填"),
    "R_TOWNSHIP_MISMATCH": ("名录中的乡镇（街道）", "乡镇名称不在名录中，请核对"),
    "R_DUP_VILLAGE": ("每个村每个组织一行", "同一文件中该村重复出现，请核对以哪一行为准"),
    "F_PII_COLUMN": ("不含个人信息的列", "该列涉及个人信息，未读取；请勿报送"),
    "F_TOTAL_MISMATCH": ("与各行之和相等", "合计与各行之和不符，请核对合计或漏报的行"),
    "F_HIDDEN_SHEET": ("没有隐藏的工作表", "隐藏的工作表未读取；如需采用请取消隐藏后重报"),
    "F_NO_DATE": ("标题、表名或文件名中的日期", "没有写明日期，按收件日记"),
    "F_NO_TOWNSHIP": ("标题、乡镇列或文件名中的乡镇", "没有写明乡镇，按发送单位记"),
    "F_FUTURE_DATE": ("不晚于收件日", "文件日期晚于收件日，全部各行待核；请改正日期后重报"),
    "F_CORRECTION": ("", "更正文件：同一日期以此为准"),
    "F_WRONG_COUNTY": ("本县（区）的材料", "不是本县（区）的材料，未采用"),
    "F_EMPTY": ("至少一行内容", "没有可读的内容"),
    "F_ZERO_REPORT": ("", "零报告，计为已报"),
    "F_PII_ROSTER": ("不含个人信息的统计表", "这是人员名单，已隔离且未保存内容；请只报送统计数字"),
}  # fmt: skip


def finding(code: str, *, column: str = "", cell: str = "", seen: str = "", expected: str = "") -> Finding:
    usual, advice = _WORDS.get(code, ("", ""))
    return Finding(code, column, cell, seen, expected or usual, advice)
