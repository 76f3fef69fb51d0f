"""A county's own counters and checklists, reported as columns of any bulletin."""

from __future__ import annotations

from datetime import UTC, datetime

from loaders.own_headers import own_headers
from loaders.reading import read_bulletin
from situation.model.bulletins import Disposition, Row
from situation.model.reports import Body
from situation.rules.declared import checklist_state, load_declared
from situation.rules.fold import fold_track
from situation.rules.placenames import PlaceIndex
from tests.builders import county
from tests.claims import report

AT = datetime(2026, 1, 8, 10, tzinfo=UTC)
OWN = """
[[counter]]
key = "broadcasts"
zh = "村村响播放"
en = "broadcasts"
[[checklist]]
key = "drill"
zh = "选前演练"
en = "drill"
body = "P"
stage = "P07"
entries = [{ key = "held", zh = "演练已开展", en = "held" }, { key = "notes", zh = "演练有记录", en = "on record" }]
"""


def rows_of(header: str, line: str) -> list[Row]:
    township = county().townships[0]
    village = next(v for v in county().children(township.code) if v.name.endswith("村"))
    text = f"{township.name}换届日报 2026年1月8日\n村名,{header}\n{village.name},{line}\n"
    declared = load_declared(OWN)
    (reading,) = read_bulletin(
        "日报.csv", text.encode("utf-8-sig"), PlaceIndex(county()), received_at=AT, own_headers=own_headers(declared)
    )
    return list(reading.rows)


def test_a_counter_column_is_read_as_a_count_of_its_own_name() -> None:
    (row,) = rows_of("登记选民数,村村响播放,签订纪律承诺书", "1200,35,1180")
    assert row.counts == {"registered": 1200, "broadcasts": 35, "pledges": 1180}
    assert row.disposition is Disposition.ACCEPT and row.findings == ()


def test_checklist_entries_go_to_the_body_of_their_list() -> None:
    rows = {row.body: row for row in rows_of("登记选民数,演练已开展,演练有记录,督导组到场", "1200,是,否,√")}
    assert rows[Body.PARTY].flags == {"drill.held": True, "drill.notes": False}
    assert rows[Body.VILLAGE].flags == {"six_present.supervision": True}
    assert rows[Body.VILLAGE].counts == {"registered": 1200}


def test_what_was_reported_is_the_state_of_the_list() -> None:
    declared = load_declared(OWN)
    track = fold_track(
        report("1.8").village_code, Body.PARTY,
        [report("1.8", "P07", flags={"drill.held": True, "drill.notes": False})],
    )  # fmt: skip
    state = checklist_state(declared.checklists["drill"], track)
    assert (state.done, state.total, [e.key for e in state.missing], state.is_due) == (1, 2, ["notes"], True)


def test_a_bad_number_in_a_counter_is_told_with_its_column() -> None:
    (row,) = rows_of("登记选民数,村村响播放", "1200,许多")
    assert [(f.code, f.column) for f in row.findings] == [("R_BAD_NUMBER", "村村响播放")]


def test_a_header_that_means_something_keeps_its_meaning() -> None:
    own = '[[counter]]\nkey = "voters"\nzh = "登记选民数"\nen = "voters"\n'
    assert "登记选民数" not in own_headers(load_declared(own))
