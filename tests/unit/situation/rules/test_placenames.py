"""Written names and the villages they mean: certain only by rule, everything else held."""

from __future__ import annotations

import pytest

from situation.model.bulletins import Match
from situation.model.regions import (
    Gazetteer,
    NameKind,
    OtherName,
    Region,
    RegionCode,
    RegionKind,
    gazetteer,
    region_code,
)
from situation.rules.placenames import PlaceIndex, read_code
from situation.rules.placewords import clean, normal

COUNTY, GREEN, WHITE = "990000000000", RegionCode("990000101000"), RegionCode("990000102000")
VILLAGE, COMMUNITY = RegionKind.VILLAGE, RegionKind.COMMUNITY


def _region(code: str, name: str, kind: RegionKind, parent: str | None, *others: OtherName) -> Region:
    return Region(region_code(code), name, kind, RegionCode(parent) if parent else None, others)


def _county() -> Gazetteer:
    former, alias = NameKind.FORMER, NameKind.ALIAS
    return gazetteer(
        [
            _region(COUNTY, "霁川县", RegionKind.COUNTY, None),
            _region(GREEN, "青石镇", RegionKind.TOWNSHIP, COUNTY),
            _region(WHITE, "白水乡", RegionKind.TOWNSHIP, COUNTY),
            _region("990000101201", "柳湾村", VILLAGE, GREEN, OtherName("柳树村", former), OtherName("老柳", alias)),
            _region("990000101202", "乙溪村", VILLAGE, GREEN),
            _region("990000101001", "乙溪社区", COMMUNITY, GREEN),
            _region("990000101203", "东村村委会", VILLAGE, GREEN),
            _region("990000101204", "新居村", VILLAGE, GREEN),
            _region("990000101205", "大畈村", VILLAGE, GREEN),
            _region("990000101002", "城东社区居民委员会", COMMUNITY, GREEN),
            _region("990000101003", "青石镇社区", COMMUNITY, GREEN),
            _region("990000101206", "枫树坳村", VILLAGE, GREEN, OtherName("石塘村", former)),
            _region("990000101207", "高塘村", VILLAGE, GREEN),
            _region("990000101208", "高糖村", VILLAGE, GREEN),
            _region("990000102201", "柳湾村", VILLAGE, WHITE),
            _region("990000102203", "石塘村", VILLAGE, WHITE),
            _region("990000102204", "柳树村", VILLAGE, WHITE),
            _region("990000102205", "云岭村", VILLAGE, WHITE),
        ]
    )


INDEX = PlaceIndex(_county())


@pytest.mark.parametrize(
    ("raw", "match", "code"),
    [
        ("柳湾村", Match.EXACT, "101201"),
        (" 柳 湾 村", Match.NORMALIZED, "101201"),
        ("柳湾", Match.NORMALIZED, "101201"),
        ("柳湾村委会", Match.NORMALIZED, "101201"),
        ("柳湾村村委会", Match.NORMALIZED, "101201"),
        ("柳湾村民委员会", Match.NORMALIZED, "101201"),
        ("柳湾行政村", Match.NORMALIZED, "101201"),
        ("柳湾村党总支", Match.NORMALIZED, "101201"),
        ("中共青石镇柳湾村总支部委员会", Match.NORMALIZED, "101201"),
        ("霁川县青石镇柳湾村村民委员会", Match.NORMALIZED, "101201"),
        ("3.柳湾村", Match.NORMALIZED, "101201"),
        ("三、柳湾村", Match.NORMALIZED, "101201"),
        ("①柳湾村", Match.NORMALIZED, "101201"),
        ("★柳湾村（重点村）", Match.NORMALIZED, "101201"),
        ("柳湾村（2号投票站）", Match.NORMALIZED, "101201"),
        ("柳湾\n村", Match.NORMALIZED, "101201"),
        ("柳湾村三组", Match.NORMALIZED, "101201"),
        ("柳湾村（原柳树村）", Match.NORMALIZED, "101201"),
        ("老柳", Match.ALIAS, "101201"),
        ("柳树村", Match.FORMER, "101201"),
        ("原柳树村", Match.FORMER, "101201"),
        ("石塘村", Match.FORMER, "101206"),  # though another 石塘村 lives on elsewhere
        ("乙溪村", Match.EXACT, "101202"),
        ("乙溪社区居委会", Match.NORMALIZED, "101001"),
        ("乙溪(社区)", Match.NORMALIZED, "101001"),
        ("东村", Match.NORMALIZED, "101203"),
        ("东村村民委员会", Match.NORMALIZED, "101203"),
        ("新居", Match.NORMALIZED, "101204"),
        ("城东居委会", Match.NORMALIZED, "101002"),
        ("城东", Match.NORMALIZED, "101002"),
        ("高糖村", Match.EXACT, "101208"),
        ("柳湾村（青石镇）", Match.NORMALIZED, "101201"),
        ("青石镇社区居委会", Match.NORMALIZED, "101003"),  # named after its township
    ],
)
def test_certain_names_are_linked_inside_their_township(raw: str, match: Match, code: str) -> None:
    found = INDEX.match(raw, GREEN)
    assert (found.match, found.code) == (match, f"990000{code}")
    assert found.is_certain and found.candidates == ()


@pytest.mark.parametrize(
    ("raw", "match", "code", "problem"),
    [
        ("柳弯村", Match.FUZZY, "101201", "R_FUZZY_MATCH"),
        ("枫树坳子村", Match.FUZZY, "101206", "R_FUZZY_MATCH"),
        ("柳?村", Match.FUZZY, "101201", "R_BAD_CHAR"),
        ("柳\ufffd村", Match.FUZZY, "101201", "R_BAD_CHAR"),
        ("柳湾社区", Match.FUZZY, "101201", "R_KIND_MISMATCH"),
        ("大畈社区居委会", Match.FUZZY, "101205", "R_KIND_MISMATCH"),
        ("柳湾村（某某庄）", Match.FUZZY, "101201", "R_FUZZY_MATCH"),
        ("原大畈村", Match.FUZZY, "101205", "R_FUZZY_MATCH"),
        ("云岭村", Match.OTHER_TOWNSHIP, "102205", "R_TOWNSHIP_MISMATCH"),
        ("柳湾村（白水乡）", Match.OTHER_TOWNSHIP, "102201", "R_TOWNSHIP_MISMATCH"),
        ("柳湾村（无名镇）", Match.FUZZY, "101201", "R_FUZZY_MATCH"),
        ("白水乡柳湾村", Match.OTHER_TOWNSHIP, "102201", "R_TOWNSHIP_MISMATCH"),
        ("合计", Match.NONE, None, "R_UNKNOWN_VILLAGE"),
        ("国营林场", Match.NONE, None, "R_UNKNOWN_VILLAGE"),
        ("柳湾社区筹建处", Match.NONE, None, "R_UNKNOWN_VILLAGE"),
        ("青石镇", Match.NONE, None, "R_UNKNOWN_VILLAGE"),
        ("大柳湾庄村", Match.NONE, None, "R_UNKNOWN_VILLAGE"),
        ("", Match.NONE, None, "R_UNKNOWN_VILLAGE"),
        ("柳湾村、大畈村", Match.NONE, None, "R_UNKNOWN_VILLAGE"),
    ],
)
def test_uncertain_names_are_held(raw: str, match: Match, code: str | None, problem: str) -> None:
    found = INDEX.match(raw, GREEN)
    assert found.match is match
    assert found.code == (f"990000{code}" if code else None)
    assert [finding.code for finding in found.findings] == [problem]
    assert not found.is_certain


@pytest.mark.parametrize(
    ("raw", "township", "candidates"),
    [
        ("乙溪", GREEN, {"101202", "101001"}),  # 村 and 社区 stand in one township
        ("柳湾村", None, {"101201", "102201"}),
        ("柳湾", None, {"101201", "102201"}),
        ("柳树村", None, {"101201", "102204"}),  # a former name here, a living one there
        ("高搪村", GREEN, {"101207", "101208"}),  # near to two
    ],
)
def test_names_of_several_bearers_are_held_with_all_of_them(
    raw: str, township: RegionCode | None, candidates: set[str]
) -> None:
    found = INDEX.match(raw, township)
    assert found.match is Match.AMBIGUOUS and found.code is None
    assert {code.removeprefix("990000") for code in found.candidates} == candidates
    assert "R_AMBIGUOUS_VILLAGE" in [finding.code for finding in found.findings]


def test_township_in_the_name_gives_the_context_that_was_missing() -> None:
    found = INDEX.match("白水乡柳湾村")
    assert (found.match, found.code, found.township) == (Match.NORMALIZED, "990000102201", WHITE)


def test_kind_of_the_table_tells_village_from_community() -> None:
    assert INDEX.match("乙溪", GREEN, kind=COMMUNITY).code == "990000101001"
    assert INDEX.match("乙溪", GREEN, kind=VILLAGE).code == "990000101202"


def test_former_name_says_so_and_is_accepted() -> None:
    assert [finding.code for finding in INDEX.match("柳树村", GREEN).findings] == ["R_FORMER_NAME"]


def test_part_of_a_village_is_told_with_the_village() -> None:
    found = INDEX.match("柳湾村三组", GREEN)
    assert found.part == "三组" and "三组" in found.note


def test_persons_in_brackets_are_not_kept_as_a_note() -> None:
    assert INDEX.match("柳湾村（王某某）", GREEN).note == ""


@pytest.mark.parametrize(
    ("code", "match", "expected", "problems"),
    [
        ("990000101201", Match.EXACT, "990000101201", []),
        (990000101201.0, Match.EXACT, "990000101201", []),
        (" 990000101201", Match.EXACT, "990000101201", []),
        ("9.90000E+11", Match.EXACT, "990000101201", ["R_CODE_CORRUPT"]),
        (990000000000.0, Match.EXACT, "990000101201", ["R_CODE_CORRUPT"]),
        ("990000101202", Match.AMBIGUOUS, None, ["R_CODE_NAME_CONFLICT"]),
        ("", Match.EXACT, "990000101201", []),
    ],
)
def test_code_beside_the_name(code: object, match: Match, expected: str | None, problems: list[str]) -> None:
    found = INDEX.match("柳湾村", GREEN, code)
    assert (found.match, found.code) == (match, expected)
    assert [finding.code for finding in found.findings] == problems


def test_code_decides_between_bearers_of_one_name() -> None:
    found = INDEX.match("柳湾村", None, "990000102201")
    assert found.is_certain and found.code == "990000102201" and found.findings == ()
    assert INDEX.match("乙溪", GREEN, "990000101001").code == "990000101001"


def test_code_with_a_name_that_is_not_its_own_is_held() -> None:
    found = INDEX.match("无名村", GREEN, "990000101201")
    assert not found.is_certain
    assert [finding.code for finding in found.findings] == ["R_CODE_NAME_CONFLICT"]


def test_learnt_name_decides_what_rules_leave_open() -> None:
    learnt = _region("990000101001", "乙溪社区", COMMUNITY, GREEN, OtherName("乙溪", NameKind.LEARNT))
    county = gazetteer([learnt, *(r for r in _county() if r.code != learnt.code)])
    found = PlaceIndex(county).match("乙溪", GREEN)
    assert (found.match, found.code) == (Match.ALIAS, "990000101001")


@pytest.mark.parametrize(
    "raw", ["青石镇", "青石", "青石镇人民政府", "霁川县青石镇换届办", "一、青石镇（13个村）", "990000101", "青石镇党委"]
)
def test_township_is_known_in_its_usual_forms(raw: str) -> None:
    assert INDEX.match_township(raw) == GREEN


@pytest.mark.parametrize("raw", ["青石乡", "青", "", "柳湾村", "大青石镇", "霁川县"])
def test_township_is_not_guessed(raw: str) -> None:
    assert INDEX.match_township(raw) is None


def test_townships_are_found_in_running_text() -> None:
    assert INDEX.find_townships_in("【换届日报】青石镇 1月8日，另附白水乡") == (GREEN, WHITE)


def test_villages_are_found_in_a_sentence() -> None:
    text = "今日柳湾村、大畈村投票，白水乡云岭村改期；各村平稳，柳弯村未报"
    assert [m.raw for m in INDEX.mentions(text, GREEN)] == ["柳湾村", "大畈村", "白水乡云岭村", "柳弯村"]


@pytest.mark.parametrize("text", ["杨柳湾村完成投票", "今日上柳湾村投票"])
def test_a_longer_name_is_not_cut_down_to_a_known_one(text: str) -> None:
    (mention,) = INDEX.mentions(text, GREEN)
    assert mention.raw in ("杨柳湾村", "上柳湾村")
    assert not INDEX.match(mention.raw, GREEN).is_certain


@pytest.mark.parametrize("text", ["各村工作平稳", "全镇18个村完成换届", "重点村和难点村", "新农村建设"])
def test_words_with_village_in_them_are_no_names(text: str) -> None:
    assert INDEX.mentions(text, GREEN) == ()


def test_normal_form_knows_every_blank_and_bracket() -> None:
    assert normal("　柳\u00a0湾\u200b村 【一】") == "柳湾村(一)"
    assert clean("★3、柳湾村（重点村）").core == "柳湾村"


def test_codes_keep_their_digits() -> None:
    assert read_code("990000101") == ("990000101", False)
    assert read_code("99000010120") == ("", True)
    assert read_code(True) == ("", False)
    assert read_code(float("nan")) == ("", False)
