"""Incidents at the desk: raise, update, escalate, close (销号). Each is one more claim about it."""

from __future__ import annotations

import secrets

from dashboard.access import Visitor
from dashboard.desk.forms import BadForm, Form
from dashboard.desk.office import Office
from dashboard.desk.permission import must_be_office, must_reach
from situation.actions import report_incident
from situation.model.reports import IncidentClaim, IncidentStatus, Level, Severity
from situation.model.standing import Incident
from situation.rules.incidents import categories, next_level


def raise_incident(office: Office, visitor: Visitor, form: Form) -> str:
    village = must_reach(office, visitor, form, "village")
    category = form.raw("category")
    if category not in {c.code for c in categories()}:
        form.fault("category", form.words("请选择一项"))
    level = form.choice("level", Level)
    _check_level(visitor, form, level)
    text = form.text("text", is_needed=True)
    today = office.clock.today()
    occurred = form.day("occurred") or today
    if occurred > today:
        form.fault("occurred", form.words("发生日不能晚于今天"))
    claim = IncidentClaim(
        category=category,
        status=IncidentStatus.NEW,
        severity=form.choice("severity", Severity),
        level=level,
        people=form.count("people"),
        occurred=occurred,
        deadline=form.day("deadline"),
        listed=True if form.raw("listed") == "1" else None,
        lead_unit=form.text("lead_unit", most=60) or None,
        text=text,
        ref=f"G{today:%m%d}-{secrets.token_hex(2)}",  # its own number, so that a like one stays another
    )
    form.check()
    report_incident(office.store, village, claim, on=today, by=visitor.name, at=office.clock.now())
    return form.words("事件已登记")


def change_incident(office: Office, visitor: Visitor, form: Form) -> str:
    """Update, escalate or close, by the button that was pressed."""
    village = must_reach(office, visitor, form, "village")
    office.live.refresh()
    story = office.live.village_story(village)
    incident = next((i for i in story.incidents if i.key == form.raw("incident")), None)
    if incident is None:
        raise BadForm({"incident": form.words("已被别人处理，请刷新")})
    doing = form.raw("doing")
    measures = form.text("measures", is_needed=doing == "close")
    status, level = _moved(form, incident, doing)
    if status is not None and not status.is_open and incident.level.rank >= Level.OFFICE.rank:
        must_be_office(visitor, form)
    _check_level(visitor, form, level if level is not incident.level and doing != "escalate" else None)
    claim = IncidentClaim(
        category=incident.category,
        status=status,
        severity=form.choice("severity", Severity),
        level=level,
        people=form.count("people"),
        occurred=incident.occurred,
        deadline=form.day("deadline"),
        lead_unit=form.text("lead_unit", most=60) or None,
        text=incident.text,
        measures=measures,
        ref=incident.ref or None,
    )
    form.check()
    report_incident(office.store, village, claim, on=office.clock.today(), by=visitor.name, at=office.clock.now())
    return {"close": form.words("已销号"), "escalate": form.words("已升级")}.get(doing, form.words("事件已更新"))


def _moved(form: Form, incident: Incident, doing: str) -> tuple[IncidentStatus | None, Level | None]:
    if doing == "close":
        return IncidentStatus.CLOSED, None
    if doing == "escalate":
        return None, next_level(incident.level)
    return form.choice("status", IncidentStatus), form.choice("level", Level)


def _check_level(visitor: Visitor, form: Form, level: Level | None) -> None:
    """A township asks for one level up with a button; it does not set the county's levels by itself."""
    if level is not None and level.rank > Level.OFFICE.rank and not visitor.is_office:
        form.fault("level", form.words("只有县选举办可以定为县级"))
