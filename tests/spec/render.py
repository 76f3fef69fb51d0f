"""Writes the manual of rules, docs/rules.md and docs/rules.en.md, from the packs and the tables that test them.

``python -m tests.spec.render`` after changing a pack or a table.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from situation.model.reports import Body
from situation.rules import procedures
from situation.rules.explaining import certainty_words, in_force_words, severity_words
from situation.rules.packs import Certainty, Rule, Severity, load_packs, pack_names
from tests.spec.tables import EXPECTED, RULE_FILES, Section, sections

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"zh": DOCS / "rules.md", "en": DOCS / "rules.en.md"}

_HEAD = {
    "zh": (
        "# 规则手册\n\n本手册由规则测试表自动生成，每一行都在测试中验证过。改动规则包或测试表后运行 "
        "`python -m tests.spec.render`。\n\n"
        "计日：间隔＝止日－起日（12月19日至1月8日为20日）；工作日首尾计入，按国务院放假通知（含调休）。"
        "比例一律按整数比较。未上报的数据为“未知”，不当作0，也不据此预警。"
        "适用哪一版法律，以选举日为准；选举日不明的以当天为准。\n"
    ),
    "en": (
        "# Manual of rules\n\nMade from the tables that test the rules: each row below is checked. After changing a "
        "pack or a table run `python -m tests.spec.render`.\n\n"
        "Days: an interval is end − start (19 December to 8 January is 20 days); working days count both ends and "
        "follow the State Council's holiday notices. Ratios are compared as integers. What was not reported is "
        "unknown, never 0, and warns of nothing. The law of the election day applies; of today where it is unknown.\n"
    ),
}
_WORDS = {
    "zh": {
        "rules": "规则与判例", "indicators": "指标口径", "packs": "规则包", "article": "依据", "certainty": "依据程度",
        "colour": "颜色", "pack": "规则包", "clears": "消除办法", "village": "全村",
        "notes": "只说明、不检查的规则", "=": "结果",
    },
    "en": {
        "rules": "Rules and cases", "indicators": "Indicators", "packs": "Rule packs", "article": "Article",
        "certainty": "Certainty", "colour": "Colour", "pack": "Pack", "clears": "Cleared by", "village": "village",
        "notes": "Rules explained, not tested", "=": "Result",
    },
}  # fmt: skip


@cache
def _labels() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "labels.toml").read_text("utf-8"))


def _label(word: str, lang: str, body: Body | None = None) -> str:
    known = _labels()[lang].get(word)
    if known:
        return known
    for of in (body, Body.VILLAGE, Body.PARTY):
        if of and procedures.milestone(of, word):
            return procedures.milestone_name(of, word, lang)
    return word.replace("_", " ") if lang == "en" else word


def _column(column: str, lang: str, body: Body | None) -> str:
    if column == EXPECTED:
        return _WORDS[lang]["="]
    planned = column.startswith("plan ")
    place, _, name = column.removeprefix("plan ").rpartition(".")
    of = Body(place) if place in tuple(Body) else body
    words = [_label("plan", lang)] if planned else []
    if place:
        words.append(procedures.body_name(Body(place), lang) if place in tuple(Body) else _label(place, lang))
    words.append(_label(name, lang, of))
    return ("" if lang == "zh" else " ").join(words)


def _cell(cell: str, lang: str) -> str:
    if procedures.is_stage(cell):
        return f"{cell} {procedures.stage_name(procedures.stage(cell).code, lang)}"
    return _labels()[lang].get(cell, cell)


def _table(section: Section, lang: str) -> Iterator[str]:
    yield "| " + " | ".join(_column(column, lang, section.body) for column in section.columns) + " |"
    yield "|" + "---|" * len(section.columns)
    for row in section.rows:
        yield "| " + " | ".join(_cell(row[column], lang) for column in section.columns) + " |"


def _rule_lines(rule: Rule, lang: str) -> Iterator[str]:
    words = _WORDS[lang]
    days = in_force_words(rule)
    sign = "：" if lang == "zh" else ": "
    colour, certainty = severity_words(rule.severity, lang), certainty_words(rule.certainty, lang)
    yield f"- {words['article']}{sign}{rule.article} · {words['certainty']}{sign}{certainty}"
    yield f"- {words['colour']}{sign}{colour} · {words['pack']}{sign}{rule.pack}{f' ({days})' if days else ''}"
    yield f"- {words['clears']}{sign}{rule.clears_in(lang)}"


def _cases(lang: str) -> Iterator[str]:
    for name in RULE_FILES:
        for section in sections(name):
            on = date.fromisoformat(section.today)
            rule = section.pack.find(section.rule, section.body, on) or section.pack.find(section.rule, section.body)
            assert rule is not None, section.rule
            body = procedures.body_name(section.body, lang) if section.body else _WORDS[lang]["village"]
            yield f"\n### {rule.title_in(lang)} `{rule.id}` ({body})\n"
            yield from _rule_lines(rule, lang)
            yield f"\n{section.zh if lang == 'zh' else section.en}\n"
            if "today" not in section.columns:
                yield f"{_label('today', lang)}: {section.today}\n"
            yield from _table(section, lang)


def _indicators(lang: str) -> Iterator[str]:
    for section in sections("indicators"):
        yield f"\n### {_label(section.rule, lang)}\n\n{section.zh if lang == 'zh' else section.en}\n"
        yield from _table(section, lang)
        sums = (f"{_label(name, lang)} {share}" for name, share in section.sums.items())
        yield f"\n{_WORDS[lang]['=']}: {' · '.join(sums)}"


def _notes(lang: str) -> Iterator[str]:
    told: Mapping[str, Rule] = {
        f"{rule.id}{rule.pack}": rule for rule in load_packs(pack_names()).rules if rule.severity is Severity.INFO
    }
    for rule in told.values():
        check = f" ({certainty_words(Certainty.CHECK, lang)})" if rule.certainty is Certainty.CHECK else ""
        yield f"- `{rule.id}` {rule.title_in(lang)} — {rule.article}{check}"


def page(lang: str) -> str:
    """The whole manual in one language."""
    words = _WORDS[lang]
    lines = [_HEAD[lang], f"{words['packs']}: {', '.join(pack_names())}\n", f"## {words['rules']}", *_cases(lang)]
    lines += [f"\n## {words['indicators']}", *_indicators(lang), f"\n## {words['notes']}\n", *_notes(lang)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for language, path in PAGES.items():
        path.write_text(page(language), "utf-8")
        print(f"{path} written")
