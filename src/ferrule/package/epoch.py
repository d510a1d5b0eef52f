"""The time that archives state: ``SOURCE_DATE_EPOCH`` (reproducible-builds.org), else a fixed one."""

from __future__ import annotations

import os

from ferrule.base.errors import UsageError

VARIABLE = "SOURCE_DATE_EPOCH"


def source_date(default: int) -> int:
    """Seconds since 1970 for all members of an archive. Raises UsageError when the variable is no number."""
    value = os.environ.get(VARIABLE)
    if not value:
        return default
    if not value.isdecimal():
        raise UsageError(f"{VARIABLE} is `{value}`, which is no number of seconds.", "Correct or unset it.")
    return int(value)
