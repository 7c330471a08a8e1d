"""The one writer of a round's state."""

from collections.abc import Mapping
from typing import Any

from rounds.domain import lifecycle
from rounds.models import Round
from venture.audit.flows import record


def move(
    round_: Round, verb: str, *, actor: Any, reason: str = "", standing: Mapping[str, int] | None = None, **stamps: Any
) -> Round:
    """Move a round that the caller holds locked, stamp it and audit it. ``standing`` says for whom the actor acts.

    Raise ``RuleRefusal("round_illegal_move")`` when the verb leads nowhere from here.
    """
    before, round_.state = round_.state, lifecycle.target_of(verb, round_.state)
    for field, value in stamps.items():
        setattr(round_, field, value)
    round_.save(update_fields=["state", *stamps])
    facts: dict[str, Any] = {"reason": reason} if reason else {}
    record(
        actor=actor,
        verb=f"round.{verb}",
        subject=round_,
        before=before,
        after=round_.state,
        **facts,
        **(standing or {}),
    )
    return round_
