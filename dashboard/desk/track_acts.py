"""Corrections of a track: by form, of a held report, of a conflict between an edit and a bulletin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from dashboard.access import Visitor
from dashboard.desk.fields import COUNTS, DATES, FLAGS
from dashboard.desk.forms import BadForm, Form
from dashboard.desk.office import Office
from dashboard.desk.permission import must_reach
from situation.actions import TrackEdit, edit_track
from situation.model.picture import VillagePicture
from situation.model.regions import RegionCode
from situation.model.reports import Body, StageCode
from situation.model.standing import Conflict, FieldValue, Standing
from situation.rules.procedures import is_stage
from situation.store import reading

EXPIRIES = {"bulletin": 0, "3": 3, "7": 7}  # days; none: until taken back


def correct_track(office: Office, visitor: Visitor, form: Form) -> str:
    """Only what differs from what we hold true becomes part of the edit."""
    village = must_reach(office, visitor, form, "village")
    standing = _standing(office, form, village)
    on = form.day("on", is_needed=True) or office.clock.today()
    if on > office.clock.today():
        form.fault("on", form.words("发生日不能晚于今天"))
    fields = _differing(form, standing)
    reason = form.text("reason", is_needed=True)
    if not form.errors and not any(fields.values()):
        form.fault("stage", form.words("没有改动：请先改环节、日期或数字"))
    _check_sums(form, standing, fields["counts"])
    form.check()
    _save(office, visitor, form, standing, on, reason, _expiry(form, on), fields)
    name = office.gazetteer[village].name
    return form.words("{name}已更正", name=name)


def take_held_report(office: Office, visitor: Visitor, form: Form) -> str:
    """A report that the fold holds is right after all: a person says so, as an edit of the same claims."""
    village = must_reach(office, visitor, form, "village")
    key = form.raw("report")
    with office.store.reading() as connection:
        report = next((r for r in reading.read_reports(connection, villages=[village]) if r.key == key), None)
    if report is None or report.body is None:
        raise BadForm({"report": form.words("已被别人处理，请刷新")})
    reason = form.text("reason", is_needed=True)
    form.check()
    fields: dict[str, Any] = {
        "stage": report.stage,
        "counts": dict(report.counts),
        "dates": dict(report.dates),
        "flags": dict(report.flags),
    }
    standing = _track(office, village, report.body)
    _save(office, visitor, form, standing, report.on, reason, report.on, fields)
    return form.words("已按更正采用")


def keep_edit_value(office: Office, visitor: Visitor, form: Form) -> str:
    """The edit is said again, newer than the bulletin that differs."""
    standing, conflict = _conflict(office, visitor, form)
    on = max(conflict.edit.on, conflict.bulletin.on)
    reason = form.text("reason") or form.words("保留更正")
    form.check()
    _save(office, visitor, form, standing, on, reason, None, _as_fields(conflict.field, conflict.edit.value))
    return form.words("已保留更正")


def adopt_bulletin_value(office: Office, visitor: Visitor, form: Form) -> str:
    """The bulletin's value, as an edit that ends with the next bulletin: from then on bulletins speak again."""
    standing, conflict = _conflict(office, visitor, form)
    on = conflict.bulletin.on
    reason = form.text("reason") or form.words("采用日报")
    form.check()
    _save(office, visitor, form, standing, on, reason, on, _as_fields(conflict.field, conflict.bulletin.value))
    return form.words("已采用日报")


def _save(
    office: Office,
    visitor: Visitor,
    form: Form,
    standing: Standing,
    on: date,
    reason: str,
    expires_on: date | None,
    fields: Mapping[str, Any],
) -> None:
    edit = TrackEdit(
        village_code=standing.village_code,
        body=standing.body,
        on=on,
        reason=reason,
        based_on=form.number("based_on"),
        expires_on=expires_on,
        **fields,
    )
    edit_track(office.store, edit, by=visitor.name, at=office.clock.now())


def _standing(office: Office, form: Form, village: RegionCode) -> Standing:
    body = form.choice("body", Body, is_needed=True)
    if body is None:
        raise BadForm(form.errors)
    return _track(office, village, body)


def _track(office: Office, village: RegionCode, body: Body) -> Standing:
    office.live.refresh()
    picture: VillagePicture = office.live.village_story(village).picture
    if body not in picture.tracks:
        raise BadForm({"body": "—"})
    return picture.tracks[body]


def _conflict(office: Office, visitor: Visitor, form: Form) -> tuple[Standing, Conflict]:
    village = must_reach(office, visitor, form, "village")
    standing = _standing(office, form, village)
    found = next((c for c in standing.conflicts if c.field == form.raw("field")), None)
    if found is None:
        raise BadForm({"field": form.words("已被别人处理，请刷新")})
    return standing, found


def _differing(form: Form, standing: Standing) -> dict[str, Any]:
    body = standing.body
    stage = form.raw("stage")
    if stage and not (is_stage(stage) and stage.startswith(body.value)):
        form.fault("stage", form.words("请选择一项"))
    counts = {name: form.count(name) for name in COUNTS[body]}
    dates = {name: form.day(f"date:{name}") for name in DATES[body]}
    flags = {name: form.flag(f"flag:{name}") for name in FLAGS}
    return {
        "stage": StageCode(stage) if stage and stage != standing.stage and "stage" not in form.errors else None,
        "counts": {n: v for n, v in counts.items() if v is not None and v != _held(standing, n)},
        "dates": {n: v for n, v in dates.items() if v is not None and v != _held(standing, f"date:{n}")},
        "flags": {n: v for n, v in flags.items() if v is not None and v is not _held(standing, f"flag:{n}")},
    }


_LIMITS = (
    ("voted", "registered"),
    ("returned", "issued"),
    ("valid", "returned"),
    ("present", "due"),
    ("female", "elected"),
)


def _check_sums(form: Form, standing: Standing, changed: Mapping[str, int]) -> None:
    """What cannot be: said beside the field, before anything is written."""
    for part, whole in _LIMITS:
        a = changed.get(part, standing.count(part))
        b = changed.get(whole, standing.count(whole))
        if a is not None and b is not None and a > b and (part in changed or whole in changed):
            form.fault(part, form.words("应不大于 {n}", n=b))


def _held(standing: Standing, field: str) -> FieldValue | None:
    found = standing.values.get(field)
    return found.value if found else None


def _expiry(form: Form, on: date) -> date | None:
    days = EXPIRIES.get(form.raw("until"))
    return None if days is None else on + timedelta(days=days)


def _as_fields(field: str, value: FieldValue) -> dict[str, Any]:
    kind, _, name = field.rpartition(":")
    if field == "stage":
        return {"stage": StageCode(str(value))}
    return {{"date": "dates", "flag": "flags"}.get(kind, "counts"): {name: value}}
