"""Incidents of the campaign: those of the story, and the everyday ones.

Villages, categories, head counts, posts and offices; never persons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from demo.days import LENGTH, TODAY, chance, date_of
from demo.places import County, Village
from demo.story import CLOSED, TOLD, Told
from demo.trouble_texts import KINDS, Kind


@dataclass(frozen=True, slots=True)
class Step:
    day: int
    status: str
    level: str = "乡镇"
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    ref: str
    village: Village
    body: str
    category: str
    name: str
    unit: str
    channel: str
    text: str
    people: int
    severity: str
    occurred: int
    deadline: int
    steps: tuple[Step, ...]

    @property
    def opened(self) -> int:
        return self.steps[0].day

    def step_on(self, day: int) -> Step:
        return [step for step in self.steps if step.day <= day][-1]

    def is_open_on(self, day: int) -> bool:
        return self.opened <= day and self.step_on(day).status != CLOSED

    def moved_on(self, day: int) -> bool:
        return any(step.day == day for step in self.steps)

    def measures_on(self, day: int) -> str:
        return "；".join(step.measure for step in self.steps if step.day <= day and step.measure)

    def as_object(self, day: int) -> dict[str, Any]:
        step = self.step_on(day)
        return {
            "ref": self.ref,
            "village_code": self.village.code,
            "body": self.body,
            "category": self.category,
            "severity": self.severity,
            "status": step.status,
            "level": step.level,
            "people": self.people,
            "occurred": date_of(self.occurred).isoformat(),
            "deadline": date_of(self.deadline).isoformat(),
            "reopened": sum(s.status == "反弹" for s in self.steps if s.day <= day),
        }


NAMES = {kind.code: kind for kind in KINDS}
OTHER_NAMES = {"I02": "拉票贿选", "I05": "流会或选举失败", "I10": "疫情与公共安全"}


def incidents_of(
    county: County, roles: Mapping[str, Village], votes: Mapping[str, int], seed: int
) -> tuple[Incident, ...]:
    drawn = [(village, *_everyday(village, votes[village.code], seed)) for village in county.villages]
    plotted = {village.code for village in roles.values()}
    stories = [(roles[told.role], told, "日报") for told in TOLD]
    stories += [(village, told, way) for village, told, way in drawn if told and village.code not in plotted]
    stories.sort(key=lambda story: (story[1].steps[0][0], story[0].code))
    numbers: dict[str, int] = {}
    found = []
    for village, told, channel in stories:
        numbers[village.township] = numbers.get(village.township, 0) + 1
        found.append(_incident(f"{village.township[:2]}-{numbers[village.township]:03}", village, told, channel))
    return tuple(found)


def _incident(ref: str, village: Village, told: Told, channel: str) -> Incident:
    kind = NAMES.get(told.category)
    body = {"P": "P", "C": village.committee}.get(kind.body if kind else "C", "")
    return Incident(
        ref,
        village,
        body,
        told.category,
        OTHER_NAMES.get(told.category) or kind.name if kind else OTHER_NAMES[told.category],
        told.unit or (kind.unit if kind else "县换届办"),
        channel,
        told.text,
        told.people,
        told.severity,
        told.steps[0][0],
        told.deadline,
        tuple(Step(*step) for step in told.steps),
    )


def _everyday(village: Village, vote: int, seed: int) -> tuple[Told | None, str]:
    """About one village in five has an everyday incident; none of these is open on the day the demo opens."""
    rng = chance(seed, village.code, "incident")
    channel = rng.choice(("信", "访", "访", "电", "网", "督导", "日报"))
    if rng.random() > 0.2:
        return None, channel
    kind = rng.choice(KINDS)
    day = min(LENGTH - 8, max(2, vote - rng.randint(*kind.leads)))
    serious = rng.random() < 0.25
    length = rng.randint(1, 3 if serious else 7) + (2 if rng.random() < 0.06 else 0)
    if day <= TODAY < day + length:
        day = TODAY + 1 + rng.randint(0, 4) if rng.random() < 0.6 else TODAY - length - rng.randint(0, 3)
    closed = day + length
    return _told(kind, day, closed, serious, rng), channel


def _told(kind: Kind, day: int, closed: int, serious: bool, rng: Random) -> Told:
    severity = "较重" if serious else "一般"
    level = "县办" if serious and closed - day >= 3 else "乡镇"
    people = max(rng.randint(*kind.people), 5 if serious else 1)
    measure = rng.choice(kind.measures)
    steps = [(day, "新报", "乡镇", ""), (day, "受理", "乡镇", "包村干部到场了解")]
    if closed - day >= 2:
        steps.append((day + 1, "处置中", "乡镇", measure))
    if closed - day >= 3:
        steps.append((closed - 1, "化解待核", level, "提请核验"))
    steps.append((closed, CLOSED, level, "核验销号"))
    if closed <= TODAY - 8 and rng.random() < 0.1:
        steps += [
            (closed + 3, "反弹", level, "当事人再次反映"),
            (closed + 5, CLOSED, level, "当面答复，核验销号"),
        ]
    return Told("", kind.code, severity, people, rng.choice(kind.texts), day + (3 if serious else 7), tuple(steps))
