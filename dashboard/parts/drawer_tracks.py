"""Each body's course as a stepper, with its dates and what the law was found to say of them."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from dash import html

from dashboard.desk.fields import field_name
from dashboard.lawful import LawfulCheck, lawful_checks
from dashboard.parts.told import SHORT_NAMES, Told
from dashboard.words import Words, term
from situation.model.reports import Body, StageCode
from situation.model.standing import Standing
from situation.rules.procedures import (
    body_name,
    is_done,
    milestone,
    milestone_name,
    stage,
    stage_index,
    stage_name,
    stages,
    vote_milestone,
)

_COMMITTEES: Final = (Body.VILLAGE, Body.RESIDENTS)
_LABELLED: Final = (  # milestone, its short name, on which side of its dot it stands
    ("committee", term("选委会"), "start"),
    ("list_published", term("名单公布"), "end"),
    ("candidates_published", term("候选人"), "end"),
    ("election_day", term("投票日"), "start"),
    ("handover", term("移交日"), "end"),
)


def tracks_part(told: Told, words: Words) -> html.Section:
    village = told.story.picture
    caption = _countdown(village.election_day, told.on, words)
    head = html.Div([html.H3(words("进度")), html.Small(caption)], className="part-head")
    tracks = [_track(track, told, words) for track in village.tracks.values()]
    return html.Section([head, html.Div(tracks, className="tracks")], className="tracks-part")


def _countdown(day: date | None, on: date, words: Words) -> str:
    if day is None:
        return words("选举日未定")
    left = (day - on).days
    shown = words("选举日 {day}", day=words.day(day))
    if left > 0:
        return shown + " · " + words("{n} 天后", n=left)
    return shown + " · " + (words("今天") if left == 0 else words("{n} 天前", n=-left))


def _track(track: Standing, told: Told, words: Words) -> html.Div:
    is_wide = track.body in (*_COMMITTEES, Body.PARTY)
    checks = lawful_checks(track, told.pack, told.on)
    name = stage_name(track.stage, words.language)
    head = html.Div(
        [
            html.B(words(SHORT_NAMES[track.body]), title=body_name(track.body, words.language)),
            html.Span(words("完成") if is_done(track) else name, className="done-word" if is_done(track) else ""),
            html.Small(_caption(track, words)),
        ],
        className="track-head",
    )
    parts: list[Any] = [head, _dots(track, words)]
    shown_checks = checks
    if track.body in _COMMITTEES:
        parts.append(_labels(track, checks, words))
        shown_checks = tuple(c for c in checks if c.end != "election_day" or not c.is_kept)
    parts += [_check(check, words) for check in shown_checks if is_wide or not check.is_kept]
    parts += [_conflict_note(track, words)] if track.conflicts else []
    return html.Div(parts, className="track wide" if is_wide else "track")


def _caption(track: Standing, words: Words) -> str:
    """When it voted or plans to, and since when it stands where it does."""
    name = vote_milestone(track.body)
    fact, plan = track.values.get(f"date:{name}"), track.plans.get(f"date:{name}")
    if fact and isinstance(fact.value, date) and track.body is Body.PARTY:
        return words("{day} 选举", day=words.day(fact.value))
    if track.stage_on:
        return words("{day} 进入", day=words.day(track.stage_on))
    return words("计划 {day}", day=words.day(plan.value)) if plan and isinstance(plan.value, date) else ""


def _dots(track: Standing, words: Words) -> html.Ol:
    course = [code for code in stages(track.body) if not stage(code).is_conditional or code in track.reached]
    here = stage_index(track.stage)
    return html.Ol([_dot(code, here, track, words) for code in course], className="steps")


def _dot(code: StageCode, here: int, track: Standing, words: Words) -> html.Li:
    index, name = stage_index(code), stage_name(code, words.language)
    state = "past" if index < here or is_done(track) else "now" if index == here else "ahead"
    reached = track.reached.get(code)
    title = f"{name} {words.day(reached)}" if reached else name
    said = {"past": words("已过"), "now": words("当前"), "ahead": words("未到")}[state]
    more = {"aria-current": "step"} if state == "now" else {}
    return html.Li(html.Span(f"{title} {said}", className="unseen"), className=f"step {state}", title=title, **more)


def _labels(track: Standing, checks: tuple[LawfulCheck, ...], words: Words) -> html.Div:
    """The dates that matter under their dots, each with the distance that the law asks for."""
    course = [code for code in stages(track.body) if not stage(code).is_conditional or code in track.reached]
    shown = []
    for name, short, side in _LABELLED:
        found, fact = milestone(track.body, name), track.values.get(f"date:{name}")
        day = track.day(name)
        if found is None or day is None or found.stage not in course:
            continue
        place = 100 * course.index(found.stage) / max(len(course) - 1, 1)
        lines: list[Any] = [html.Span(f"{words(short)} {words.short_day(day)}")]
        if fact is None:
            lines.append(html.Small(words("计划")))
        lines += [_distance(c, words) for c in checks if c.start == name and c.end == "election_day"]
        style = {"left": f"{place:.1f}%"} if side == "start" else {"right": f"{100 - place:.1f}%"}
        shown.append(html.Div(lines, className=f"step-label {side}", style=style))
    return html.Div(shown, className="step-labels") if shown else html.Div()


def _distance(check: LawfulCheck, words: Words) -> html.Small:
    text = words("距选举日 {n} 天", n=check.value)
    classes = "kept" if check.is_kept else "broken"
    return html.Small([text, " ", _verdict(check, words)], className=classes, title=_asked(check, words))


def _verdict(check: LawfulCheck, words: Words) -> html.I:
    said = words("合规") if check.is_kept else words("不合规")
    return html.I("✓" if check.is_kept else "✗", role="img", **{"aria-label": said})


def _asked(check: LawfulCheck, words: Words) -> str:
    return f"{check.threshold} · {check.rule.article}"


def _check(check: LawfulCheck, words: Words) -> html.P:
    """One rule with its figures; a broken one carries its own title."""
    if check.start:
        body = check.rule.bodies[0] if check.rule.bodies else Body.VILLAGE
        names = " → ".join(milestone_name(body, name, words.language) for name in (check.start, check.end))
        text = words("{names} {n} 天（应 {asked}）", names=names, n=check.value, asked=check.threshold)
    else:
        text = words(
            "{name} {value}（应 {asked}）",
            name=field_name(check.field, words),
            value=check.value,
            asked=check.threshold,
        )
    classes = "check kept" if check.is_kept else "check broken"
    return html.P([_verdict(check, words), " ", text], className=classes, title=check.rule.article)


def _conflict_note(track: Standing, words: Words) -> html.P:
    names = "、".join(field_name(c.field, words) for c in track.conflicts)
    return html.P(words("{field}来源不一致", field=names), className="check clash")
