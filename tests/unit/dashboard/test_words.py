"""No text of the screens is missing in either language; numbers are written as the county writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

import dashboard
from dashboard.words import LANGUAGES, Words, arrow, choose_language, percent_value, signed
from situation.model.picture import Share

ROOM = Path(dashboard.__file__).parent


def texts_used() -> Iterator[str]:
    """Extraction does not look into f-strings: texts are said outside of them (the next test)."""
    for path in ROOM.rglob("*.py"):
        for _, said, _, _ in extract_from_file("python", str(path), keywords={"words": None, "term": None}):
            if isinstance(said, str) and said:
                yield said


def test_no_text_hides_in_an_f_string() -> None:
    hidden = [
        f"{path.name}:{number}"
        for path in ROOM.rglob("*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"""\{(words|visit\.words)\(['"]""", line)
    ]
    assert hidden == []


def catalogue(language: str) -> dict[str, str]:
    folder = ROOM / "locale" / LANGUAGES[language] / "LC_MESSAGES"
    found: dict[str, str] = {}
    for path in folder.glob("*.po"):
        with path.open("rb") as source:
            found |= {str(message.id): str(message.string) for message in read_po(source) if message.id}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_used_stands_in_the_catalogue(language: str) -> None:
    said = catalogue(language)
    assert sorted(text for text in set(texts_used()) if not said.get(text)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language: str) -> None:
    for text, said in catalogue(language).items():
        assert sorted(set(re.findall(r"\{\w+\}", said))) == sorted(set(re.findall(r"\{\w+\}", text))), text


def test_english_has_no_chinese_left() -> None:
    assert [said for said in catalogue("en").values() if re.search(r"[一-鿿]", said)] == []


@pytest.mark.parametrize(
    ("part", "of", "printed"),
    [(115, 286, "40.2"), (286, 286, "100.0"), (9996, 10000, "99.9"), (0, 7, "0.0"), (0, 0, "—"), (1999, 2000, "99.9")],
)
def test_a_hundred_percent_is_said_only_of_all(part: int, of: int, printed: str) -> None:
    assert Words("zh").percent(Share(part, of)) == printed


def test_changes_are_differences_of_the_printed_values() -> None:
    now, before = percent_value(Share(115, 286)), percent_value(Share(95, 286))
    assert now is not None
    assert before is not None
    assert arrow(now - before, 1) == "↑ 7.0"
    assert arrow(-2) == "↓ 2"
    assert arrow(0) == ""


def test_a_gap_below_the_target_has_a_real_minus() -> None:
    assert (signed(2.9), signed(-1.1)) == ("+2.9", "−1.1")


def test_days_and_instants_are_local() -> None:
    late = datetime(2026, 1, 15, 17, 30, tzinfo=UTC)
    assert Words("zh").moment(late) == "1月16日 01:30"
    assert Words("en").moment(late) == "16 Jan 01:30"
    assert Words("zh").full_day(date(2026, 1, 16)) == "2026年1月16日（星期五）"
    assert Words("en").full_day(date(2026, 1, 16)) == "16 Jan 2026 (Fri)"


def test_the_address_decides_the_language_before_the_cookie() -> None:
    assert choose_language({"lang": "en"}, {"lang": "zh"}).language == "en"
    assert choose_language({}, {"lang": "en"}).language == "en"
    assert choose_language({"lang": "xx"}, {}).language == "zh"
