"""The words of bulletins: what is known means one thing, what is not known means nothing."""

from __future__ import annotations

import pytest

from loaders import keys, vocabulary
from situation.model.reports import Body, IncidentStatus, Level, Severity
from situation.rules import procedures


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("登 记\n选民数", "registered"),
        ("登记选民数(人)", "registered"),
        ("村委会选举/登记选民数", "registered"),
        ("参选率(%)", "turnout"),
        ("参选率％", "turnout"),
        ("村（社区）名称", "village"),
        ("发出选票(张)", "issued"),
        ("其中：委托", "proxy"),
        ("党员大会/应到会", "due"),
        ("推荐大会应到", "rec_due"),
        ("书记主任“一肩挑”", "yijiantiao"),
        ("“一肩挑”(是/否)", "yijiantiao"),
        ("村委会选举日期", "election_day"),
        ("党组织选举日期", "party_election"),
        ("计划选举日", "election_day"),
        ("是否一次选举成功", "one_shot"),
        ("当选人数/女", "female"),
        ("村民代表/其中妇女", "reps_female"),
        ("当前环节", "stage"),
        ("党员总数", "members_total"),
        ("№", "seq"),
        ("乡镇(街道)", "township"),
        ("统计用区划代码", "code"),
        ("完成时限", "deadline"),
        ("涉及人数", "people"),
        ("张榜日期", "list_published"),
        ("包联领导", "duty"),
        ("三色预警", "colour"),
        ("难点原因", "reason"),
    ],
)
def test_header_is_known(header: str, key: str) -> None:
    assert vocabulary.header_key(header) == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "是",
        "已完成",
        "柳湾村",
        "选民登记",
        "投票选举",
        "资格联审",
        "姓名",
        "联系电话",
        "候选人姓名",
        "1256",
        "村委会主任",
        "满意率",
    ],
)
def test_other_words_are_no_header(text: str) -> None:
    assert vocabulary.header_key(text) is None


def test_every_header_word_leads_to_one_canonical_key() -> None:
    seen: dict[str, str] = {}
    for key, words in vocabulary._words()["headers"].items():
        assert key in keys.KEYS
        for word in words.split():
            form = vocabulary.folded(word).strip(":*")
            assert seen.setdefault(form, key) == key, f"{word} means {seen[form]} and {key}"
    assert len(seen) > 400


@pytest.mark.parametrize(
    ("body", "text", "stage"),
    [
        ("V", "已张榜公布选民名单", "V05"),
        ("V", "正在资格联审", "V08"),
        ("P", "资格联审", "P04"),
        ("R", "资格联审", "R08"),
        ("S", "提名与联审", "S02"),
        ("E", "联审公示", "E05"),
        ("V", "未启动", "V00"),
        ("P", "尚未启动", "P00"),
        ("V", "已完成", "V14"),
        ("P", "完成", "P09"),
        ("S", "已完成", "S05"),
        ("E", "全部完成", "E08"),
        ("V", "名单已公布，尚未投票", "V05"),
        ("V", "正式候选人已公布，定于1月10日投票选举", "V09"),
        ("V", "已完成选民登记，正在推选村民代表", "V06"),
        ("V", "完成投票选举", "V10"),
        ("V", "推选村民选举委员会", "V02"),
        ("V", "制定选举办法、公布选举日", "V03"),
        ("V", "结果公布备案", "V12"),
        ("V", "工作移交", "V13"),
        ("V", "另行选举", "V11"),
        ("V", "公布正式候选人", "V09"),
        ("V", "候选人提名", "V07"),
        ("R", "居民代表推选", "R06"),
        ("V", "V05", "V05"),
        ("P", "考察与初步人选公示", "P05"),
        ("P", "预备人选公示", "P06"),
        ("P", "党员推荐大会", "P03"),
        ("P", "请示已批复", "P02"),
        ("P", "召开党员大会", "P07"),
        ("P", "选举结果报批", "P08"),
        ("S", "制定推选办法", "S01"),
        ("S", "公布备案", "S04"),
        ("E", "社员代表大会选举", "E06"),
        ("E", "推选社员代表", "E03"),
        ("E", "结果备案与登记", "E07"),
        ("V", "召开村民代表会议推选选举委员会", "V02"),
        ("V", "换届选举已完成", "V14"),
    ],
)
def test_stage_words(body: str, text: str, stage: str) -> None:
    assert vocabulary.stage_of(text, Body(body)) == stage


@pytest.mark.parametrize(
    "text", ["", "尚未投票", "未完成", "正在进行", "准备召开党员大会", "拟于1月20日投票", "情况良好", "P05"]
)
def test_no_stage_is_entered(text: str) -> None:
    assert vocabulary.stage_of(text, Body.VILLAGE) is None


@pytest.mark.parametrize("body", list(Body))
def test_every_stage_knows_its_own_name(body: Body) -> None:
    for stage in procedures.stages(body):
        assert vocabulary.stage_of(procedures.stage_name(stage), body) == stage


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("青石镇村委会换届选举日报表", Body.VILLAGE),
        ("村（居）委会换届", Body.VILLAGE),
        ("村党组织换届进度", Body.PARTY),
        ("村务监督委员会", Body.SUPERVISION),
        ("村监会", Body.SUPERVISION),
        ("居委会", Body.RESIDENTS),
        ("经济合作社", Body.ECONOMIC),
        ("社监会", Body.ECONOMIC),
        ("村(社区)“两委”换届", None),
        ("党组织和村委会", None),
        ("青石镇党委", None),
        ("供销合作社", None),
    ],
)
def test_body_of_a_title(text: str, body: Body | None) -> None:
    assert vocabulary.body_of(text) is body


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("村民来访反映征地补偿问题", "I04"),
        ("群众举报拉票", "I02"),
        ("选民名单漏登，要求补登", "I07"),
        ("到会人数不足五分之四", "I05"),
        ("12345热线反映", "I01"),
        ("宗族干扰", "I03"),
        ("围攻会场，撕毁选票", "I08"),
        ("公章拒交", "I13"),
        ("一肩挑人选难定", "I12"),
        ("I06", "I06"),
        ("信访举报", "I01"),
        ("网帖传播", "I09"),
        ("未设秘密写票处", "I11"),
        ("疫情返乡人员多", "I10"),
        ("候选人资格不符合条件", "I06"),
        ("其他", None),
        ("天气晴", None),
    ],
)
def test_category_of_an_incident(text: str, category: str | None) -> None:
    assert vocabulary.category_of(text) == category


def test_states_levels_and_grades() -> None:
    said = {
        text: vocabulary.status_of(text) for text in ("处置中", "已销号", "未销号", "已化解", "已受理", "反弹", "良好")
    }
    assert said == {
        "处置中": IncidentStatus.IN_HAND,
        "已销号": IncidentStatus.CLOSED,
        "未销号": IncidentStatus.IN_HAND,
        "已化解": IncidentStatus.TO_VERIFY,
        "已受理": IncidentStatus.ACCEPTED,
        "反弹": IncidentStatus.REOPENED,
        "良好": None,
    }
    assert vocabulary.severity_of("特别重大") is Severity.CRITICAL
    assert vocabulary.severity_of("较重") is Severity.SERIOUS
    assert vocabulary.level_of("县级挂牌") is Level.COUNTY
    assert vocabulary.level_of("县换届办") is Level.OFFICE
    assert (vocabulary.colour_of("红"), vocabulary.colour_of("橙色预警"), vocabulary.colour_of("红黄绿")) == (
        "red",
        "yellow",
        None,
    )


@pytest.mark.parametrize("text", ["合计", "小 计", "全镇合计", "青石镇合计", "合计：18个村", "总计"])
def test_subtotals(text: str) -> None:
    assert vocabulary.is_subtotal(text)


@pytest.mark.parametrize("text", ["柳湾村", "总计村", "大合村", ""])
def test_villages_are_no_subtotals(text: str) -> None:
    assert not vocabulary.is_subtotal(text)


def test_footers_and_examples() -> None:
    assert all(map(vocabulary.is_footer, ["注：√表示完成", "填表人：", "审核人：", "说明：1.", "联系电话："]))
    assert not any(map(vocabulary.is_footer, ["柳湾村", "备注", "注溪村", "说明"]))
    assert vocabulary.is_example("示例村") and not vocabulary.is_example("柳湾村")


def test_milestone_of_a_step() -> None:
    assert vocabulary.milestone_of("R10") == "election_day"
    assert vocabulary.milestone_of("V01") is None
