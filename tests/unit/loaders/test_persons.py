"""Persons stay out: which headers and cells are personal, which tables are rosters, what of a duty is a post."""

from __future__ import annotations

import pytest

from loaders.persons import is_personal_cell, is_personal_header, looks_like_roster, mask_names, post_of


@pytest.mark.parametrize(
    "header",
    [
        "姓名",
        "候选人姓名",
        "姓 名",
        "身份证号",
        "公民身份号码",
        "手机号",
        "联系电话",
        "家庭住址",
        "反映人",
        "来访人",
        "性别",
        "年龄",
        "联系人",
    ],
)
def test_headers_that_name_persons(header: str) -> None:
    assert is_personal_header(header)


@pytest.mark.parametrize(
    "header",
    ["包联领导", "责任人", "责任单位", "反映事项", "候选人公布时间", "候选人数", "选民数", "村民代表数", "女性",
     "35岁以下", "党员", "涉及人数", "驻村指导组", "登记选民数", "代表", "大专以上", "村(社区)", "备注"],
)  # fmt: skip
def test_headers_that_count_or_name_duties_are_kept(header: str) -> None:
    assert not is_personal_header(header)


def test_voter_list_and_contact_list_are_rosters() -> None:
    assert looks_like_roster(["序号", "姓名", "性别", "出生年月", "住址"])
    assert looks_like_roster(["姓名", "职务", "联系电话"])
    assert looks_like_roster(["村名", "候选人", "性别", "年龄"])


def test_progress_table_with_a_contact_column_is_no_roster() -> None:
    assert not looks_like_roster(["村", "登记选民数", "投票数", "联系人", "联系电话"])
    assert not looks_like_roster(["村", "职数", "当选人数", "女", "35岁以下", "大专以上", "党员"])


@pytest.mark.parametrize(
    "text", ["11010519491231002X", "13800001234", "138-0000-1234", "电话:13800001234", "138****1234", "13800001234.0"]
)
def test_personal_numbers_are_recognised(text: str) -> None:
    assert is_personal_cell(text)


@pytest.mark.parametrize(
    "text", ["110105194912310021", "440983101203", "1256", "20210108", "0.8997", "柳湾村", "", "100000001256"]
)
def test_codes_counts_and_wrong_checksums_are_not_personal(text: str) -> None:
    assert not is_personal_cell(text)


@pytest.mark.parametrize(
    ("duty", "post"),
    [
        ("县委常委、组织部部长 张某某", "县委常委、组织部部长"),
        ("县委常委、组织部部长张某某", "县委常委、组织部部长"),
        ("张某某（镇党委书记）", "镇党委书记"),
        ("李书记", "书记"),
        ("纪委书记", "纪委书记"),
        ("常委", "常委"),
        ("第三督导组", "第三督导组"),
        ("县农业农村局", "县农业农村局"),
        ("镇长 王某 13800001234", "镇长"),
        ("张某某", ""),
        ("王小某、李某", ""),
        ("", ""),
    ],
)
def test_duty_cell_keeps_the_post_and_drops_the_name(duty: str, post: str) -> None:
    assert post_of(duty) == post


def test_names_are_masked_only_after_a_word_that_says_person() -> None:
    assert mask_names("村民李某某反映名单漏登，电话13800001234") == "村民李某某反映名单漏登，电话[号码已隐去]"
    assert mask_names("群众张小山等20余人上访") == "群众张某等20余人上访"
    for sound in ("群众方便。", "村民张榜公布", "选民高度关注。", "柳湾村林业站，张家山"):
        assert mask_names(sound) == sound
