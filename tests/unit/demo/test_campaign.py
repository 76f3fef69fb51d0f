"""The simulated campaign: the same for the same seed, lawful but where it is meant not to be, moving forward."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from demo.campaign import Campaign, Course
from demo.days import LENGTH, TODAY, date_of
from demo.places import County, read_county
from demo.plots import PLOTS
from demo.story import CLOSED
from demo.track import Track

STATUS_ORDER = ("新报", "受理", "处置中", "化解待核", CLOSED)


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return Campaign(read_county(), 7)


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    """A county whose names the story does not know."""
    path: Path = tmp_path_factory.mktemp("county") / "regions.csv"
    lines = ["code,county,township_code,township,village,kind,aliases,lon,lat"]
    for township in range(1, 4):
        for village in range(1, 19):
            kind, number = ("社区", village) if village < 4 else ("村", 200 + village)
            code = f"990900{100 + township}{number:03}"
            lines.append(f"{code},远县,990900{100 + township}000,远{township}镇,远{village}{kind},{kind},,,")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Campaign(read_county(path), 7)


def told(campaign: Campaign, day: int) -> list[str]:
    return [json.dumps(said, ensure_ascii=False, sort_keys=True) for said in campaign.truth(day)]


def ordinary(campaign: Campaign) -> list[Course]:
    plotted = {village.code for village in campaign.roles.values()}
    return [course for code, course in campaign.courses.items() if code not in plotted]


def day_known(track: Track, key: str) -> date:
    value = track.values_on(LENGTH)[key]
    assert isinstance(value, date)
    return value


def test_the_same_seed_tells_the_same_campaign(campaign: Campaign) -> None:
    assert told(Campaign(read_county(), 7), TODAY) == told(campaign, TODAY)
    assert told(Campaign(read_county(), 8), TODAY) != told(campaign, TODAY)


@pytest.mark.parametrize("seed", range(1, 6))
def test_about_two_fifths_are_done_on_the_day_the_demo_opens(seed: int) -> None:
    campaign = Campaign(read_county(), seed)
    assert 105 <= campaign.done_on(TODAY) <= 125
    assert campaign.done_on(LENGTH) == len(campaign.county.villages) == 286
    assert sum(course.vote <= TODAY for course in campaign.courses.values()) == pytest.approx(142, abs=3)


def test_stages_only_ever_advance(campaign: Campaign) -> None:
    for course in campaign.courses.values():
        for body, track in course.tracks.items():
            stages = [track.stage_on(day) for day in range(LENGTH + 1)]
            assert stages == sorted(stages)
            assert {stage[0] for stage in stages} == {body}


def test_every_body_of_every_village_is_done_in_the_end(campaign: Campaign) -> None:
    final = {"P": "P09", "V": "V14", "R": "R14", "S": "S05", "E": "E08"}
    for course in campaign.courses.values():
        assert {body: track.stage_on(LENGTH) for body, track in course.tracks.items()} == {
            body: final[body] for body in course.village.bodies
        }


def test_ordinary_villages_keep_the_law(campaign: Campaign) -> None:
    for course in ordinary(campaign):
        committee = course.committee
        election = day_known(committee, "election_day")
        assert (election - day_known(committee, "list_published")).days >= 20
        assert (election - day_known(committee, "candidates_published")).days >= 5
        assert (day_known(committee, "handover") - election).days <= 10
        assert day_known(course.tracks["P"], "party_election") < election
        values = committee.values_on(LENGTH)
        assert 2 * committee.count("voted") > committee.count("registered")
        assert values["returned"] <= values["issued"] and values["valid"] <= values["returned"]  # type: ignore[operator]
        assert committee.count("elected") == committee.count("posts") >= 3
        assert committee.count("female") >= 1
        assert 3 * committee.count("reps_female") >= committee.count("reps_total")


def test_ordinary_party_meetings_have_their_quorum(campaign: Campaign) -> None:
    for course in ordinary(campaign):
        party = course.tracks["P"]
        assert 5 * party.count("present") >= 4 * party.count("due")
        assert 3 * party.count("rec_present") > 2 * party.count("rec_due")
        assert party.count("present") <= party.count("due") <= party.count("members_total")


def test_the_plotted_villages_break_the_law_as_told(campaign: Campaign) -> None:
    def track(role: str, body: str = "C") -> Track:
        course = campaign.courses[campaign.roles[role].code]
        return course.committee if body == "C" else course.tracks[body]

    failed = track("failed").values_on(35)
    assert 2 * failed["voted"] < failed["registered"]  # type: ignore[operator]
    assert track("failed").stage_on(TODAY)[1:] == "11"
    assert 2 * track("failed").count("voted") > track("failed").count("registered")
    short = track("short list").values_on(TODAY)
    assert short["election_day"] == short["list_published"] + timedelta(18)  # type: ignore[operator]
    meeting = track("party quorum", "P").values_on(20)
    assert 5 * meeting["present"] < 4 * meeting["due"]  # type: ignore[operator]
    assert 5 * track("party quorum", "P").count("present") >= 4 * track("party quorum", "P").count("due")
    recommended = track("recommendation", "P")
    first = recommended.values_on(recommended.entered["P03"])
    assert 3 * first["rec_present"] <= 2 * first["rec_due"]  # type: ignore[operator]
    second = track("second ballot").values_on(TODAY)
    assert second["elected"] < second["posts"] and second["one_shot"] is False  # type: ignore[operator]


def test_each_plot_has_a_village_of_its_own(campaign: Campaign, foreign: Campaign) -> None:
    for each in (campaign, foreign):
        assert len({village.code for village in each.roles.values()}) == len(PLOTS)


def test_any_gazetteer_makes_a_full_campaign(foreign: Campaign) -> None:
    assert foreign.done_on(LENGTH) == len(foreign.county.villages)
    assert len(foreign.key_villages) == 6


def test_incidents_climb_the_ladder_of_statuses_and_end_closed(campaign: Campaign) -> None:
    for incident in campaign.incidents:
        days = [step.day for step in incident.steps]
        assert days == sorted(days) and days[-1] <= LENGTH
        assert (incident.steps[0].status, incident.steps[-1].status) == ("新报", CLOSED)
        first_round = [step.status for step in incident.steps]
        first_round = first_round[: first_round.index(CLOSED) + 1]
        assert first_round == sorted(first_round, key=STATUS_ORDER.index)
    assert any(step.status == "反弹" for incident in campaign.incidents for step in incident.steps)


def test_the_opening_day_has_the_incidents_of_the_story(campaign: Campaign) -> None:
    levels = Counter(i.step_on(TODAY).level for i in campaign.incidents if i.is_open_on(TODAY))
    assert levels == {"县": 2, "县办": 3, "乡镇": 6}


def test_incident_numbers_are_unique(campaign: Campaign) -> None:
    refs = [incident.ref for incident in campaign.incidents]
    assert len(set(refs)) == len(refs) > 40


def test_key_villages_name_posts_and_two_are_red_on_the_opening_day(campaign: Campaign) -> None:
    colours = Counter(key.colour_on(TODAY) for key in campaign.key_villages)
    assert colours == {"红": 2, "黄": 2, "绿": 2}
    assert all(key.post.startswith("县") for key in campaign.key_villages)


def test_truth_speaks_of_every_body_on_every_day(campaign: Campaign) -> None:
    county: County = campaign.county
    expected = sum(len(village.bodies) for village in county.villages)
    for day in (1, TODAY, LENGTH):
        said = [line for line in campaign.truth(day) if line["kind"] == "status"]
        assert len(said) == expected
        assert {line["on"] for line in said} == {date_of(day).isoformat()}
