"""Words for a rule: one line of a list, and the whole answer to "why?". For the command line and the village's page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from situation.errors import SituationError
from situation.model.standing import Reason
from situation.rules import procedures
from situation.rules.packs import Certainty, Rule, RulePack, Severity

_CERTAINTY = {
    "zh": {
        Certainty.READ: "已读原文",
        Certainty.PROVINCIAL: "地方规定，已读原文",
        Certainty.SEED: "工作实践",
        Certainty.CHECK: "据摘引，核对原文",
        Certainty.ASSUMED: "惯例",
    },
    "en": {
        Certainty.READ: "text read",
        Certainty.PROVINCIAL: "provincial, text read",
        Certainty.SEED: "practice",
        Certainty.CHECK: "from excerpts, check the text",
        Certainty.ASSUMED: "custom",
    },
}
_COLOURS = {
    "zh": {Severity.RED: "红", Severity.YELLOW: "黄", Severity.INFO: "仅说明"},
    "en": {Severity.RED: "red", Severity.YELLOW: "yellow", Severity.INFO: "note"},
}


def certainty_words(certainty: Certainty, lang: str = "zh") -> str:
    return _CERTAINTY[lang][certainty]


def severity_words(severity: Severity, lang: str = "zh") -> str:
    return _COLOURS[lang][severity]


def in_force_words(rule: Rule) -> str:
    """``2018-12-29 – 2025-12-31``; an open end stays open; empty for a rule without dates."""
    if rule.in_force_from == date.min:
        return ""
    return f"{rule.in_force_from} – {rule.in_force_to or ''}".rstrip()


def list_rules(pack: RulePack, lang: str = "zh") -> Iterator[tuple[str, str, str, str, str, str]]:
    """Id, bodies, colour, title, article, pack with its days; rules switched off are marked."""
    off = "停用" if lang == "zh" else "off"
    for rule in pack.rules:
        colour = severity_words(rule.severity, lang) if rule.enabled else off
        days = in_force_words(rule)
        yield (
            rule.id,
            " ".join(rule.bodies),
            colour,
            rule.title_in(lang),
            rule.article,
            f"{rule.pack} {days}".strip(),
        )


def why_rule(pack: RulePack, rule_id: str, lang: str = "zh") -> Iterator[str]:
    """Every text the rule has, by body and days in force, in full."""
    found = [rule for rule in pack.rules if rule.id == rule_id]
    if not found:
        near = sorted({rule.id for rule in pack.rules if rule_id.upper() in rule.id})
        hint = f" Did you mean {', '.join(near[:5])}?" if near else " `rules list` names them all."
        raise SituationError(f"There is no rule {rule_id!r}.{hint}")
    for rule in found:
        yield from _in_full(rule, lang)


def _in_full(rule: Rule, lang: str) -> Iterator[str]:
    zh = lang == "zh"
    bodies = ", ".join(procedures.body_name(body, lang) for body in rule.bodies)
    yield f"{rule.id} · {rule.title_in(lang)}" + (f" · {bodies}" if bodies else "")
    days = in_force_words(rule)
    yield f"  {'依据' if zh else 'article'}: {rule.article} ({certainty_words(rule.certainty, lang)})"
    yield f"  {'规则包' if zh else 'pack'}: {rule.pack}" + (f", {days}" if days else "")
    yield f"  {'颜色' if zh else 'colour'}: {severity_words(rule.severity, lang)}"
    numbers = ", ".join(f"{name} = {value}" for name, value in rule.numbers.items() if value not in ("", None))
    yield f"  {'参数' if zh else 'numbers'}: {numbers}" if numbers else f"  {'参数' if zh else 'numbers'}: –"
    yield f"  {'消除办法' if zh else 'cleared by'}: {rule.clears_in(lang)}"


def as_object(rule: Rule, lang: str = "zh") -> dict[str, Any]:
    """One text of a rule with all it says, for programs."""
    return {
        "rule": rule.id,
        "bodies": [body.value for body in rule.bodies],
        "title": rule.title_in(lang),
        "severity": rule.severity.value,
        "enabled": rule.enabled,
        "article": rule.article,
        "certainty": rule.certainty.value,
        "numbers": {name: value for name, value in rule.numbers.items() if value not in ("", None)},
        "clears": rule.clears_in(lang),
        "pack": rule.pack,
        "in_force_from": None if rule.in_force_from == date.min else rule.in_force_from.isoformat(),
        "in_force_to": rule.in_force_to.isoformat() if rule.in_force_to else None,
    }


def rule_of(reason: Reason, pack: RulePack, on: date) -> Rule | None:
    """The text behind a reason as in force that day, else the newest: title, article, certainty, what clears it."""
    return pack.find(reason.rule, reason.body, on) or pack.find(reason.rule, reason.body)
