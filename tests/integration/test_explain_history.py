"""What explain adds from the store: a jump is told even where the row is held for another reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from loaders.history import History
from loaders.reading import read_bulletin
from situation.actions import publish_regions, record_bulletin
from situation.model.bulletins import Disposition, Reading
from situation.store.engine import Store
from tests.samples.build import xlsx
from tests.samples.county import county, index

AT = datetime.fromisoformat("2021-01-09T09:00+08:00")


def read(day: str, *row: Any) -> Reading:
    rows = [[f"青石镇村委会换届日报（{day}）"], ["村名", "登记选民数", "参加投票人数", "参选率", "进展情况"], row]
    (reading,) = read_bulletin("日报.xlsx", xlsx(rows), index(), received_at=AT)
    return reading


def load(store: Store, reading: Reading) -> None:
    publish_regions(store, county().regions, by="test", at=AT)
    record_bulletin(store, reading, source="test", sender=None, received_at=AT, at=AT, by="test")


def compared(store: Store, reading: Reading) -> Reading:
    with store.reading() as connection:
        return History(connection).compare(reading, AT)


def test_jump_is_named_beside_the_contradiction_that_holds_the_row(store: Store) -> None:
    load(store, read("1月8日", "东坪村", 1000, 900, "90%", "投票选举"))
    (row,) = compared(store, read("1月9日", "东坪村", 10000, 900, "90%", "投票选举")).rows
    assert {"R_RATE_MISMATCH", "R_COUNT_JUMP"} <= set(row.problems)
    assert row.disposition is Disposition.REVIEW


def test_step_back_is_named_unless_the_document_corrects(store: Store) -> None:
    load(store, read("1月8日", "东坪村", 1000, None, None, "资格联审"))
    (row,) = compared(store, read("1月9日", "东坪村", 1000, None, None, "候选人提名")).rows
    assert row.problems == ("R_STAGE_REGRESSION",)
    (row,) = compared(store, read("1月9日更正", "东坪村", 1000, None, None, "候选人提名")).rows
    assert row.problems == ()
