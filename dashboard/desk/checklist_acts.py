"""Reporting a village's own figures at the desk: entries of checklists and counters, as an edit of its track."""

from __future__ import annotations

from dashboard.access import Visitor
from dashboard.desk.forms import BadForm, Form
from dashboard.desk.office import Office
from dashboard.desk.permission import must_reach
from situation.actions import TrackEdit, edit_track
from situation.model.reports import Body
from situation.rules.declared import checklists_of


def report_own_figures(office: Office, visitor: Visitor, form: Form) -> str:
    """Only what differs from what we hold true becomes part of the edit."""
    village = must_reach(office, visitor, form, "village")
    body = form.choice("body", Body, is_needed=True)
    office.live.refresh()
    tracks = office.live.village_story(village).picture.tracks
    if body is None or body not in tracks:
        raise BadForm({"body": form.words("请选择一项")})
    track, declared = tracks[body], office.live.declared
    names = [f"{found.key}.{entry.key}" for found in checklists_of(declared, body) for entry in found.entries]
    said = {name: form.flag(f"flag:{name}") for name in names}
    flags = {name: flag for name, flag in said.items() if flag is not None and flag is not track.flag(name)}
    counted = {key: form.count(f"count:{key}") for key in declared.counters}
    counts = {key: count for key, count in counted.items() if count is not None and count != track.count(key)}
    reason = form.text("reason", is_needed=True)
    if not form.errors and not (flags or counts):
        form.fault("reason", form.words("没有改动：请先勾选或填数"))
    form.check()
    edit = TrackEdit(
        village_code=village,
        body=body,
        on=office.clock.today(),
        reason=reason,
        based_on=form.number("based_on"),
        flags=flags,
        counts=counts,
    )
    edit_track(office.store, edit, by=visitor.name, at=office.clock.now())
    return form.words("{name}已更正", name=office.gazetteer[village].name)
