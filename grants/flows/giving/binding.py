"""What donations lay into a grant when it is offered: directed gifts on top of the award, supports as a part of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grants.domain.ledger import Purse
from grants.enums import AskState, DonationTarget, GiftKind
from grants.flows.giving.holding import source_of
from grants.flows.ledger.giving import purses_for
from grants.models import Gift, Grant, Support
from grants.queries.giving import standing_gifts
from reviews.models import Award
from venture.kernel.errors import RuleRefusal
from venture.kernel.money import format_yuan


@dataclass(frozen=True)
class Given:
    """``shares`` is the donated money by source and year; ``added_fen`` of it comes on top of the award."""

    gifts: Sequence[Gift]
    supports: Sequence[Support]
    shares: Mapping[Purse, int]
    added_fen: int
    supported_fen: int


def given_to(award: Award) -> Given:
    """Return what was donated for an award's project. The caller holds the round alone.

    Raise ``RuleRefusal``: ``support_above_award`` when the award was lowered below its supports; ``ledger_short``.
    """
    project = award.project
    gifts = list(
        standing_gifts()
        .filter(donation__project=project, donation__target=DonationTarget.PROJECT, grant__isnull=True)
        .select_for_update(of=("self",))
        .select_related("donation__round__donation_rules", "donation__fund")
        .order_by("pk")
    )
    supports = list(Support.objects.filter(project=project, state=AskState.APPROVED).order_by("pk"))
    wanted: dict[int, int] = defaultdict(int)
    for gift in gifts:
        if gift.kind == GiftKind.MONEY:
            wanted[source_of(gift.donation)] += gift.amount_fen
    added = sum(wanted.values())
    for support in supports:
        wanted[support.source_id] += support.amount_fen
    supported = sum(each.amount_fen for each in supports)
    if supported > award.amount_fen:
        raise RuleRefusal("support_above_award", left=format_yuan(award.amount_fen))
    shares: dict[Purse, int] = {}
    for source, fen in sorted(wanted.items()):
        shares |= dict(purses_for(source, project.category_id or 0, fen))
    return Given(gifts, supports, shares, added, supported)


def bind_gifts(given: Given, grant: Grant) -> None:
    """Write down which grant holds what was given."""
    Gift.objects.filter(pk__in=[each.pk for each in given.gifts]).update(grant=grant)
    Support.objects.filter(pk__in=[each.pk for each in given.supports]).update(grant=grant)
