"""Addresses, codes and limits are kept only as long as they serve (《个人信息保护法》第十九条)."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from venture.kernel import clock
from venture.notify.domain.limits import DAY
from venture.notify.domain.masking import masked
from venture.notify.enums import DeliveryState
from venture.notify.flows.delivering import move
from venture.notify.models import CodesSent, Delivery, SecretCode

KEPT = timedelta(days=90)
BATCH = 500


def tidy() -> int:
    """Mask the addresses of what was settled long ago, forget codes and limits, and return how many were masked."""
    now = clock.now()
    SecretCode.objects.filter(expires_at__lte=now).delete()
    CodesSent.objects.filter(last_at__lte=now - DAY).delete()
    old = Delivery.objects.filter(settled_at__lt=now - KEPT)
    _drop(old.filter(state=DeliveryState.PARKED))
    return _mask(old.filter(state__in=[DeliveryState.SENT, DeliveryState.DROPPED]))


@transaction.atomic
def forget_addresses(*, person: Any) -> int:
    """Mask every address that messages to ``person`` still hold, when the account is closed. Return how many.

    What had not left by then is sent no more.
    """
    theirs = Delivery.objects.filter(message__person=person)
    _drop(theirs.exclude(state__in=[DeliveryState.SENT, DeliveryState.DROPPED]))
    return _mask(theirs)


def _drop(deliveries: QuerySet[Delivery]) -> None:
    for delivery in list(deliveries):
        move(delivery, "drop")


def _mask(deliveries: QuerySet[Delivery]) -> int:
    count = 0
    open_ones = deliveries.exclude(address__contains="***").order_by("pk")
    while batch := list(open_ones[:BATCH]):
        for delivery in batch:
            delivery.address = masked(delivery.address)
        count += Delivery.objects.bulk_update(batch, ["address"])
    return count
