"""What a check says."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One sentence about one part. ``remedy`` says what to do; empty when all is well."""

    part: str
    level: Level
    says: str
    remedy: str = ""


Check = Callable[[], Finding]


def ok(part: str, says: str, **facts: Any) -> Finding:
    return Finding(part, Level.OK, says % facts)


def warn(part: str, says: str, remedy: str, **facts: Any) -> Finding:
    return Finding(part, Level.WARN, says % facts, remedy)


def fail(part: str, says: str, remedy: str, **facts: Any) -> Finding:
    return Finding(part, Level.FAIL, says % facts, remedy)


def run(part: str, check: Check) -> Finding:
    """Return what ``check`` says; a check that breaks is a finding too, not an end of the others."""
    try:
        return check()
    except Exception as error:
        # Whatever is broken must be told and must not hide the rest.
        first = str(error).strip().partition("\n")[0]
        says = _("The check itself failed: %(kind)s: %(error)s.")
        return fail(part, says, _("Mend what stands above first."), kind=type(error).__name__, error=first)
