"""Working days, derived deadlines, and the day's agenda."""

from datetime import date

from situation.model.reports import Body
from situation.rules.packs import load_packs
from situation.rules.schedule import Event, When, agenda, plan_backwards, reminders, slippages, timeline
from situation.rules.worktime import add_workdays, is_workday, workdays_between
from tests.claims import day, report, track

PACK = load_packs(["national-2018", "national-2026", "party-2020", "zhejiang"])


def test_a_sunday_worked_for_the_spring_festival_is_a_working_day_and_the_festival_is_none() -> None:
    assert is_workday(date(2021, 2, 7))  # Sunday, 调休
    assert is_workday(date(2021, 2, 20))  # Saturday, 调休
    assert not is_workday(date(2021, 2, 11))  # Thursday, holiday
    assert not is_workday(date(2021, 1, 9))


def test_working_days_count_both_ends() -> None:
    assert workdays_between(date(2021, 1, 4), date(2021, 1, 8)) == 5
    assert workdays_between(date(2021, 1, 8), date(2021, 1, 8)) == 1
    assert workdays_between(date(2021, 1, 9), date(2021, 1, 10)) == 0
    assert workdays_between(date(2021, 1, 8), date(2021, 1, 4)) == 0


def test_adding_working_days_does_not_count_the_first() -> None:
    assert add_workdays(date(2021, 1, 8), 1) == date(2021, 1, 11)
    assert add_workdays(date(2021, 1, 11), -1) == date(2021, 1, 8)
    assert add_workdays(date(2021, 2, 10), 1) == date(2021, 2, 18)


def test_years_without_a_holiday_notice_fall_back_on_the_week() -> None:
    assert is_workday(date(2199, 1, 1)) == (date(2199, 1, 1).weekday() < 5)


def events(**dates: str) -> dict[str, Event]:
    known = track(report("2020-12-10", "V03", dates=dates))
    return {event.name: event for event in timeline(known, PACK, day("2020-12-10"))}


def test_the_schedule_is_worked_backwards_from_the_vote() -> None:
    found = events(election_day="1.8")
    due = {name: str(event.latest) for name, event in found.items() if event.latest}
    assert due == {
        "list_published": "2020-12-19",
        "nominate_end": "2020-12-29",
        "candidates_published": "2021-01-03",
        "announced": "2021-01-03",
        "proxy_until": "2021-01-05",
        "audit_published": "2021-01-07",
    }
    assert found["list_published"].latest_rule in ("D_LIST", "L_LIST_LT_20D")
    assert str(found["objections_until"].earliest) == "2020-12-24"
    assert str(found["reps_done"].earliest) == "2020-12-24"


def test_an_earlier_list_lets_representatives_be_chosen_earlier_and_the_vote_be_held() -> None:
    found = events(list_published="2020-12-10")
    assert str(found["reps_done"].earliest) == "2020-12-15"
    assert str(found["election_day"].earliest) == "2020-12-30"


def test_handover_is_due_ten_days_after_the_committee_was_formed() -> None:
    formed = track(report("1.9", "V12", dates={"election_day": "1.8", "formed": "1.8"}))
    found = {event.name: event for event in timeline(formed, PACK, day("1.9"))}
    assert str(found["handover"].latest) == "2021-01-18"


def test_a_second_ballot_is_due_only_where_posts_are_open() -> None:
    counts = {"posts": 5, "elected": 4}
    short = track(report("1.8", "V10", dates={"election_day": "1.8"}, counts=counts))
    full = track(report("1.8", "V10", dates={"election_day": "1.8"}, counts={"posts": 5, "elected": 5}))
    names = [{event.name: str(event.latest) for event in timeline(known, PACK, day("1.9"))} for known in (short, full)]
    assert names[0]["second_ballot"] == "2021-02-07"
    assert "second_ballot" not in names[1]


def test_the_agenda_tells_overdue_today_tomorrow_this_week_and_later() -> None:
    known = track(report("2020-12-16", "V04", dates={"election_day": "1.8"}))
    listed = {
        on: next(event.when(day(on)) for event in agenda([known], PACK, day(on)) if event.name == "list_published")
        for on in ("2020-12-20", "2020-12-19", "2020-12-18", "2020-12-16", "2020-12-10")
    }
    assert listed == {
        "2020-12-20": When.OVERDUE,
        "2020-12-19": When.TODAY,
        "2020-12-18": When.TOMORROW,
        "2020-12-16": When.THIS_WEEK,  # a Wednesday, due on Saturday
        "2020-12-10": When.LATER,
    }


def test_what_is_done_leaves_the_agenda_also_when_only_the_stage_says_so() -> None:
    known = track(report("2020-12-19", "V05", dates={"election_day": "1.8"}))
    assert "list_published" not in [event.name for event in agenda([known], PACK, day("2020-12-21"))]


def test_a_term_that_closes_by_itself_is_never_overdue() -> None:
    known = track(report("1.4", "V09", dates={"election_day": "1.8"}))
    assert "proxy_until" in [event.name for event in agenda([known], PACK, day("1.5"))]
    assert "proxy_until" not in [event.name for event in agenda([known], PACK, day("1.6"))]


def test_reminders_come_three_days_and_one_day_before_and_on_the_day() -> None:
    known = track(report("2020-12-12", "V04", dates={"election_day": "1.8"}))
    told = {
        number: [
            days for days, event in reminders([known], PACK, date(2020, 12, number)) if event.name == "list_published"
        ]
        for number in (15, 16, 17, 18, 19, 20)
    }
    assert told == {15: [], 16: [3], 17: [], 18: [1], 19: [0], 20: []}


def test_slippage_is_actual_against_plan_or_today_against_plan() -> None:
    plan = report("2020-12-01", body=Body.VILLAGE, dates={"list_published": "2020-12-15"}, planned=True)
    late = track(plan, report("2020-12-18", "V05", dates={"list_published": "2020-12-18"}))
    open_ = track(plan, report("2020-12-17", "V04"))
    early = track(plan, report("2020-12-14", "V05", dates={"list_published": "2020-12-14"}))
    assert [(days, event.name) for days, event in slippages([late], PACK, day("1.1"))] == [(3, "list_published")]
    assert [days for days, _ in slippages([open_], PACK, day("2020-12-17"))] == [2]
    assert slippages([early], PACK, day("1.1")) == ()


def test_a_usual_plan_ends_with_the_vote_on_its_day_and_keeps_the_law() -> None:
    steps = dict(plan_backwards(Body.VILLAGE, date(2021, 1, 8)))
    assert steps["V10"] == date(2021, 1, 8)  # type: ignore[index]
    assert (date(2021, 1, 8) - steps["V05"]).days >= 20  # type: ignore[index]
    assert (date(2021, 1, 8) - steps["V09"]).days >= 5  # type: ignore[index]
    for body in Body:
        days = [on for _, on in plan_backwards(body, date(2021, 1, 8))]
        assert days == sorted(days)
