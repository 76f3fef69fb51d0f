"""Every write. Each action is one transaction with its audit row; who did it is always the argument ``by``.

``regions`` and ``shapes`` publish the land · ``bulletins`` records documents · ``desk`` is what staff do ·
``people`` the accounts · ``walls`` links of walls · ``beats`` says a process is alive.
"""

from situation.actions.beats import beat
from situation.actions.bulletins import (
    Recorded,
    accept_bulletin,
    decide_rejection,
    record_bulletin,
    withdraw_bulletin,
)
from situation.actions.desk import (
    TrackEdit,
    edit_track,
    override_colour,
    plan_tracks,
    report_incident,
    withdraw_override,
    withdraw_report,
)
from situation.actions.people import put_user, retire_user
from situation.actions.regions import learn_alias, publish_regions, withdraw_alias
from situation.actions.shapes import publish_shapes
from situation.actions.walls import add_wall, revoke_wall

__all__ = [
    "Recorded",
    "TrackEdit",
    "accept_bulletin",
    "add_wall",
    "beat",
    "decide_rejection",
    "edit_track",
    "learn_alias",
    "override_colour",
    "plan_tracks",
    "publish_regions",
    "publish_shapes",
    "put_user",
    "record_bulletin",
    "report_incident",
    "retire_user",
    "revoke_wall",
    "withdraw_alias",
    "withdraw_bulletin",
    "withdraw_override",
    "withdraw_report",
]
