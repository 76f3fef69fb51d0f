"""Errors a person may read. ``SituationError`` is shown without a traceback; anything else is our own bug.

Exit codes of the command line: 0 fine · 10 some rows were held or refused · 11 a file could not be read ·
12 the settings are wrong · 13 the store is missing, locked or of another version · 14 the request makes no sense.
"""


class SituationError(Exception):
    """Its text says what was seen, where, what was expected and what to do."""

    exit_code = 14


class UnreadableFile(SituationError):
    exit_code = 11


class WrongSettings(SituationError):
    exit_code = 12


class StoreUnavailable(SituationError):
    exit_code = 13


class NotAllowed(SituationError):
    """The person may not do this, or not to this region."""


class OutOfDate(SituationError):
    """Somebody was faster: the edit was based on a version that is no longer the current one."""
