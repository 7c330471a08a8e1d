"""The one writer of what is known of a paper."""

from typing import Any

from projects.domain.lifecycle import PAPER_LIFE
from projects.models import PaperEntry
from venture.audit.flows import record
from venture.kernel.errors import RuleRefusal


def locked_entry(project_id: int) -> PaperEntry:
    """Lock what is known of the paper, after its application. Raise ``RuleRefusal("paper_not_there")``."""
    rows = PaperEntry.objects.select_for_update(of=("self",)).select_related("asked_by", "scan")
    entry = rows.filter(project_id=project_id).first()
    if entry is None:
        raise RuleRefusal("paper_not_there")
    return entry


def move(entry: PaperEntry, verb: str, *, actor: Any, facts: dict[str, Any] | None = None, **stamps: Any) -> PaperEntry:
    """Move an entry that the caller holds locked, stamp it and audit it.

    Raise ``RuleRefusal("paper_illegal_move")`` when the verb leads nowhere from here.
    """
    before: str = entry.state
    after = PAPER_LIFE.target_of(verb, before)
    entry.state = after
    for field, value in stamps.items():
        setattr(entry, field, value)
    entry.save(update_fields=["state", *stamps])
    record(actor=actor, verb=f"paper.{verb}", subject=entry, before=before, after=after, **(facts or {}))
    return entry
