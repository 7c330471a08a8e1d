"""Holding a donation: the round shared, then the donation locked and read again."""

from collections.abc import Iterator
from contextlib import contextmanager

from accounts.models import User
from grants.models import Donation
from organizations.flows.moving import refuse_members
from rounds.flows.locks import shared

LONGEST = 300


@contextmanager
def held(donation_id: int, *, actor: User | None = None) -> Iterator[Donation]:
    """Hold a donation for one act. Opens a transaction.

    ``actor`` names somebody of the funder's side: raise ``RuleRefusal("own_organization")`` if that person belongs to
    the organisation whose project it is for. Raise ``Donation.DoesNotExist``. The ledger is locked after this.
    """
    round_id = Donation.objects.values_list("round_id", flat=True).get(pk=donation_id)
    with shared(round_id):
        donation = (
            Donation.objects.select_for_update(of=("self",))
            .select_related("round__donation_rules", "category", "fund", "project")
            .get(pk=donation_id)
        )
        if actor is not None and donation.project is not None:
            refuse_members(donation.project.organization_id, actor)
        yield donation


def source_of(donation: Donation) -> int:
    """Return the key of the source under which a donation stands in the ledger."""
    return donation.fund.source_id if donation.fund is not None else donation.round.donation_rules.source_id
