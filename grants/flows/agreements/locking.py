"""How acts on an agreement hold what they move: the round for oneself, so that no objection is accepted meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from accounts.models import User
from grants.flows.holding import holding
from grants.models import Agreement, Grant, Improvement
from grants.queries.barring import bars_of
from organizations.queries import signers_of, writers_of
from rounds.flows.locks import alone
from venture.kernel.errors import RuleRefusal


@contextmanager
def held(grant_id: int, *, actor: User | None = None) -> Iterator[Grant]:
    """Hold a grant under its round, alone. ``actor`` is somebody of the funder's side; raise as ``holding`` does."""
    round_id = Grant.objects.values_list("round_id", flat=True).get(pk=grant_id)
    with alone(round_id), holding(grant_id, actor=actor) as grant:
        yield grant


@contextmanager
def held_agreement(agreement_id: int, *, actor: User | None = None) -> Iterator[tuple[Grant, Agreement]]:
    """Hold an agreement under its grant and round."""
    grant_id = Agreement.objects.values_list("grant_id", flat=True).get(pk=agreement_id)
    with held(grant_id, actor=actor) as grant:
        agreement = Agreement.objects.select_for_update(of=("self",)).select_related("template").get(pk=agreement_id)
        agreement.grant = grant
        yield grant, agreement


@contextmanager
def held_improvement(improvement_id: int, *, actor: User | None = None) -> Iterator[tuple[Grant, Improvement]]:
    """Hold an improvement under its grant and round."""
    grant_id = Improvement.objects.values_list("grant_id", flat=True).get(pk=improvement_id)
    with held(grant_id, actor=actor) as grant:
        improvement = Improvement.objects.select_for_update().get(pk=improvement_id)
        improvement.grant = grant
        yield grant, improvement


def refuse_barred(grant: Grant) -> None:
    """Raise ``RuleRefusal`` with the gravest thing that stands between the grant and its agreement."""
    for code, details in bars_of(grant):
        raise RuleRefusal(code, **details)


def refuse_unless_signer(grant: Grant, actor: User) -> None:
    """Raise ``RuleRefusal("signer_not_authorised")``. Superusers as well: only a member binds it."""
    if not signers_of(grant.organization).filter(pk=actor.pk).exists():
        raise RuleRefusal("signer_not_authorised")


def refuse_unless_writer(grant: Grant, actor: User) -> None:
    """Raise ``RuleRefusal("grant_not_yours_to_write")`` for somebody who does not write for the organisation."""
    if not writers_of(grant.organization).filter(pk=actor.pk).exists():
        raise RuleRefusal("grant_not_yours_to_write")


def standing(grant: Grant) -> Agreement | None:
    """Return the agreement that is not void, locked. One query."""
    rows: Any = Agreement.objects.select_for_update().filter(grant=grant).exclude(state="void")
    found: Agreement | None = rows.first()
    return found
