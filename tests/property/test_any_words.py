"""Whatever is written: no exception, nothing negative, no link that rules do not prove, no line lost."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from loaders import vocabulary
from loaders.context import Context
from loaders.dates import parse_date
from loaders.prose.lines import tidy
from loaders.readers.raw import RawText
from loaders.text import read_text
from loaders.values import parse_count, parse_rate, parse_yes_no, read_legend
from situation.model.bulletins import Disposition
from situation.model.reports import Body, ReportKind
from situation.rules.placenames import PlaceIndex
from situation.rules.placewords import clean, normal
from tests.unit.situation.rules.test_placenames import GREEN, INDEX, WHITE

EIGHTH = date(2021, 1, 8)
SAID = """柳湾村 柳湾 柳弯村 乙溪社区 乙溪 大畈村 东村 合计 青石镇 白水乡 各村 登记选民 参加投票 参选率
应到 实到 一次选举成功 已完成 未启动 拟于 明日 今日 1月9日 1月8日 2月31日 1256 1130人 89.97% 约
余 ， 、 。 ； : , 一、 二、 1. 2、 更正 应为 不是 以此为准 存在问题： 明日安排： 今日选举：
反映 拉票 15名村民 党组织 村委会 两委 零报告 无新增 【换届日报】 收到 [图片] ( ) （原柳树村）
三组 ? � 紧急报告 #接龙 2021/1/8 17:32:10 = @ - % 村 社区 原 ★ 村名 等3个村 原定 推迟至"""
PIECES = st.sampled_from([*SAID.split(), " ", "\t", "　"])
WORDS = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=14).map("".join)
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.text(alphabet="0123456789.,-+%/年月日元一二三十百千万零约余lO人 　（）", max_size=12),
)


@given(CELLS)
def test_any_cell_is_a_count_or_a_reason(cell: object) -> None:
    parsed = parse_count(cell)
    assert parsed.value is None or parsed.value >= 0
    assert all(problem.startswith("R_") for problem in parsed.problems)


@given(CELLS, st.sampled_from([None, True, False]))
def test_any_cell_is_a_rate_or_a_reason(cell: object, is_percent: bool | None) -> None:
    parsed = parse_rate(cell, is_percent)
    assert parsed.value is None or parsed.value >= 0
    assert parsed.value is None or parsed.value <= 1 or "R_RATE_GT_100" in parsed.problems


@given(CELLS, st.dates(date(2015, 1, 1), date(2035, 1, 1)), st.booleans())
def test_any_cell_is_a_date_or_a_reason(cell: object, hint: date, untyped: bool) -> None:
    parsed = parse_date(cell, hint, untyped=untyped)
    assert (parsed.value is None) or not parsed.problems
    assert parsed.value is None or 1999 <= parsed.value.year <= 2100


@given(st.integers(0, 99_999_999))
def test_a_count_is_read_back_in_every_spelling(number: int) -> None:
    for written in (number, float(number), str(number), f"{number:,}", f" {number} ", f"{number}人"):
        assert parse_count(written).value == number


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_full_date_is_read_back_in_every_spelling(day: date) -> None:
    forms = (
        "{0:%Y-%m-%d}",
        "{0:%Y%m%d}",
        "{0.year}/{0.month}/{0.day}",
        "{0.year}年{0.month}月{0.day}日",
        "{0.year}.{0.month}.{0.day}",
    )
    assert {parse_date(form.format(day), EIGHTH).value for form in forms} == {day}


@given(st.one_of(WORDS, CELLS.map(str)))
def test_any_words_mean_something_known_or_nothing(text: str) -> None:
    assert parse_yes_no(text) in (True, False, None)
    assert isinstance(read_legend(text), dict)
    assert vocabulary.header_key(text) is None or vocabulary.header_key(text)
    for body in (None, *Body):
        stage = vocabulary.stage_of(text, body)
        assert stage is None or body is None or stage.startswith(body.value)
    vocabulary.category_of(text), vocabulary.status_of(text), vocabulary.level_of(text), vocabulary.body_of(text)


@given(WORDS, st.sampled_from([None, GREEN, WHITE]), CELLS)
def test_a_certain_name_is_proved_by_its_letters(raw: str, township: object, code: object) -> None:
    """A link without a question keeps every character of the village's own name, or of a registered other name."""
    found = INDEX.match(raw, township, code)  # type: ignore[arg-type]
    if not found.is_certain:
        assert found.findings
        return
    assert found.code is not None
    region = INDEX.gazetteer[found.code]
    stems = {
        normal(name).removesuffix("村委会").removesuffix("居民委员会").removesuffix("社区").removesuffix("村")
        for name in (region.name, *(other.name for other in region.other_names))
    }
    written = normal(raw)
    assert any(stem in written for stem in stems) or (not clean(raw).core and code is not None)
    assert township is None or found.township == township or code is not None


@settings(deadline=None)
@given(st.lists(WORDS, max_size=6), st.sampled_from([None, GREEN]), st.sampled_from(["text", "word"]))
def test_any_text_is_read_without_a_line_lost(lines: list[str], township: object, kind: str) -> None:
    raw = RawText(kind, tuple(enumerate(lines, 1)))  # type: ignore[arg-type]
    context = Context(index=INDEX, file="x.txt", received_at=datetime(2021, 1, 8, 10, tzinfo=UTC), township=township)  # type: ignore[arg-type]
    taken = read_text(raw, context)
    seen = {place.where.line or place.where.paragraph for place in (*taken.rows, *taken.skipped)}
    assert seen == {number for number, line in enumerate(lines, 1) if tidy(line)}
    for row in taken.rows:
        assert all(count >= 0 for count in row.counts.values())
        assert not row.planned or not (row.stage or row.counts or row.rates)
        if row.disposition is Disposition.ACCEPT and row.kind is not ReportKind.AGGREGATE:
            assert row.match is not None and row.match.is_certain
    assert not (taken.zero_report and taken.rows)


@given(WORDS, st.sampled_from([None, GREEN]))
def test_an_index_answers_the_same_twice(raw: str, township: object) -> None:
    fresh = PlaceIndex(INDEX.gazetteer)
    assert fresh.match(raw, township) == INDEX.match(raw, township)  # type: ignore[arg-type]
