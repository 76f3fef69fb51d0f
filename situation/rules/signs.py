"""Signs of how far a track has come: dates, stages, results, 完成. Any of them may be all that a table tells."""

from __future__ import annotations

from situation.model.reports import Body
from situation.model.standing import Standing, Value
from situation.rules import procedures


def milestone(track: Standing, name: str) -> Value | None:
    field = f"date:{name}"
    return track.values.get(field) or track.plans.get(field)


def furthest(track: Standing) -> int:
    """How far the track has come by any sign: its stage, a result without a stage, or 完成."""
    index = procedures.stage_index(track.stage)
    if track.flag("completed"):
        return len(procedures.stages(track.body)) - 1
    vote = vote_index(track)
    signs = ("present",) if track.body is Body.PARTY else ("voted", "elected")
    return vote if index < vote and any(track.count(name) for name in signs) else index


def vote_index(track: Standing) -> int:
    return procedures.stage_index(procedures.procedure(track.body).vote)


def second_ballot_held(track: Standing) -> bool:
    """A second ballot took place: its date is known, or the track has gone past that stage."""
    if "date:second_ballot" in track.values:
        return True
    here = procedures.stage_index(track.stage)
    return any(procedures.stage(code).is_conditional and procedures.stage_index(code) < here for code in track.reached)
