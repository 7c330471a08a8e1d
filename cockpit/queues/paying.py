"""What waits on the way of the money: requests, orders, what the bank has not answered."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cockpit.queues.kinds import Queue, may, visible
from grants.models import Payment, PaymentOrder


def _tab(name: str) -> Callable[[], str]:
    return lambda: f"{reverse('admin:payments')}?tab={name}"


def _orders(state: str) -> Callable[[], str]:
    return lambda: f"{reverse('admin:grants_paymentorder_changelist')}?state__exact={state}"


PAYING: list[Queue] = [
    Queue(
        key="payments.approve",
        words=_("payments wait to be approved"),
        verb=_("Check and approve"),
        may=may("payments.approve"),
        rows=visible("payments.approve", Payment),
        link=_tab("asked"),
        urgent=True,
    ),
    Queue(
        key="payments.order",
        words=_("approved payments stand in no order"),
        verb=_("Make an order"),
        may=may("payments.order"),
        rows=visible("payments.order", Payment),
        link=_tab("approved"),
        urgent=True,
    ),
    Queue(
        key="payment_orders.check",
        words=_("payment orders wait for a second person"),
        verb=_("Check"),
        may=may("payment_orders.check"),
        rows=visible("payment_orders.check", PaymentOrder),
        link=_orders("draft"),
        urgent=True,
    ),
    Queue(
        key="payment_orders.send",
        words=_("checked payment orders are to be sent"),
        verb=_("Send"),
        may=may("payment_orders.send"),
        rows=visible("payment_orders.send", PaymentOrder),
        link=_orders("checked"),
    ),
    Queue(
        key="payments.settle",
        words=_("payments wait for the bank's word"),
        verb=_("Record it"),
        may=may("payments.settle"),
        rows=visible("payments.settle", Payment),
        link=_tab("bank"),
    ),
    Queue(
        key="desk.payments", words="", verb="", may=may("payments.view_staff"),
        rows=visible("payments.view_staff", Payment), link=lambda: reverse("admin:payments"), silent=True,
    ),
]  # fmt: skip
