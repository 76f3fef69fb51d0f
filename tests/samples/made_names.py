"""Names: how a village is written, and which of them may be linked without asking."""

from __future__ import annotations

from tests.samples.build import csv, xlsx
from tests.samples.make import sample

TITLE = ["青石镇村委会换届日报（2021年1月8日）"]
HEADER = ["村名", "登记选民数"]


def _names(*names: str) -> bytes:
    return xlsx([TITLE, HEADER, *([name, 500 + number] for number, name in enumerate(names))])


@sample("name_suffixes.xlsx")
def suffixes() -> bytes:
    return _names("柳湾村委会", "石桥村村民委员会", "东坪行政村", "青石社区居委会", "上塘村民委员会")


@sample("name_prefixes_and_decorations.xlsx")
def prefixes() -> bytes:
    return _names("青石镇柳湾村", "云岭县青石镇石桥村", "3.东坪村", "★上塘村（重点村）", "下 塘\n村", "　竹林村　")


@sample("name_bare_with_two_kinds.xlsx")
def bare() -> bytes:
    return _names("柳湾", "东坪", "青石")


@sample("name_alias_and_former.xlsx")
def alias_and_former() -> bytes:
    return _names("石桥子村", "合兴村")


@sample("name_two_former_names_of_one_village.xlsx")
def two_former() -> bytes:
    return _names("合兴村", "前进村")


@sample("name_misspelt_is_held.xlsx")
def misspelt() -> bytes:
    return _names("东平村", "上糖村", "竹林寸")


@sample("name_unknown_is_held.xlsx")
def unknown() -> bytes:
    return _names("大柳树村", "国营林场", "柳湾村")


@sample("name_of_another_township.xlsx")
def other_township() -> bytes:
    return _names("大岭村", "白水乡沙田村")


@sample("name_with_lost_character.xlsx")
def lost_character() -> bytes:
    return _names("东?村", "柳湾村")


@sample("name_same_in_two_townships_without_context.xlsx")
def same_name() -> bytes:
    return xlsx([["村委会换届日报（2021年1月8日）"], HEADER, ["石桥村", 800], ["东坪村", 600]])


@sample("name_village_written_as_community.xlsx")
def kind_mismatch() -> bytes:
    return _names("东坪社区", "青石村")


@sample("name_below_village.xlsx")
def below_village() -> bytes:
    return _names("柳湾村三组", "石桥村")


@sample("name_twice_with_different_numbers.xlsx")
def twice() -> bytes:
    return xlsx([TITLE, HEADER, ["柳湾村", 1256], ["石桥村", 800], ["柳湾村委会", 1300]])


@sample("name_twice_with_equal_numbers.xlsx")
def twice_equal() -> bytes:
    return xlsx([TITLE, HEADER, ["柳湾村", 1256], ["柳湾村", 1256]])


@sample("name_with_codes.xlsx")
def codes() -> bytes:
    return xlsx(
        [
            ["云岭县换届日报（2021年1月8日）"],
            ["统计用区划代码", "村名", "登记选民数"],
            ["990199101201", "柳湾村", 1256],
            [990199102202, "柳湾村", 700],
            ["9.90199E+11", "东坪村", 600],
            ["990199101202", "东坪村", 650],
        ]
    )


@sample("name_township_column_wrong.csv")
def township_wrong() -> bytes:
    return csv(
        [
            ["日期", "乡镇", "村名", "登记选民数"],
            ["2021-01-08", "青石镇", "沙田村", 400],
            ["2021-01-08", "清石镇", "东坪村", 600],
            ["2021-01-08", "青石", "石桥村", 800],
        ]
    )
