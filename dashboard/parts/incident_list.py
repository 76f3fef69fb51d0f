"""What has reached the county: escalated incidents, the leader's before the office's, then by the time left.

Countdowns are absolute instants; the browser counts them down by the server's clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from dash import html

from dashboard.feed_time import deadline_instant, opened_instant
from dashboard.parts.marks import mark
from dashboard.parts.panel_frame import head, paged
from dashboard.trust import is_empty
from dashboard.words import Words, term
from situation.model.picture import Snapshot, VillagePicture
from situation.model.regions import RegionCode
from situation.model.reports import Level, Severity
from situation.model.standing import Colour, Incident
from situation.rules.incidents import category_name

PAGE_SIZE = 5


def escalated_incidents(snapshot: Snapshot, words: Words) -> list[Any]:
    escalated = [incident for incident in snapshot.incidents if incident.is_escalated]
    title = [words("升级事件"), " ", html.B(len(escalated))]
    return [head(title, html.Span(_tally(snapshot, words))), _rows(snapshot, escalated, words)]


def _rows(snapshot: Snapshot, escalated: list[Incident], words: Words) -> html.Div:
    if not escalated:
        note = words("事件由日报、即时报告或督导录入产生") if is_empty(snapshot) else _closed_note(snapshot, words)
        return html.Div([html.P(words("无升级事件")), html.Small(note)], className="nothing")
    villages = {village.code: village for village in snapshot.villages}
    townships = {township.region.code: township.region.name for township in snapshot.townships}
    ordered = sorted(escalated, key=urgency)
    rows = [incident_row(incident, villages, townships, words) for incident in ordered]
    return paged(rows, PAGE_SIZE, words("另 {n} 件", n=len(rows) - PAGE_SIZE))


def urgency(incident: Incident) -> tuple[int, date, str]:
    return (-incident.level.rank, incident.deadline or date.max, incident.key)


def _tally(snapshot: Snapshot, words: Words) -> str:
    levels = Counter(holder(incident.level) for incident in snapshot.incidents)
    held = "  ".join(f"{words(name)} {levels[name]}" for name in ("县领导", "县办", "乡镇办"))
    total = words("在办 {n}", n=len(snapshot.incidents))
    closed = words("销号 {n}", n=snapshot.closed_incident_count)
    return f"{total}：{held}  {closed}"


def _closed_note(snapshot: Snapshot, words: Words) -> str:
    return words("在办 {n} 件，已销号 {closed} 件", n=len(snapshot.incidents), closed=snapshot.closed_incident_count)


def holder(level: Level) -> str:
    """Who holds it, as a term."""
    if level.rank >= Level.COUNTY.rank:
        return term("县领导")
    return term("县办") if level is Level.OFFICE else term("乡镇办")


def incident_row(
    incident: Incident,
    villages: Mapping[RegionCode, VillagePicture],
    townships: Mapping[RegionCode, str],
    words: Words,
) -> html.Div:
    village = villages.get(incident.village_code)
    name = village.region.name if village else incident.village_code
    township = townships.get(village.township, "") if village else ""
    colour = Colour.RED if incident.severity.rank >= Severity.MAJOR.rank else Colour.YELLOW
    level = "county" if incident.level.rank >= Level.COUNTY.rank else "office"
    return html.Div(
        [
            html.Span(words(holder(incident.level)), className=f"level level-{level}"),
            html.Div([html.B(name), html.Span(township)], className="incident-village"),
            _countdown(incident),
            html.Div([mark(colour, words), html.Span(category_name(incident.category, words.language)),
                      html.Span(incident.lead_unit, className="unit")], className="incident-what"),
            html.Span(className="incident-age", **{"data-opened": opened_instant(incident.opened_on)}),
        ],
        className="incident",
        key=incident.key,
    )  # fmt: skip


def _countdown(incident: Incident) -> html.Span:
    if incident.deadline is None:
        return html.Span(className="countdown")
    return html.Span(className="countdown", **{"data-deadline": deadline_instant(incident.deadline)})


def days_until(on: date, day: date) -> int:
    return (day - on) // timedelta(days=1)
