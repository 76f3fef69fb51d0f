# ruff: noqa: SIM905 (words read better in a row than in a list)
"""The canonical keys of a column: which are counts, dates, rates, flags, and which only lead to them."""

from __future__ import annotations

COUNTS = frozenset(
    "registered voted issued returned valid invalid proxy mobile written_for stations boxes booths posts elected"
    " female elected_party under35 college incumbent due present rec_due rec_present members_total excluded"
    " reps_total reps_female candidates".split()
)
TOTALS = frozenset("villages_total party_completed".split())  # of a township; "completed" counts there too
DATES = frozenset(
    "list_published candidates_published election_day handover committee party_election method_passed reg_start"
    " reg_end announced reps_done filed formed result_published audit_published request_sent request_replied"
    " init_pub_start init_pub_end pre_pub_start pre_pub_end review_sent review_done second_ballot".split()
)
RATES = frozenset(["turnout"])
FLAGS = frozenset("completed one_shot yijiantiao key_village".split())
PLACES = frozenset("seq township village code body report_date".split())
WORDS = frozenset(
    "stage issue measure deadline status people remark duty category severity level occurred channel ref reason"
    " colour listed lead_unit measures_done".split()
)
OWN = ("count:", "flag:")  # what a county counts beyond the law: "count:pledges", "flag:plan_ready.drill"
KEYS = COUNTS | TOTALS | DATES | RATES | FLAGS | PLACES | WORDS


def is_own(key: str | None) -> bool:
    """A counter or checklist entry that the county declared itself."""
    return key is not None and key.startswith(OWN)
