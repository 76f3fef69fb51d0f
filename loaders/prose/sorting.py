"""Facts and troubles in what is said of one village, told apart sentence by sentence."""

from __future__ import annotations

import re

from loaders.prose.rows import Spot, status_rows
from loaders.prose.troubles import says_nothing, sounds_like_trouble
from situation.model.bulletins import Row

_TROUBLE = re.compile(r"反映|发生|举报|上访|来访|聚集|围|冲突|纠纷|争议|闹|拒|流会|异议|拉票|辱骂|打砸")
_SENTENCES = re.compile(r"(?<=[。；;!！])")
_CLAUSES = re.compile(r"[，,](?!\d{3})")


def parted(text: str, spot: Spot, raw: str) -> tuple[str, str]:
    """Sentences that tell of trouble, and what is left to be a fact; a sentence with the numbers of a vote is one."""
    trouble: list[str] = []
    rest: list[str] = []
    for sentence in filter(None, _SENTENCES.split(text)):
        if not _is_trouble(sentence) or any(r.counts or r.rates or r.planned for r in status_rows(spot, raw, sentence)):
            rest.append(sentence)
            continue
        trouble.append(sentence)
        rest += [clause for clause in _CLAUSES.split(sentence) if clause and not _is_trouble(clause)]
    if not trouble:
        return "", text
    left = "，".join(rest)
    has_facts = any(map(is_fact, status_rows(spot, raw, left))) if left else False
    return "；".join(trouble), left if has_facts else ""


def is_fact(row: Row) -> bool:
    return bool(row.stage or row.counts or row.rates or row.dates or row.flags)


def _is_trouble(text: str) -> bool:
    return bool(_TROUBLE.search(text)) and sounds_like_trouble(text) and not says_nothing(text)
