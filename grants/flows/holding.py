"""Holding a grant: the round shared, then the grant locked and read again."""

from collections.abc import Iterator
from contextlib import contextmanager

from accounts.models import User
from grants.models import Grant
from organizations.flows.moving import refuse_members
from rounds.flows.locks import shared
from venture.kernel.errors import RuleRefusal


@contextmanager
def holding(grant_id: int, *, actor: User | None = None) -> Iterator[Grant]:
    """Hold a grant for one act, with its round, project, organisation and award at hand. Opens a transaction.

    ``actor`` names somebody of the funder's side: raise ``RuleRefusal("own_organization")`` if that person belongs to
    the grant's organisation, superusers included. Raise ``Grant.DoesNotExist``. Accounts, the ledger's counter and the
    log are locked after this, never before.
    """
    round_id = Grant.objects.values_list("round_id", flat=True).get(pk=grant_id)
    with shared(round_id):
        grant = (
            Grant.objects.select_for_update(of=("self",))
            .select_related("round", "organization", "project__category", "award__envelope", "submission")
            .get(pk=grant_id)
        )
        if actor is not None:
            refuse_members(grant.organization_id, actor)
        yield grant


def refuse_same(first: User | None, second: User, code: str) -> None:
    """Raise ``RuleRefusal(code)`` where one person would do both halves of an act that takes two."""
    if first is not None and first.pk == second.pk:
        raise RuleRefusal(code)
