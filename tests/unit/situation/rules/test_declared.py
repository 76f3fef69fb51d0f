"""Counters, indicators and checklists that a county declares in TOML."""

import pytest

from situation.errors import WrongSettings
from situation.model.picture import Share
from situation.model.regions import RegionKind
from situation.model.reports import Body
from situation.rules.declared import checklist_state, load_declared, measure, total
from tests.claims import report, track

SHIPPED = load_declared()


def test_a_counter_is_a_sum_and_unknown_when_nobody_reported_it() -> None:
    counter = SHIPPED.counters["visits"]
    tracks = [track(report("1.5", counts={"visits": 3})), track(report("1.5", counts={"visits": 4})), track()]
    assert total(counter, tracks) == 7
    assert total(counter, [track()]) is None


def test_a_declared_indicator_is_a_sum_over_sums_and_asks_communities_on_their_own_track() -> None:
    village = track(report("1.5", counts={"proxy": 10, "voted": 100}))
    silent = track(report("1.5", counts={"voted": 100}))
    community = track(report("1.5", body=Body.RESIDENTS, counts={"proxy": 30, "voted": 300}), body=Body.RESIDENTS)
    found = measure(
        SHIPPED.indicators["proxy_share"],
        [
            (RegionKind.VILLAGE, {Body.VILLAGE: village}),
            (RegionKind.VILLAGE, {Body.VILLAGE: silent}),
            (RegionKind.COMMUNITY, {Body.RESIDENTS: community}),
        ],
    )
    assert found == (Share(40, 400), Share(10, 100), Share(30, 300))


def test_a_flag_indicator_counts_places_that_answered() -> None:
    own = '[[indicator]]\nkey = "women"\nzh = "妇女专职"\nen = "women"\nbody = "V"\nflag = "women"\n'
    indicator = load_declared(own).indicators["women"]
    places = [
        (RegionKind.VILLAGE, {Body.VILLAGE: track(report("1.5", flags=flags))})
        for flags in ({"women": True}, {"women": False}, {})
    ]
    assert measure(indicator, places).all == Share(1, 2)


def test_a_checklist_names_what_is_missing_and_when_it_is_due() -> None:
    promises = SHIPPED.checklists["three_promises"]
    early = track(report("1.5", "P06", flags={"three_promises.discipline": True}), body=Body.PARTY)
    late = track(report("1.5", "P07", flags={"three_promises.discipline": False}), body=Body.PARTY)
    assert (checklist_state(promises, early).done, checklist_state(promises, early).is_due) == (1, False)
    state = checklist_state(promises, late)
    assert (state.done, state.total, state.is_due) == (0, 3, True)
    assert [entry.key for entry in state.missing] == ["discipline", "tenure", "resign"]


def test_a_county_replaces_a_shipped_entry_by_its_key() -> None:
    own = '[[counter]]\nkey = "visits"\nzh = "入户走访"\nen = "visits"\n'
    assert load_declared(own).counters["visits"].zh == "入户走访"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[counter]\n", "is not TOML"),
        ("[[counters]]\n", "unknown table 'counters'"),
        ('[[counter]]\nkey = "a"\nzh = "甲"\n', "counter 1 (a): needs 'en'"),
        ('[[counter]]\nkey = "a"\nzh = "甲"\nen = "a"\nfoo = 1\n', "unknown key 'foo'"),
        ('[[indicator]]\nkey = "a"\nzh = "甲"\nen = "a"\nbody = "V"\n', "give part and whole, or flag, or rate"),
        ('[[indicator]]\nkey = "a"\nzh = "甲"\nen = "a"\nbody = "Z"\nflag = "x"\n', "body is 'Z'"),
        (
            '[[checklist]]\nkey = "a"\nzh = "甲"\nen = "a"\nbody = "V"\nstage = "V99"\nentries = []\n',
            "no stage 'V99'",
        ),
    ],
)
def test_a_wrong_declaration_says_where_and_why(text: str, complaint: str) -> None:
    with pytest.raises(WrongSettings) as fault:
        load_declared(text)
    assert complaint in str(fault.value)
