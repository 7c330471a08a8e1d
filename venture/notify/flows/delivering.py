"""Sending what was written, and sending it again when it failed."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from venture.audit.flows import record
from venture.jobs.flows import defer
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.channels import for_good, send_mail, send_sms, site_name
from venture.notify.domain import lifecycle
from venture.notify.enums import Channel, DeliveryState
from venture.notify.flows.telling import DELIVER, address_of, leaves_at, tell_audience
from venture.notify.models import Delivery
from venture.notify.registry import event_of

SMS_LENGTH = 140


class NotDeliveredError(Exception):
    """A channel did not take a message; the job comes back later. Names the delivery and never its address."""


def deliver(delivery_id: int) -> None:
    """Send one delivery unless that is done with. Raise ``NotDeliveredError`` when it is to be tried again.

    What a channel refuses for good, and what failed too often, waits for a person. A crash between the sending and
    the writing sends twice, under the same number of the message: nobody loses one, most mailboxes show it once.
    """
    delivery = Delivery.objects.select_related("message__person").get(pk=delivery_id)
    if delivery.state not in {DeliveryState.QUEUED, DeliveryState.FAILED}:
        return
    try:
        _send(delivery)
    except OSError as error:
        name, last = type(error).__name__, delivery.attempts + 1 >= lifecycle.MOST_ATTEMPTS
        if last or for_good(error):
            give_up(delivery, error=name)
            return
        move(delivery, "fail", error=name, attempts=delivery.attempts + 1)
        # Servers repeat the address in their answer, and this goes into the log: only the kind of the error is told.
        raise NotDeliveredError(f"delivery {delivery.pk}: {name}") from None
    move(delivery, "hand_over", error="")


@transaction.atomic
def give_up(delivery: Delivery, *, error: str) -> None:
    """Let a person decide: the delivery stays until somebody sends it again, and the keepers hear of it once a day."""
    move(delivery, "park", error=error, attempts=delivery.attempts + 1)
    with translation.override(settings.LANGUAGE_CODE):
        path = reverse("admin:notify_delivery_changelist") + f"?state__exact={DeliveryState.PARKED}"
    tell_audience("keepers", "delivery_parked", clock.today().isoformat(), path=path)


@transaction.atomic
def resend(*, delivery_id: int, actor: Any) -> Delivery:
    """Put a parked delivery on its way again, to where the person is reached today.

    Raise ``RuleRefusal``: ``delivery_illegal_move`` for any other, ``delivery_address_gone`` when the account was
    closed or the address is no longer kept.
    """
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("message__person").get(pk=delivery_id)
    lifecycle.target_of("resend", delivery.state)
    person = delivery.message.person
    address = delivery.address if delivery.pinned else address_of(person, delivery.channel)
    if not person.is_active or not address or "***" in address:
        raise RuleRefusal("delivery_address_gone")
    before, tries = delivery.state, delivery.tries + 1
    move(delivery, "resend", error="", tries=tries, attempts=0, settled_at=None, address=address)
    at_once = event_of(delivery.message.event).at_once
    run_at = leaves_at(clock.now(), delivery.channel, at_once=at_once)
    defer(DELIVER, f"{delivery.pk}:{tries}", run_at=run_at, delivery_id=delivery.pk)
    record(actor=actor, verb="delivery.resend", subject=delivery, before=before, after=delivery.state)
    return delivery


@transaction.atomic
def take_off(*, delivery_id: int, actor: Any) -> Delivery:
    """Stop trying: the number is wrong and nobody knows a better one. The message stays in the inbox.

    Raise ``RuleRefusal("delivery_illegal_move")`` for one that was handed over.
    """
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    before = delivery.state
    move(delivery, "drop")
    record(actor=actor, verb="delivery.take_off", subject=delivery, before=before, after=delivery.state)
    return delivery


def move(delivery: Delivery, verb: str, **stamps: Any) -> None:
    """The one writer of a delivery's state: compare and set, for whoever was quicker has said what happened.

    Raise ``RuleRefusal("delivery_illegal_move")`` when the verb leads nowhere from here, or no longer does.
    """
    target = lifecycle.target_of(verb, delivery.state)
    stamps = {"settled_at": clock.now(), **stamps, "state": target}
    if not Delivery.objects.filter(pk=delivery.pk, state=delivery.state, tries=delivery.tries).update(**stamps):
        raise RuleRefusal("delivery_illegal_move", state=DeliveryState(delivery.state).label)
    for field, value in stamps.items():
        setattr(delivery, field, value)


def _send(delivery: Delivery) -> None:
    message = delivery.message
    person = message.person
    number = f"{delivery.pk}-{delivery.tries}"
    with translation.override(person.locale):
        site = site_name(person.locale)
        if delivery.channel == Channel.SMS:
            send_sms(delivery.address, f"【{site}】{message.text}"[:SMS_LENGTH], number=number)
            return
        context = {"message": message, "person": person, "site": site, "link": _link(message.path)}
        text = render_to_string("notify/mail.txt", context)
        html = render_to_string("notify/mail.html", context)
        send_mail(delivery.address, f"{message.title} – {site}", text, html=html, number=number)


def _link(path: str) -> str:
    """Return the full address of a page in the active language."""
    if not settings.SITE_URL or not path:
        return ""
    language = translation.get_language()
    return f"{settings.SITE_URL}{path if language == settings.LANGUAGE_CODE else f'/{language}{path}'}"
