"""Every write of the desk: who may, what is checked, which action it becomes, and what the person is told.

Each act is ``(office, visitor, form) → text``. Permission is asked here, on the server, for every act; what the page
shows or hides is courtesy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from dashboard.access import Visitor
from dashboard.desk.checklist_acts import report_own_figures
from dashboard.desk.forms import BadForm, Form
from dashboard.desk.incident_acts import change_incident, raise_incident
from dashboard.desk.office import Office
from dashboard.desk.permission import must_be_office, must_own, must_own_township, must_reach
from dashboard.desk.plan_acts import plan_days
from dashboard.desk.track_acts import adopt_bulletin_value, correct_track, keep_edit_value, take_held_report
from situation.actions import (
    accept_bulletin,
    decide_rejection,
    override_colour,
    withdraw_bulletin,
    withdraw_override,
    withdraw_report,
)
from situation.model.bulletins import Bulletin, BulletinState, Disposition, Rejection
from situation.model.regions import RegionCode
from situation.model.reports import ReportKind
from situation.model.standing import Colour
from situation.store import reading

Act = Callable[[Office, Visitor, Form], str]


def accept(office: Office, visitor: Visitor, form: Form) -> str:
    """All rows, or those ticked; held rows go on to the queue whatever is ticked."""
    bulletin = _bulletin(office, form)
    with office.store.reading() as connection:
        rows = reading.read_staged_rows(connection, bulletin.id)
    must_own(office, visitor, form, bulletin, (r.village_code for r in rows))
    taken: Iterable[int] | None = None
    if form.raw("choice") == "some":
        ticked = {int(n) for n in form.all("row") if n.isdecimal()}
        if not ticked:
            raise BadForm({"row": form.words("请至少勾选一行；一行也不采用，请用“整份退回”")})
        waiting = {n for n, row in enumerate(rows) if row.disposition is not Disposition.ACCEPT}
        taken = ticked | waiting
    done = accept_bulletin(office.store, bulletin.id, by=visitor.name, at=office.clock.now(), rows=taken)
    return form.words(
        "已采用 {n} 行；待核 {held} 行，退回 {refused} 行", n=done.accepted, held=done.held, refused=done.refused
    )


def withdraw(office: Office, visitor: Visitor, form: Form) -> str:
    """Refuse a staged bulletin, or undo an accepted one."""
    bulletin = _bulletin(office, form)
    must_own(office, visitor, form, bulletin, ())
    if bulletin.state is not BulletinState.STAGED:
        must_be_office(visitor, form)
    reason = form.text("reason", is_needed=True)
    form.check()
    withdraw_bulletin(office.store, bulletin.id, by=visitor.name, reason=reason, at=office.clock.now())
    return form.words("已退回“{name}”", name=bulletin.name)


def decide(office: Office, visitor: Visitor, form: Form) -> str:
    """Held rows that ask the same: they are this village, or they are refused for good."""
    waiting = _rejections(office, form)
    for rejection in waiting:
        must_own_township(visitor, form, _owner_of_row(office, rejection))
    reason = form.text("reason")
    is_refused = form.raw("verdict") == "refuse"
    village = None if is_refused else must_reach(office, visitor, form, "village")
    if not is_refused and any(r.row.on is None or r.row.kind is ReportKind.AGGREGATE for r in waiting):
        form.fault("village", form.words("这一行没有日期，不能采用；请退回并请乡镇重报"))
    form.check()
    remembers = form.raw("remember") == "1"
    for rejection in waiting:
        decide_rejection(
            office.store,
            rejection.id,
            village_code=village,
            by=visitor.name,
            at=office.clock.now(),
            reason=reason,
            remember_name=remembers and not is_refused,
        )
    if village is None:
        return form.words("已退回")
    name = office.gazetteer[village].name
    return form.words("已采用为{name}，并记为别名", name=name) if remembers else form.words("已采用为{name}", name=name)


def take_back(office: Office, visitor: Visitor, form: Form) -> str:
    """A report (an edit, or one the fold holds) stops to count."""
    must_reach(office, visitor, form, "village")
    key, village = form.raw("report"), RegionCode(form.raw("village"))
    with office.store.reading() as connection:
        keys = {r.key for r in reading.read_reports(connection, villages=[village])}
    if key not in keys:
        raise BadForm({"report": form.words("已被别人处理，请刷新")})
    reason = form.text("reason", is_needed=True)
    form.check()
    withdraw_report(office.store, key, by=visitor.name, reason=reason, at=office.clock.now())
    return form.words("已撤下")


def colour(office: Office, visitor: Visitor, form: Form) -> str:
    """Raise or lower a village's colour by hand: the county office's business."""
    must_be_office(visitor, form)
    village = must_reach(office, visitor, form, "village")
    chosen = form.choice("colour", Colour, is_needed=True)
    reason = form.text("reason", is_needed=True)
    until = form.day("expires_on", is_needed=True)
    today = office.clock.today()
    if until is not None and until < today:
        form.fault("expires_on", form.words("应不早于今天"))
    form.check()
    override_colour(
        office.store,
        village,
        chosen or Colour.YELLOW,
        by=visitor.name,
        reason=reason,
        from_on=today,
        expires_on=until or today,
        at=office.clock.now(),
    )
    return form.words("已人工定级，到期自动恢复")


def colour_back(office: Office, visitor: Visitor, form: Form) -> str:
    must_be_office(visitor, form)
    village = must_reach(office, visitor, form, "village")
    reason = form.text("reason", is_needed=True)
    form.check()
    withdraw_override(office.store, village, by=visitor.name, reason=reason, at=office.clock.now())
    return form.words("已恢复为自动定级")


def _bulletin(office: Office, form: Form) -> Bulletin:
    with office.store.reading() as connection:
        found = reading.read_bulletins(connection, ids=[form.number("bulletin")])
    if not found or found[0].state is BulletinState.WITHDRAWN:
        raise BadForm({"bulletin": form.words("已被别人处理，请刷新")})
    return found[0]


def _rejections(office: Office, form: Form) -> list[Rejection]:
    wanted = set(form.raw("rejection").split())
    with office.store.reading() as connection:
        found = [r for r in reading.read_rejections(connection) if str(r.id) in wanted]
    if not found:
        raise BadForm({"rejection": form.words("已被别人处理，请刷新")})
    return found


def _owner_of_row(office: Office, rejection: Rejection) -> RegionCode | None:
    if rejection.row.township:
        return rejection.row.township
    with office.store.reading() as connection:
        return office.owner_of(reading.read_bulletins(connection, ids=[rejection.bulletin_id])[0])


ACTS: Final[Mapping[str, Act]] = {
    "accept": accept,
    "withdraw": withdraw,
    "decide": decide,
    "take-back": take_back,
    "correct": correct_track,
    "own-figures": report_own_figures,
    "take-held": take_held_report,
    "keep-edit": keep_edit_value,
    "adopt": adopt_bulletin_value,
    "raise": raise_incident,
    "incident": change_incident,
    "colour": colour,
    "colour-back": colour_back,
    "plan-days": plan_days,
}
