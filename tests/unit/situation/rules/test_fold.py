"""What we hold true of a track, from the reports about it."""

from situation.model.reports import Body, ReportKind, StageCode
from situation.rules.fold import fold_track, track_history
from tests.claims import VILLAGE, day, edit, report, track


def test_a_track_nobody_reported_is_at_its_first_stage_and_knows_nothing() -> None:
    standing = track()
    assert (standing.stage, standing.stage_on, standing.last_on) == ("V00", None, None)
    assert standing.count("registered") is None


def test_the_newest_report_wins_field_by_field() -> None:
    standing = track(
        report("1.8", "V10", counts={"voted": 1130}),
        report("1.7", "V09", counts={"registered": 1256, "voted": 0}),
    )
    assert (standing.stage, standing.count("registered"), standing.count("voted")) == ("V10", 1256, 1130)
    assert standing.values["registered"].on == day("1.7")


def test_a_value_said_again_stays_with_the_report_that_said_it_first() -> None:
    first = report("1.7", counts={"registered": 1256})
    standing = track(first, report("1.8", counts={"registered": 1256}), report("1.9", counts={"registered": 1256}))
    assert (standing.values["registered"].report_key, standing.last_on) == (first.key, day("1.9"))
    changed_back = track(first, report("1.8", counts={"registered": 1260}), report("1.9", counts={"registered": 1256}))
    assert changed_back.values["registered"].on == day("1.9")


def test_of_one_day_the_document_received_later_wins() -> None:
    late = report("1.8", "V10", hour=17, counts={"voted": 1103})
    early = report("1.8", "V10", hour=9, counts={"voted": 1130})
    assert track(late, early).count("voted") == 1103


def test_an_older_day_arriving_late_fills_history_only() -> None:
    standing = track(report("1.8", "V10"), report("1.5", "V09", hour=200, dates={"candidates_published": "1.3"}))
    assert standing.stage == "V10"
    assert standing.reached[StageCode("V09")] == day("1.5")
    assert standing.day("candidates_published") == day("1.3")


def test_the_day_a_stage_was_first_reported_is_kept() -> None:
    standing = track(report("1.5", "V09"), report("1.6", "V09"), report("1.7", "V09"))
    assert standing.stage_on == day("1.5")
    assert standing.last_on == day("1.7")


def test_other_villages_bodies_and_kinds_are_passed_over() -> None:
    other_kind = report("1.9", "V14", kind=ReportKind.AGGREGATE)
    assert track(report("1.8", "V10"), report("1.9", "P09"), other_kind).stage == "V10"
    assert fold_track("990000101999", Body.VILLAGE, [report("1.8", "V10")]).last_on is None  # type: ignore[arg-type]


def test_a_stage_moved_back_is_held_whole_and_found() -> None:
    standing = track(report("1.7", "V10", counts={"voted": 900}), report("1.8", "V06", counts={"voted": 1}))
    assert (standing.stage, standing.count("voted")) == ("V10", 900)
    (finding,) = standing.findings
    assert (finding.code, finding.held, finding.seen) == ("R_STAGE_REGRESSION", True, "V06")
    assert standing.last_on == day("1.7")


def test_a_second_ballot_after_the_first_result_is_no_step_back() -> None:
    standing = track(report("1.9", "V12"), report("1.19", "V11"), report("1.20", "V12"))
    assert (standing.stage, standing.findings) == ("V12", ())
    assert standing.reached == {"V12": day("1.9"), "V11": day("1.19")}
    handed_over = track(report("1.19", "V14"), report("1.20", "V11"))
    assert [found.code for found in handed_over.findings] == ["R_STAGE_REGRESSION"]


def test_a_stage_of_another_body_is_left_out_and_the_rest_counts() -> None:
    standing = track(report("1.8", "P07", body=Body.VILLAGE, counts={"registered": 1256}))
    assert (standing.stage, standing.count("registered")) == ("V00", 1256)
    assert [found.code for found in standing.findings] == ["R_STAGE_UNKNOWN"]


def test_a_correction_may_move_the_stage_back() -> None:
    standing = track(report("1.7", "V12"), report("1.8", "V09", correction=True))
    assert standing.stage == "V09"
    assert "V12" not in standing.reached
    assert not standing.findings


def test_three_times_as_many_voters_is_held_and_just_less_is_not() -> None:
    def registered(second: int) -> tuple[int | None, tuple[str, ...]]:
        standing = track(report("1.1", counts={"registered": 300}), report("1.2", counts={"registered": second}))
        return standing.count("registered"), tuple(found.code for found in standing.findings)

    assert registered(899) == (899, ())
    assert registered(900) == (300, ("R_COUNT_JUMP",))
    assert registered(101) == (101, ())
    assert registered(100) == (300, ("R_COUNT_JUMP",))


def test_votes_growing_from_nothing_are_no_jump() -> None:
    standing = track(report("1.7", "V09", counts={"voted": 0}), report("1.8", "V10", counts={"voted": 1130}))
    assert standing.count("voted") == 1130
    assert not standing.findings


def test_votes_that_shrink_are_a_finding_and_still_applied() -> None:
    standing = track(report("1.8", "V10", counts={"voted": 1130}), report("1.9", "V12", counts={"voted": 1103}))
    assert standing.count("voted") == 1103
    assert [(found.code, found.held) for found in standing.findings] == [("R_CUMULATIVE_FALL", False)]


def test_fewer_votes_in_a_second_ballot_are_no_fall() -> None:
    standing = track(report("1.8", "V10", counts={"voted": 1130}), report("1.19", "V11", counts={"voted": 700}))
    assert not standing.findings


def test_a_stage_the_law_knows_left_out_is_found() -> None:
    standing = track(report("1.1", "V07"), report("1.8", "V10"))
    assert [(found.code, found.expected) for found in standing.findings] == [("R_STAGE_SKIP", "V08 V09")]


def test_a_first_report_late_in_the_course_has_skipped_nothing() -> None:
    assert not track(report("1.8", "V10")).findings


def test_a_later_accepted_report_supersedes_a_held_one() -> None:
    standing = track(report("1.6", "V10"), report("1.7", "V06"), report("1.8", "V12"))
    (held,) = (found for found in standing.findings if found.held)
    assert held.superseded
    assert standing.stage == "V12"


def test_a_staff_edit_survives_the_next_bulletin_and_the_difference_is_a_conflict() -> None:
    bulletin = report("1.8", "V10", counts={"voted": 1130})
    standing = track(bulletin, edit("1.8", voted=1103), report("1.9", "V10", counts={"voted": 1130}))
    assert standing.count("voted") == 1103
    (conflict,) = standing.conflicts
    assert (conflict.field, conflict.edit.value, conflict.bulletin.value) == ("voted", 1103, 1130)


def test_a_bulletin_that_agrees_with_the_edit_ends_the_conflict() -> None:
    reports = [edit("1.8", voted=1103), report("1.9", counts={"voted": 1130}), report("1.10", counts={"voted": 1103})]
    assert not track(*reports).conflicts


def test_an_edit_outranks_bulletins_until_the_day_it_expires() -> None:
    corrected = edit("1.8", voted=1103, expires_on="1.10")
    assert track(corrected, report("1.9", counts={"voted": 1130})).count("voted") == 1103
    standing = track(corrected, report("1.10", counts={"voted": 1130}))
    assert standing.count("voted") == 1130
    assert not standing.conflicts


def test_an_edited_stage_stands_against_later_bulletins() -> None:
    standing = track(report("1.7", "V12"), edit("1.8", "V05"), report("1.9", "V12"), report("1.10", "V12"))
    assert standing.stage == "V05"
    assert [conflict.field for conflict in standing.conflicts] == ["stage"]
    assert not [found for found in standing.findings if found.held]


def test_a_bulletin_is_measured_by_bulletins_and_not_by_an_edit() -> None:
    standing = track(edit("1.8", "V10"), report("1.9", "V09"), report("1.10", "V08"))
    assert [found.code for found in standing.findings] == ["R_STAGE_REGRESSION"]
    assert standing.conflicts[0].bulletin.value == "V09"


def test_a_newer_edit_replaces_an_older_one() -> None:
    assert track(edit("1.8", voted=1), edit("1.9", voted=2)).count("voted") == 2


def test_a_plan_is_kept_apart_from_facts() -> None:
    plan = report("1.5", body=Body.VILLAGE, dates={"election_day": "1.12"}, planned=True)
    standing = track(plan)
    assert not standing.values
    assert standing.day("election_day") == day("1.12")
    fact = report("1.12", "V10", dates={"election_day": "1.13"})
    assert track(plan, fact).day("election_day") == day("1.13")


def test_a_newer_plan_replaces_a_date_that_still_lay_ahead() -> None:
    announced = report("1.2", "V03", dates={"election_day": "1.12"})
    moved = report("1.5", dates={"election_day": "1.15"}, planned=True)
    assert track(announced, moved).day("election_day") == day("1.15")


def test_a_plan_does_not_undo_a_day_that_is_over() -> None:
    happened = report("1.8", "V10", dates={"election_day": "1.8"})
    late_plan = report("1.9", dates={"election_day": "1.15"}, planned=True)
    assert track(happened, late_plan).day("election_day") == day("1.8")


def test_history_has_one_standing_per_day_on_which_something_changed() -> None:
    reports = [
        report("1.5", "V09"),
        report("1.6", "V10", hour=9),
        report("1.6", "V12", hour=17),
        report("1.7", body=Body.PARTY, counts={"due": 3}),
        report("1.8", "V13"),
    ]
    history = track_history(VILLAGE, Body.VILLAGE, reversed(reports))
    assert [(on, standing.stage) for on, standing in history] == [
        (day("1.5"), "V09"),
        (day("1.6"), "V12"),
        (day("1.8"), "V13"),
    ]


def test_an_earlier_standing_of_the_history_is_not_touched_by_later_reports() -> None:
    (_, first), (_, second) = track_history(VILLAGE, Body.VILLAGE, [report("1.5", "V09"), report("1.6", "V10")])
    assert "V10" not in first.reached
    assert "V10" in second.reached
