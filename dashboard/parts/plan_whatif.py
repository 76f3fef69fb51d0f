"""沙盘推演: move election days, see which deadlines would break, take lawful days instead, save at the very end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboard.parts.native import Input, Select, form, hidden, reason_field
from dashboard.planning import PlanView, day_of
from dashboard.words import Words
from situation.model.regions import RegionCode
from situation.rules import procedures
from situation.rules.whatif import ALREADY_VOTED, IN_THE_PAST, TOO_MANY, Broken

_MOST_MOVES = 60


def whatif(view: PlanView, words: Words, token: str) -> html.Aside:
    title = html.H2([words("沙盘推演"), html.Small(words("保存之前不改动任何数据"))])
    return html.Aside([title, *_tools(view, words), *_answer(view, words, token)], className="whatif", id="whatif")


def _tools(view: PlanView, words: Words) -> list[Any]:
    found = view.open_places
    scope = view.gazetteer[view.chosen.township].name if view.chosen.township else words("全县")
    villages = [[p.code, view.gazetteer[p.code].name] for p in found]
    one = _wish(
        "move",
        [
            Select(name="village", options=villages, value="", **{"aria-label": words("村(社区)")}),
            Input(name="day", type="date", value="", required=True, **{"aria-label": words("选举日")}),
            _button(words("改到这天")),
        ],
    )
    shift = _wish(
        "shift", [html.Span(words("整体顺延")), _number("days", 3, -60), html.Span(words("天")), _button(words("顺延"))]
    )
    spread = _wish(
        "spread",
        [
            html.Span(words("每乡镇每天至多")),
            _number("most", view.chosen.most, 1),
            html.Span(words("个村")),
            _button(words("错开")),
        ],
    )
    told = words("{scope}未投票 {n} 村", scope=scope, n=len(found))
    return [html.P(told, className="scope-told"), one if villages else None, shift, spread]


def _answer(view: PlanView, words: Words, token: str) -> list[Any]:
    if not view.moves:
        return [html.P(words("在图上拖动“投”，或用方向键移动；也可在上面填写。"), className="nothing")]
    broken = view.proposal.broken
    villages = len({b.village_code for b in broken})
    verdict = (
        html.P(
            [html.I(className="mark mark-red"), words("违反 {n} 条，涉及 {of} 村", n=len(broken), of=villages)],
            className="verdict-line bad",
        )
        if broken
        else html.P([html.I(className="mark mark-done"), words("全部合规")], className="verdict-line good")
    )
    impossible = (
        [words("{n} 村在截止前没有合法日", n=len(view.proposal.impossible))] if view.proposal.impossible else []
    )
    acts = [
        *([_wish("adopt", [_button(words("改用最近的合法日"), primary=True)])] if broken else []),
        _wish("clear", [_button(words("全部撤回"))]),
    ]
    moved = sorted(
        view.moves, key=lambda code: (not any(b.village_code == code for b in broken), view.moves[code], code)
    )
    lines = [_moved(code, view, words) for code in moved[:_MOST_MOVES]]
    more = (
        [html.P(words("另 {n} 村", n=len(moved) - _MOST_MOVES), className="nothing")]
        if len(moved) > _MOST_MOVES
        else []
    )
    head = html.Div([html.H3(words("移动 {n} 村", n=len(moved))), verdict, *impossible], className="sum-up")
    return [
        head,
        html.Div(acts, className="row"),
        *_saving(view, words, token),
        html.Ul(lines, className="moves"),
        *more,
    ]


def _moved(code: RegionCode, view: PlanView, words: Words) -> html.Li:
    place = next(p for p in view.places if p.code == code)
    own = [b for b in view.proposal.broken if b.village_code == code]
    lawful = view.proposal.lawful.get(code)
    back = html.Button(
        "×", type="button", className="link", title=words("撤回"), **{"data-wish": "keep", "data-village": code}
    )
    days = [html.Del(words.short_day(place.day)), " → " if place.day else "", html.B(words.short_day(view.moves[code]))]
    offer = (
        html.Button(
            words("最近合法日 {day}", day=words.short_day(lawful)),
            type="button",
            className="link",
            **{"data-wish": "adopt", "data-village": code},
        )
        if own and lawful
        else None
    )
    head = html.Div([html.Span(view.gazetteer[code].name, className="who-moves"), html.Span(days), offer, back])
    return html.Li([head, *(_broken(b, view, words) for b in own)], className="is-broken" if own else "")


def _broken(found: Broken, view: PlanView, words: Words) -> html.P:
    rule = view.pack.find(found.rule, found.body, view.moves.get(found.village_code))
    article = html.Small(rule.article) if rule else None
    return html.P(
        [html.I(className="mark mark-red"), _told(found, view, words), article], className="breach", title=found.rule
    )


def _told(found: Broken, view: PlanView, words: Words) -> str:
    """Which deadline, by when, and how far it would be missed."""
    name = procedures.milestone_name(found.body, found.milestone, words.language)
    if found.rule == TOO_MANY:
        return words("当天本乡镇 {n} 村，超过 {most} 村", n=found.value, most=view.chosen.most)
    if found.rule == IN_THE_PAST:
        return words("这一天已经过去")
    if found.rule == ALREADY_VOTED:
        return words("已经投票，不能再改")
    if found.due_on is None:
        return words("应晚于党组织选举（{day}）", day=words.day(day_of(found.threshold.lstrip("> "))))
    done = day_of(found.value)
    if done:
        return words("{name}最迟 {due}，实为 {day}", name=name, due=words.day(found.due_on), day=words.day(done))
    return words("{name}最迟 {due}，已来不及", name=name, due=words.day(found.due_on))


def _saving(view: PlanView, words: Words, token: str) -> Sequence[Any]:
    """Only the county office plans; the others see what would be."""
    if not view.may_save:
        return [html.P(words("由县选举办保存"), className="nothing")]
    moves = [Input(type="hidden", name="move", value=f"{code}={day}") for code, day in sorted(view.moves.items())]
    knowing = (
        html.Label(
            [
                Input(type="checkbox", name="knowing", value="1", checked=False),
                words("知悉 {n} 条违反，仍要保存", n=len(view.proposal.broken)),
            ],
            className="field tick",
            **{"data-field": "knowing"},
        )
        if view.proposal.broken
        else None
    )
    save = html.Button(words("保存 {n} 村选举日", n=len(view.moves)), type="submit", className="button primary")
    fields = [
        *moves,
        *hidden(most=view.chosen.most, based_on=view.snapshot.version),
        reason_field(words),
        knowing,
        save,
    ]
    return [form("plan-days", [f for f in fields if f is not None], token, "saving")]


def _wish(kind: str, children: list[Any]) -> html.Form:
    return html.Form(children, className="wish", **{"data-wish": kind})


def _number(name: str, value: int, least: int) -> Any:
    return Input(name=name, type="number", value=str(value), min=least, max=999, required=True, className="short")


def _button(text: str, *, primary: bool = False) -> html.Button:
    return html.Button(text, type="submit", className="button small primary" if primary else "button small")
