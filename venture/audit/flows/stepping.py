"""The one writer of states: the caller holds the row locked and has read it again."""

from typing import Any

from django.db.models import Model

from venture.audit.flows.recording import record
from venture.kernel.lifecycle import Lifecycle


def step(
    row: Model, life: Lifecycle[Any], verb: str, *, noun: str, actor: Any, facts: dict[str, Any] | None = None,
    **stamps: Any,
) -> None:  # fmt: skip
    """Move a row that the caller holds locked, stamp it and audit it as ``<noun>.<verb>``.

    ``noun`` and ``verb`` are written out at the call, so that the log's words can be checked against the code.
    Raise ``RuleRefusal`` with the code of ``life`` where the table has no such move; then nothing has moved.
    """
    before: str = row.state  # type: ignore[attr-defined]
    row.state = life.target_of(verb, before)  # type: ignore[attr-defined]
    for field, value in stamps.items():
        setattr(row, field, value)
    row.save(update_fields=["state", *stamps])
    record(
        actor=actor, verb=f"{noun}.{verb}", subject=row, before=before, after=row.state, **(facts or {})  # type: ignore[attr-defined]
    )  # fmt: skip
