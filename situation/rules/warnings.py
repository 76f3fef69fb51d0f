"""The traffic light of a village: every reason its reports give, and the worst colour of them.

Derived, never typed in. A person's override is shown beside the computed colour until the day it expires. Silence
of a township is no warning by itself; only the pack's rules about silence around a vote are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from situation.model.picture import Change
from situation.model.regions import RegionCode
from situation.model.standing import Colour, Reason, Standing, Warning
from situation.rules import procedures
from situation.rules.count_checks import Breach
from situation.rules.facts import VillageFacts as VillageFacts
from situation.rules.packs import Rule, RulePack
from situation.rules.signs import furthest


def warn(facts: VillageFacts, pack: RulePack, on: date) -> Warning:
    """The village's colour on that day, with every reason, worst and oldest first."""
    reasons = [reason for track in facts.tracks.values() for reason in track_reasons(track, pack, on)]
    reasons.extend(_village_reasons(facts, pack, on))
    if len(reasons) > 1:
        reasons.sort(key=_by_gravity)
    computed = reasons[0].colour if reasons else _calm(facts)
    override = facts.override
    if override is None or not override.from_on <= on < override.expires_on:
        return Warning(computed, computed, tuple(reasons))
    manual = f"{override.by}: {override.reason} (→ {override.expires_on})"
    return Warning(override.colour, computed, tuple(reasons), manual)


def track_reasons(track: Standing, pack: RulePack, on: date) -> Iterator[Reason]:
    """What the rules say of one track. The law is that of its election day, where that is known."""
    if track.last_on is None:
        return
    day = track.day("election_day") or track.day("party_election") or on
    for rule in pack.for_body(track.body, day):
        breach = rule.check.breach(track, on)  # type: ignore[union-attr]
        if breach is not None:
            yield _reason(rule, breach, track)


def _village_reasons(facts: VillageFacts, pack: RulePack, on: date) -> Iterator[Reason]:
    for rule in pack.for_village(on):
        for breach in rule.check.breaches(facts, on):  # type: ignore[union-attr]
            yield _reason(rule, breach, None)


def _reason(rule: Rule, breach: Breach, track: Standing | None) -> Reason:
    # A check may soften its rule (a date still ahead) or sharpen it (a term that ran out); an office that lowered
    # a red rule to yellow gets yellow also for what is merely due.
    colour = breach.colour or Colour(rule.severity.value)
    return Reason(
        rule.id,
        colour,
        track.body if track else None,
        breach.value,
        breach.threshold,
        breach.since,
        breach.report_key,
        breach.field,
    )


def _by_gravity(reason: Reason) -> tuple[int, date, str, str, str]:
    return (
        -_RANK[reason.colour],
        reason.since or date.max,
        reason.rule,
        reason.body or "",
        reason.report_key,
    )


_RANK = {colour: colour.rank for colour in Colour}


def _calm(facts: VillageFacts) -> Colour:
    """Green, unless everything is over (done) or nothing has begun (grey)."""
    tracks = [track for track in facts.tracks.values() if track.last_on is not None]
    if all(furthest(track) == 0 and not track.values for track in tracks):
        return Colour.GREY
    both = procedures.are_both_done(facts.kind, facts.tracks)
    return Colour.DONE if both and all(procedures.is_done(track) for track in tracks) else Colour.GREEN


def dry_run(
    villages: Mapping[RegionCode, VillageFacts], before: RulePack, after: RulePack, on: date
) -> tuple[Change, ...]:
    """Which villages would change colour if the rules were changed; nothing is saved."""
    changes = (
        Change(village_code=code, before=warn(facts, before, on).colour, after=warn(facts, after, on).colour)
        for code, facts in villages.items()
    )
    return tuple(change for change in changes if change.before is not change.after)
