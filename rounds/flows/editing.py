"""Changing a draft: one writer at a time, each saved step in the log. After publication there are only amendments."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from rounds.domain.canonical import canonical, fingerprint
from rounds.enums import RoundState
from rounds.flows.locks import alone
from rounds.models import Round, TieRule
from rounds.queries import rules_of
from venture.audit.flows import record
from venture.kernel.errors import RuleRefusal


@contextmanager
def editing(*, round_id: int, step: str, actor: Any) -> Iterator[Round]:
    """Hold a draft for one person's changes and write down that the rules changed, with their hash before and after.

    Raise ``RuleRefusal("round_not_draft")`` when the round has left the draft meanwhile.
    """
    with alone(round_id) as round_:
        if round_.state not in RoundState.editable():
            raise RuleRefusal("round_not_draft", state=RoundState(round_.state).label)
        before = fingerprint(canonical(rules_of(round_)))
        yield round_
        after = fingerprint(canonical(rules_of(Round.objects.get(pk=round_id))))
        if before != after:
            record(actor=actor, verb="round.edit", subject=round_, before=before, after=after, step=step)


@transaction.atomic
def create_blank(*, code: str, year: int, title: str, sponsor: str, actor: Any) -> Round:
    """Make an empty draft. Only the last tie rule, the lot, is there from the start."""
    round_ = Round.objects.create(code=code, year=year, title=title, sponsor=sponsor)
    TieRule.objects.create(round=round_, order=1, kind="lot")
    record(actor=actor, verb="round.create", subject=round_, after=code)
    return round_
