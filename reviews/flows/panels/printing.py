"""What was printed for signature is on record with the hash of the paper."""

from accounts.models import User
from reviews.models import Panel
from venture.audit.flows import record


def note_printing(*, panel: Panel, what: str, paper: str, pages: int, actor: User) -> None:
    """Write down that somebody printed score sheets or the summary table."""
    record(actor=actor, verb="panel.print", subject=panel, what=what, paper=paper, pages=pages)
