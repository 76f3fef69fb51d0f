"""Ledgers: incidents and petitions, key villages, supervision, joint review."""

from __future__ import annotations

from tests.samples.build import xlsx
from tests.samples.make import sample


@sample("ledger_incidents.xlsx")
def incidents() -> bytes:
    return xlsx(
        [
            ["青石镇换届选举矛盾问题台账（2021年1月8日）"],
            [
                "序号",
                "村名",
                "问题类别",
                "问题描述",
                "涉及人数",
                "发生时间",
                "措施",
                "办结时限",
                "当前状态",
                "严重程度",
                "挂牌级别",
                "是否挂牌",
            ],
            [
                1,
                "柳湾村",
                "宗族宗教干扰",
                "两个家族争执",
                20,
                "2021-01-05",
                "镇包村组调解",
                "2021-01-12",
                "处置中",
                "较重",
                "县级",
                "是",
            ],
            [
                2,
                "石桥村",
                None,
                "选民名单有漏登，群众提出异议",
                "约15人",
                "1月6日",
                "核对户籍",
                "1月7日",
                "受理",
                "一般",
                None,
                "否",
            ],
            [3, "东坪村", "征地拆迁", "补偿款未到位", 8, "12月20日", "已协调", "1月5日", "已销号", None, "乡镇", None],
            [4, "大柳树村", "其他", "情况待查", None, None, None, None, "新报", None, None, None],
        ],
        title="台账",
    )


@sample("ledger_petitions_with_names.xlsx")
def petitions() -> bytes:
    return xlsx(
        [
            ["青石镇换届信访台账（2021年1月8日）"],
            ["序号", "来访日期", "反映人", "联系电话", "所在村", "反映事项", "人数", "渠道", "是否办结"],
            [1, "2021-01-06", "某甲", "13800000000", "石桥村", "反映村民张三请客送礼拉票", 3, "来访", "否"],
            [2, "2021-01-07", "某乙", "13900000000", "柳湾社区", "反映未公示候选人", 1, "12345热线", "是"],
        ]
    )


@sample("ledger_key_villages.xlsx")
def key_villages() -> bytes:
    return xlsx(
        [
            ["青石镇重点难点村（社区）挂牌销号台账（截至2021年1月8日）"],
            ["序号", "村名", "难点类型", "预警等级", "挂牌级别", "整改措施", "整改时限", "包联领导", "销号情况"],
            [
                1,
                "柳湾村",
                "征地拆迁遗留问题",
                "红",
                "县级",
                "一村一策",
                "2021-01-15",
                "县委常委、组织部部长 某某",
                "未销号",
            ],
            [2, "石桥村", "宗族派性严重", "黄", "乡镇", "专班驻村", "1月20日", "镇党委书记", "已销号"],
        ]
    )


@sample("ledger_supervision_findings.xlsx")
def supervision() -> bytes:
    return xlsx(
        [
            ["换届督导问题清单（2021年1月8日）"],
            ["序号", "乡镇", "村名", "存在问题", "整改时限", "整改状态"],
            [1, "青石镇", "柳湾村", "未设秘密写票处", "1月10日", "整改中"],
        ]
    )


@sample("ledger_joint_review_counts.xlsx")
def joint_review() -> bytes:
    return xlsx(
        [
            ["青石镇村党组织换届人选资格联审台账（1月8日）"],
            ["村名", "送审时间", "反馈时间", "送审人数", "通过人数"],
            ["柳湾村", "2021-01-04", "2021-01-06", 9, 9],
            ["石桥村", "2021-01-05", None, 7, None],
        ]
    )


@sample("ledger_joint_review_of_persons.xlsx")
def joint_review_persons() -> bytes:
    return xlsx(
        [
            ["青石镇村“两委”换届人选资格联审表"],
            ["序号", "村名", "姓名", "性别", "出生年月", "身份证号码", "联审意见"],
            [1, "柳湾村", "某甲", "男", "1980.01", "000000000000000000", "通过"],
        ]
    )


@sample("ledger_status_table_of_key_villages.xlsx")
def status_of_key_villages() -> bytes:
    return xlsx(
        [
            ["青石镇重点难点村换届进展情况表（1月8日）"],
            ["村名", "是否重点难点村", "登记选民数", "当前环节"],
            ["柳湾村", "是", 1256, "公布正式候选人"],
        ]
    )
