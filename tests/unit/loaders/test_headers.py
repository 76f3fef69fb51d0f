"""Headers nobody listed, read by their parts; and words that must never be taken for a header."""

from __future__ import annotations

import pytest

from loaders import vocabulary


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("本届登记选民总数", "registered"),
        ("应到选民数", "registered"),
        ("实到选民数", "voted"),
        ("当日参加投票选民人数", "voted"),
        ("投票总数(人)", "voted"),
        ("选民参与率", "turnout"),
        ("党员大会应出席党员数", "due"),
        ("实际参会党员", "present"),
        ("党员推荐大会应到人数", "rec_due"),
        ("委托他人投票人数", "proxy"),
        ("核定班子职数", "posts"),
        ("已选出人数", "elected"),
        ("女性村民代表", "reps_female"),
        ("是否书记兼主任", "yijiantiao"),
        ("首次选举是否成功", "one_shot"),
        ("选民榜张榜日期", "list_published"),
        ("选举大会召开日期", "election_day"),
        ("村民选举委员会成立日期", "committee"),
        ("印章交接时间", "handover"),
        ("目前进行环节", "stage"),
        ("各村(社区)", "village"),
        ("镇(乡、街道)", "township"),
        ("计划化解时间", "deadline"),
        ("红黄绿灯", "colour"),
    ],
)
def test_header_built_of_known_parts_is_known(header: str, key: str) -> None:
    assert vocabulary.header_key(header) == key


@pytest.mark.parametrize(
    "text",
    ["选民登记", "投票选举", "公布候选人", "工作移交", "完成", "外出选民数", "得票数", "候选人得票率", "柳湾村", "村民代表会议",
     "完成时间", "女", "弃权票"],
)  # fmt: skip
def test_steps_names_and_other_numbers_are_no_headers_by_their_parts(text: str) -> None:
    assert vocabulary.listed_key(text) == vocabulary.header_key(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [("一次性选举", True), ("一次成功", True), ("另行选举", False), ("重新选举", False), ("进行中", None), ("", None)],
)
def test_outcome_of_the_vote_in_the_words_of_a_results_table(text: str, said: bool | None) -> None:
    assert vocabulary.one_shot_of(text) is said
