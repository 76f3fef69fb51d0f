"""Each row of the text tables, asked of the real rules; and the manual made from them is in step."""

import pytest

from situation.rules.packs import Severity, load_packs, pack_names
from tests.spec.render import PAGES, page
from tests.spec.tables import EXPECTED, RULE_FILES, Section, answer, measured, sections

ROWS = [
    pytest.param(section, number, id=f"{name}-{section.rule}-{section.body or ''}-{number}")
    for name in RULE_FILES
    for section in sections(name)
    for number in range(len(section.rows))
]


@pytest.mark.parametrize(("section", "number"), ROWS)
def test_the_rule_answers_as_the_table_says(section: Section, number: int) -> None:
    row = section.rows[number]
    assert answer(section, row) == row[EXPECTED], row


@pytest.mark.parametrize("section", list(sections("indicators")), ids=lambda section: section.rule)
def test_the_indicator_adds_up_as_the_table_says(section: Section) -> None:
    assert measured(section) == section.sums


def test_every_rule_that_colours_has_a_table_with_a_compliant_and_a_violating_row() -> None:
    pack = load_packs(pack_names())
    # Tested beside the fold, or switched off, or a copy of another rule for another milestone.
    elsewhere = {"W_HELD", "W_KEY_NO_POST", "W_SLIPPAGE_CANDIDATES", "W_SLIPPAGE_HANDOVER"}
    wanted = {rule.id for rule in pack.rules if rule.severity is not Severity.INFO} - elsewhere
    shown: dict[str, set[str]] = {}
    for name in RULE_FILES:
        for section in sections(name):
            shown.setdefault(section.rule, set()).update(row[EXPECTED] for row in section.rows)
    assert wanted - set(shown) == set()
    assert [rule for rule, answers in shown.items() if answers <= {"ok"} or "ok" not in answers] == []


@pytest.mark.parametrize("language", PAGES)
def test_the_manual_of_rules_is_in_step_with_the_tables(language: str) -> None:
    stored = PAGES[language].read_text("utf-8")
    assert stored == page(language), "run: python -m tests.spec.render"
