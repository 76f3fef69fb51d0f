"""Incidents and key villages through their reports."""

from datetime import date

from situation.model.reports import (
    IncidentClaim,
    IncidentStatus,
    KeyVillageClaim,
    Level,
    Report,
    ReportKind,
    Severity,
    Source,
)
from situation.model.standing import Colour
from situation.rules.incidents import escalate, fold_incidents, fold_key_village, is_overdue
from tests.claims import VILLAGE, day, report


def told(on: str, status: str | None = None, category: str = "I04", hour: int = 9, **said: object) -> Report:
    source = said.pop("source", Source.BULLETIN)
    document = str(said.pop("document", ""))
    expires_on = said.pop("expires_on", None)
    claim = IncidentClaim(category, status=IncidentStatus(status) if status else None, **said)  # type: ignore[arg-type]
    return report(
        on, kind=ReportKind.INCIDENT, incident=claim, hour=hour, source=Source(str(source)), document=document,
        expires_on=str(expires_on) if expires_on else None,
    )  # fmt: skip


def test_a_ledger_that_repeats_its_line_daily_tells_of_one_incident() -> None:
    (found,) = fold_incidents(
        VILLAGE,
        [
            told("1.5", "新报", text="补偿款分配有争议", people=20),
            told("1.6", "处置中", text="补偿款分配有争议", measures="已入户调解"),
            told("1.8", "已销号", text="补偿款分配有争议"),
        ],
    )
    assert (found.status, found.people, found.measures) == (IncidentStatus.CLOSED, 20, "已入户调解")
    assert (found.opened_on, found.updated_on, found.closed_on) == (day("1.5"), day("1.8"), day("1.8"))
    assert len(found.report_keys) == 3


def test_two_rows_of_one_document_are_two_incidents() -> None:
    rows = [
        told("1.5", text="补偿款分配", document="ledger"),
        told("1.5", text="宅基地界址", document="ledger"),
    ]
    assert len(fold_incidents(VILLAGE, rows)) == 2


def test_the_day_it_occurred_tells_incidents_of_one_category_apart() -> None:
    found = fold_incidents(VILLAGE, [told("1.5", occurred=day("1.4")), told("1.8", occurred=day("1.7"))])
    assert [incident.occurred for incident in found] == [day("1.4"), day("1.7")]


def test_the_ledgers_own_number_wins_over_changed_words() -> None:
    found = fold_incidents(
        VILLAGE, [told("1.5", "新报", text="甲", ref="3"), told("1.9", "已销号", text="乙", ref="3")]
    )
    assert [(incident.ref, incident.status) for incident in found] == [("3", IncidentStatus.CLOSED)]


def test_an_edit_at_the_desk_finds_the_incident_by_its_key() -> None:
    first = told("1.5", "新报", text="补偿款")
    (opened,) = fold_incidents(VILLAGE, [first])
    closing = told("1.6", "已销号", source=Source.EDIT, ref=opened.key, text="已签协议", category="I04")
    (closed,) = fold_incidents(VILLAGE, [first, closing])
    assert (closed.key, closed.is_open) == (opened.key, False)


def test_a_bulletin_does_not_reopen_what_the_office_closed_unless_it_says_so() -> None:
    first = told("1.5", "新报", ref="3")
    closing = told("1.6", "已销号", source=Source.EDIT, ref="3")
    stale = told("1.7", "处置中", ref="3")
    assert not fold_incidents(VILLAGE, [first, closing, stale])[0].is_open
    (back,) = fold_incidents(VILLAGE, [first, closing, stale, told("1.8", "反弹", ref="3")])
    assert (back.is_open, back.reopened_count, back.closed_on) == (True, 1, None)


def test_what_the_office_decided_of_an_incident_outlives_the_next_ledger() -> None:
    first = told("1.5", "新报", text="补偿款", level=Level.TOWNSHIP, deadline=day("1.9"))
    (opened,) = fold_incidents(VILLAGE, [first])
    raised = told(
        "1.6", source=Source.EDIT, ref=opened.key, level=Level.COUNTY, deadline=day("1.15"), expires_on="1.10"
    )
    same_line = {"text": "补偿款", "level": Level.TOWNSHIP, "deadline": day("1.9"), "measures": "已约谈"}
    (found,) = fold_incidents(VILLAGE, [first, raised, told("1.7", "处置中", **same_line)])  # type: ignore[arg-type]
    assert (found.level, found.deadline, found.measures) == (Level.COUNTY, day("1.15"), "已约谈")
    (later,) = fold_incidents(VILLAGE, [first, raised, told("1.10", "处置中", **same_line)])  # type: ignore[arg-type]
    assert (later.level, later.deadline) == (Level.TOWNSHIP, day("1.9"))


def test_an_incident_filed_anew_by_the_office_is_still_the_ledgers_incident() -> None:
    first = told("1.5", "新报", category="I99", text="补偿款")
    (opened,) = fold_incidents(VILLAGE, [first])
    refiled = told("1.6", source=Source.EDIT, category="I04", ref=opened.key)
    (found,) = fold_incidents(VILLAGE, [first, refiled, told("1.7", "处置中", category="I99", text="补偿款", ref="8")])
    assert (found.category, found.status, found.ref) == ("I04", IncidentStatus.IN_HAND, "8")


def test_one_that_comes_back_goes_up_one_level() -> None:
    (found,) = fold_incidents(
        VILLAGE, [told("1.5", "新报", ref="3"), told("1.6", "已销号", ref="3"), told("1.8", "反弹", ref="3")]
    )
    assert (found.level, found.reopened_count) == (Level.OFFICE, 1)


def test_a_new_incident_of_a_category_closed_before_is_a_new_one() -> None:
    found = fold_incidents(VILLAGE, [told("1.5", "已销号", text="甲"), told("1.20", "新报", text="乙")])
    assert [incident.is_open for incident in found] == [False, True]
    assert found[1].reopened_count == 0


def test_severity_comes_from_the_claim_else_from_people_and_category() -> None:
    def severity(**said: object) -> Severity:
        return fold_incidents(VILLAGE, [told("1.5", **said)])[0].severity  # type: ignore[arg-type]

    assert severity(people=4) is Severity.MINOR
    assert severity(people=5) is Severity.SERIOUS
    assert severity(people=30) is Severity.MAJOR
    assert severity(people=100) is Severity.CRITICAL
    assert severity(category="I05") is Severity.MAJOR
    assert severity(category="I05", severity=Severity.MINOR) is Severity.MINOR
    assert severity() is Severity.MINOR


def test_a_grave_incident_goes_to_the_county_office_by_itself() -> None:
    (found,) = fold_incidents(VILLAGE, [told("1.5", people=30)])
    assert (found.level, found.is_escalated) == (Level.OFFICE, True)


def test_without_a_stated_deadline_the_limit_of_its_severity_counts() -> None:
    def deadline(**said: object) -> date | None:
        return fold_incidents(VILLAGE, [told("1.5", **said)])[0].deadline  # type: ignore[arg-type]

    assert deadline() == day("1.12")
    assert deadline(people=5) == day("1.8")
    assert deadline(category="I01") == day("3.6")
    assert deadline(deadline=day("1.20")) == day("1.20")


def test_overdue_begins_the_day_after_the_deadline_and_lifts_one_level() -> None:
    (found,) = fold_incidents(VILLAGE, [told("1.5", deadline=day("1.9"))])
    assert not is_overdue(found, day("1.9"))
    assert is_overdue(found, day("1.10"))
    assert escalate(found, day("1.9")).level is Level.TOWNSHIP
    assert escalate(found, day("1.10")).level is Level.OFFICE
    assert escalate(found, day("1.10"), in_key_village=True).level is Level.COUNTY


def key(on: str, status: str = "listed", **said: object) -> Report:
    source = Source(str(said.pop("source", Source.BULLETIN)))
    claim = KeyVillageClaim(status=status, **said)  # type: ignore[arg-type]
    return report(on, kind=ReportKind.KEY_VILLAGE, key_village=claim, source=source)


def test_the_register_keeps_what_later_lines_do_not_repeat() -> None:
    found = fold_key_village(
        VILLAGE,
        [
            key("1.2", colour="red", reason="宗族矛盾", post="县委常委、组织部部长", measures_done=3, measures_total=8),
            key("1.9", colour="yellow", measures_done=6),
        ],
    )
    assert found
    assert (found.colour, found.reason, found.measures_done, found.measures_total) == (Colour.YELLOW, "宗族矛盾", 6, 8)
    assert (found.listed_on, found.delisted_on) == (day("1.2"), None)


def test_a_village_is_delisted_and_listed_again() -> None:
    reports = [key("1.2"), key("1.9", "delisted"), key("1.15")]
    gone = fold_key_village(VILLAGE, reports[:2])
    back = fold_key_village(VILLAGE, reports)
    assert gone and back
    assert gone.delisted_on == day("1.9")
    assert (back.listed_on, back.delisted_on) == (day("1.15"), None)


def test_what_the_office_delisted_a_stale_register_does_not_list_again() -> None:
    found = fold_key_village(VILLAGE, [key("1.2"), key("1.9", "delisted", source=Source.EDIT), key("1.10")])
    assert found
    assert found.delisted_on == day("1.9")


def test_a_tick_in_a_daily_table_lists_a_village_the_register_never_named() -> None:
    ticked = report("1.5", "V05", flags={"key_village": True})
    found = fold_key_village(VILLAGE, [ticked, report("1.6", "V06", flags={"key_village": False})])
    assert found
    assert (found.listed_on, found.colour, found.delisted_on) == (day("1.5"), None, None)
    assert fold_key_village(VILLAGE, [report("1.5", "V05")]) is None
