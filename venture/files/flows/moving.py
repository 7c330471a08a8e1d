"""The one writer of a file's state."""

from typing import Any

from venture.audit.flows import record
from venture.files.domain import lifecycle
from venture.files.models import StoredFile


def move(file_id: int, verb: str, *, actor: Any, facts: dict[str, Any] | None = None, **stamps: Any) -> StoredFile:
    """Lock the file, read it again, move it by ``verb``, write it down. Runs in the caller's transaction.

    Raise ``RuleRefusal("file_illegal_move")`` when the verb leads nowhere from where the file stands.
    """
    file = StoredFile.objects.select_for_update().get(pk=file_id)
    before = file.state
    file.state = lifecycle.target_of(verb, before)
    for field, value in stamps.items():
        setattr(file, field, value)
    file.save(update_fields=["state", *stamps])
    record(
        actor=actor, verb=f"file.{verb}", subject=file, before=before, after=file.state, sha256=file.sha256,
        purpose=file.purpose, **(facts or {}),
    )  # fmt: skip
    return file
