"""Changing a draft: one writer at a time, each saved step in the log. After publication there are only amendments."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from accounts.models import Area
from rounds.domain.canonical import canonical, fingerprint
from rounds.enums import RoundState, Section
from rounds.flows.locks import alone
from rounds.models import FormSection, Round, TieRule
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


def confirm(round_: Round, touched: set[str]) -> None:
    """Take the mark 推断 from values that somebody set: from now on they are the bureau's own."""
    kept = [name for name in round_.inferred if name not in touched]
    if kept != round_.inferred:
        round_.inferred = kept
        round_.save(update_fields=["inferred"])


@transaction.atomic
def create_blank(*, code: str, year: int, title: str, sponsor: str, actor: Any, area: Area | None = None) -> Round:
    """Make an empty draft. Only the parts of the form and the last tie rule, the lot, are there from the start."""
    round_ = Round.objects.create(code=code, year=year, title=title, sponsor=sponsor, area=area)
    FormSection.objects.bulk_create(
        FormSection(round=round_, section=section, order=order) for order, section in enumerate(Section.values, start=1)
    )
    TieRule.objects.create(round=round_, order=1, kind="lot")
    record(actor=actor, verb="round.create", subject=round_, after=code)
    return round_
