"""The day's bulletins as received: when, how many rows of which fate; an accepted one can be withdrawn."""

from __future__ import annotations

from typing import Any, Final

from dash import html

from dashboard.desk.office import Desk
from dashboard.parts.finding_lines import title_of
from dashboard.parts.native import button, form, reason_field
from dashboard.words import Words, term
from situation.model.bulletins import Bulletin, BulletinState, Outcome

STATE_NAMES: Final = {
    BulletinState.RECEIVED: term("已收到"),
    BulletinState.STAGED: term("待核"),
    BulletinState.ACCEPTED: term("已采用"),
    BulletinState.WITHDRAWN: term("已退回"),
    BulletinState.FAILED: term("未能读取"),
}
OUTCOME_NAMES: Final = {
    Outcome.DUPLICATE: term("重复"),
    Outcome.CORRUPT: term("文件损坏"),
    Outcome.EMPTY: term("空文件"),
    Outcome.ZERO_REPORT: term("零报告"),
    Outcome.ENCRYPTED: term("有密码"),
    Outcome.UNSUPPORTED: term("格式不支持"),
    Outcome.WRONG_COUNTY: term("非本县"),
    Outcome.QUARANTINE: term("人员名单，已隔离"),
    Outcome.REJECT: term("退回"),
}


def received(desk: Desk, words: Words, form_token: str) -> html.Details:
    lines = [_line(b, desk, words, form_token) for b in desk.recent]
    title = html.Summary([html.B(words("接收记录")), html.Small(words("今日 {n} 份", n=len(lines)))])
    inside = html.Ul(lines) if lines else html.P(words("今天还没有收到"), className="nothing")
    is_failed = any(b.state is BulletinState.FAILED for b in desk.recent)
    return html.Details([title, inside], className="received", id="received", open="open" if is_failed else None)


def _line(bulletin: Bulletin, desk: Desk, words: Words, form_token: str) -> html.Li:
    outcome = OUTCOME_NAMES.get(bulletin.outcome)
    counts = words(
        "采用 {n} · 待核 {held} · 退回 {refused} · 未采 {skipped}",
        n=bulletin.accepted_count, held=bulletin.held_count, refused=bulletin.refused_count, skipped=bulletin.skipped_count,
    )  # fmt: skip
    owner = desk.township_name(bulletin.township or bulletin.sender)
    problems = "、".join(dict.fromkeys(title_of(code, words) for code in bulletin.problems if code.startswith("R_")))
    parts: list[Any] = [
        html.Span(words.time(bulletin.received_at), className="when"),
        html.Span(words(STATE_NAMES[bulletin.state]), className=f"chip {bulletin.state.value}"),
        html.B(bulletin.name),
        html.Span(owner),
        html.Span(words(outcome) if outcome else counts),
        html.Small(" ".join(filter(None, (bulletin.message, problems)))),
    ]
    if bulletin.state is BulletinState.ACCEPTED and desk.visitor.is_office:
        asked = form("withdraw", [reason_field(words), button(words("撤回这份"))], form_token, bulletin=bulletin.id)
        parts.append(html.Details([html.Summary(words("撤回")), asked]))
    return html.Li(parts)
