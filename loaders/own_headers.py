"""Headers by which a county's own counters and checklist entries are reported in its tables.

A counter stands under its name; an entry under its own name, or below the name of its list. A header that means
something already keeps its meaning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from loaders import vocabulary
from situation.rules.declared import Declared


def own_headers(declared: Declared) -> dict[str, str]:
    """Header → key: ``count:pledges``, or with the body it belongs to ``V/flag:six_present.leader``."""
    found = list(_headers(declared))
    told = Counter(header for header, _ in found)
    return {header: key for header, key in found if told[header] == 1 and vocabulary.header_key(header) is None}


def _headers(declared: Declared) -> Iterator[tuple[str, str]]:
    for counter in declared.counters.values():
        yield counter.zh, f"count:{counter.key}"
    for checklist in declared.checklists.values():
        for entry in checklist.entries:
            key = f"{checklist.body.value}/flag:{checklist.key}.{entry.key}"
            yield entry.zh, key
            yield f"{checklist.zh}/{entry.zh}", key
