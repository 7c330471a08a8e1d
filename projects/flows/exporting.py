"""What left the platform as a sheet is on record: who took how many rows of what."""

from accounts.models import User
from venture.audit.flows import record


def note_export(*, what: str, count: int, actor: User) -> None:
    """Write down that somebody took rows along."""
    record(actor=actor, verb="sheet.export", subject=actor, what=what, count=count)
