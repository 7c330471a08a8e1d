"""Holding a prize and its payment: the round shared, then the prize, then the payment locked and read again."""

from collections.abc import Iterator
from contextlib import contextmanager

from accounts.models import User
from grants.models import PrizePayment
from projects.models import IdeaPrize
from rounds.flows.locks import shared
from venture.kernel.errors import RuleRefusal

LONGEST = 300


@contextmanager
def holding_prize(prize_id: int, *, actor: User) -> Iterator[IdeaPrize]:
    """Hold a prize for one act. Opens a transaction; the ledger is locked after this.

    Raise ``RuleRefusal("prize_own")`` for whoever had the idea, superusers included.
    """
    round_id = IdeaPrize.objects.values_list("contest__round_id", flat=True).get(pk=prize_id)
    with shared(round_id):
        rows = IdeaPrize.objects.select_for_update(of=("self",)).select_related("idea", "contest__round", "award")
        prize = rows.get(pk=prize_id)
        if prize.idea.owner_id == actor.pk:
            raise RuleRefusal("prize_own")
        yield prize


@contextmanager
def holding(payment_id: int, *, actor: User) -> Iterator[PrizePayment]:
    """Hold the payment of a prize for one act. Raise as ``holding_prize`` does."""
    prize_id = PrizePayment.objects.values_list("prize_id", flat=True).get(pk=payment_id)
    with holding_prize(prize_id, actor=actor) as prize:
        rows = PrizePayment.objects.select_for_update(of=("self",)).select_related("asked_by", "source")
        payment = rows.get(pk=payment_id)
        payment.prize = prize
        yield payment
