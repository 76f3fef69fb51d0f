"""The course of each body's election (procedures.toml): its stages, their order, groups and names.

Every question here is answered from tables made once at the first question, so that thousands of villages can ask.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from situation.model.regions import RegionKind
from situation.model.reports import Body, StageCode
from situation.model.standing import Standing


@dataclass(frozen=True, slots=True)
class Named:
    """A method of election or a sub-step: a key with its names."""

    key: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Stage:
    code: StageCode
    body: Body
    index: int
    group: int  # 0 not started, 1 preparing, 2 nominating and review, 3 electing and handing over, 4 done
    progress: int  # 0–100
    zh: str
    en: str
    is_conditional: bool  # a second ballot is no step everybody takes
    is_voted: bool  # at or past the vote
    steps: tuple[Named, ...]  # sub-steps, where the procedure has them


@dataclass(frozen=True, slots=True)
class Procedure:
    body: Body
    zh: str
    en: str
    applies: tuple[RegionKind, ...]
    stages: tuple[StageCode, ...]
    vote: StageCode
    statutory: tuple[StageCode, ...]  # stages the law knows: leaving one out is worth a finding
    methods: tuple[Named, ...]  # ways to elect; which one a village takes is reported as a yes to ``method.<key>``


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated event of a body's procedure. Entering ``stage`` proves that it has happened."""

    name: str
    body: Body
    zh: str
    en: str
    stage: StageCode
    is_window: bool  # closes by itself when its day is over


class _Book(NamedTuple):
    procedures: Mapping[Body, Procedure]
    stages: Mapping[str, Stage]
    order: tuple[tuple[Body, ...], ...]


@cache
def _book() -> _Book:
    raw = tomllib.loads((files(__package__) / "procedures.toml").read_text("utf-8"))
    order = tuple(tuple(Body(letter) for letter in step) for step in raw.pop("order"))
    procedures = {Body(letter): _procedure(Body(letter), table) for letter, table in raw.items()}
    stages: dict[str, Stage] = {}
    for letter, table in raw.items():
        stages.update({found.code: found for found in _stages(Body(letter), table)})
    return _Book(procedures, stages, order)


def _procedure(body: Body, table: Mapping[str, Any]) -> Procedure:
    return Procedure(
        body,
        table["zh"],
        table["en"],
        tuple(RegionKind(kind) for kind in table["applies"]),
        tuple(StageCode(stage["code"]) for stage in table["stages"]),
        StageCode(table["vote"]),
        tuple(StageCode(code) for code in table["statutory"]),
        tuple(Named(**entry) for entry in table.get("methods", ())),
    )


def _stages(body: Body, table: Mapping[str, Any]) -> Iterable[Stage]:
    last = len(table["stages"]) - 1
    vote = [stage["code"] for stage in table["stages"]].index(table["vote"])
    for index, stage in enumerate(table["stages"]):
        yield Stage(
            StageCode(stage["code"]),
            body,
            index,
            stage["group"],
            round(100 * index / last),
            stage["zh"],
            stage["en"],
            stage.get("conditional", False),
            index >= vote,
            tuple(Named(**entry) for entry in stage.get("steps", ())),
        )


@cache
def _milestones() -> Mapping[tuple[Body, str], Milestone]:
    raw = tomllib.loads((files(__package__) / "milestones.toml").read_text("utf-8"))
    raw["R"] = raw["V"]  # residents' committees take the same course
    return {
        (Body(letter), name): Milestone(
            name,
            Body(letter),
            entry["zh"],
            entry["en"],
            StageCode(letter + entry["stage"][1:]),
            entry.get("window", False),
        )
        for letter, table in raw.items()
        for name, entry in table.items()
    }


def milestone(body: Body, name: str) -> Milestone | None:
    """What is known of that date key; None for a key no procedure has."""
    return _milestones().get((body, name))


def milestones(body: Body) -> tuple[Milestone, ...]:
    return tuple(found for (of, _), found in _milestones().items() if of is body)


def milestone_name(body: Body, name: str, lang: str = "zh") -> str:
    found = milestone(body, name)
    if found is None:
        return name
    return found.en if lang == "en" else found.zh


def vote_milestone(body: Body) -> str:
    """The date key of the body's own vote."""
    return "party_election" if body is Body.PARTY else "election_day"


def procedure(body: Body) -> Procedure:
    return _book().procedures[body]


def stage(code: str) -> Stage:
    """The stage of that code; a ``KeyError`` where there is none (ask ``is_stage`` first)."""
    return _book().stages[code]


def is_stage(code: str) -> bool:
    return code in _book().stages


def has_stage(body: Body, code: str) -> bool:
    found = _book().stages.get(code)
    return found is not None and found.body is body


def stages(body: Body) -> tuple[StageCode, ...]:
    return procedure(body).stages


def stage_index(code: StageCode) -> int:
    return stage(code).index


def stage_group(code: StageCode) -> int:
    return stage(code).group


def first_stage(body: Body) -> StageCode:
    return procedure(body).stages[0]


def last_stage(body: Body) -> StageCode:
    return procedure(body).stages[-1]


def is_voted(code: StageCode) -> bool:
    return stage(code).is_voted


def progress(code: StageCode) -> int:
    return stage(code).progress


def stage_name(code: StageCode, lang: str = "zh") -> str:
    return stage(code).en if lang == "en" else stage(code).zh


def body_name(body: Body, lang: str = "zh") -> str:
    return procedure(body).en if lang == "en" else procedure(body).zh


@cache
def bodies_of(kind: RegionKind) -> tuple[Body, ...]:
    """What is elected there: in a village Party, committee, supervision, economy; in a community P, R, S."""
    return tuple(found.body for found in _book().procedures.values() if kind in found.applies)


@cache
def committee_of(kind: RegionKind) -> Body:
    """The committee of the two (两委) that the people elect."""
    return Body.RESIDENTS if kind is RegionKind.COMMUNITY else Body.VILLAGE


def body_order() -> tuple[tuple[Body, ...], ...]:
    """Which bodies come first: Party, then committee, then supervision and economy."""
    return _book().order


def is_done(track: Standing) -> bool:
    """Completed: at the last stage, or its newest report says so (是否完成 = 是)."""
    return _book().stages[track.stage].group == 4 or track.flag("completed") is True


def track_group(track: Standing) -> int:
    return 4 if is_done(track) else stage_group(track.stage)


def track_progress(track: Standing) -> int:
    return 100 if is_done(track) else progress(track.stage)


def are_both_done(kind: RegionKind, tracks: Mapping[Body, Standing]) -> bool:
    """The two committees (两委) of the place are completed."""
    wanted = (Body.PARTY, committee_of(kind))
    return all(body in tracks and is_done(tracks[body]) for body in wanted)
