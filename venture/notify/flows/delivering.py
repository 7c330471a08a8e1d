"""Sending what was written, and sending it again when it failed."""

from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from venture.audit.flows import record
from venture.jobs.flows import defer
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.channels import send_mail, send_sms
from venture.notify.domain import lifecycle
from venture.notify.enums import Channel, DeliveryState
from venture.notify.models import Delivery

SMS_LENGTH = 140


def deliver(delivery_id: int) -> None:
    """Send one delivery unless it was sent. Raise what the channel raised, after writing that it failed.

    A crash between the sending and the writing sends twice: nobody loses a message, somebody may get it again.
    """
    delivery = Delivery.objects.select_related("message__person").get(pk=delivery_id)
    if delivery.state == DeliveryState.SENT:
        return
    try:
        _send(delivery)
    except SMTPRecipientsRefused as refused:
        _move(delivery, "fail", error=type(refused).__name__)
    except (OSError, SMTPException) as error:
        _move(delivery, "fail", error=type(error).__name__)
        raise
    else:
        _move(delivery, "hand_over", error="")


@transaction.atomic
def resend(*, delivery_id: int, actor: Any) -> Delivery:
    """Put a failed delivery on its way again. Raise ``RuleRefusal("delivery_illegal_move")`` for any other."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    tries = delivery.tries + 1
    _move(delivery, "resend", error="", tries=tries, settled_at=None)
    defer("notify.deliver", f"{delivery.pk}:{tries}", delivery_id=delivery.pk)
    record(actor=actor, verb="delivery.resend", subject=delivery, before=DeliveryState.FAILED, after=delivery.state)
    return delivery


def _move(delivery: Delivery, verb: str, **stamps: Any) -> None:
    """Move the delivery by compare-and-set: whoever was quicker has said what happened."""
    target = lifecycle.target_of(verb, delivery.state)
    stamps = {"settled_at": clock.now(), **stamps, "state": target}
    if not Delivery.objects.filter(pk=delivery.pk, state=delivery.state).update(**stamps):
        raise RuleRefusal("delivery_illegal_move", state=DeliveryState(delivery.state).label)
    for field, value in stamps.items():
        setattr(delivery, field, value)


def _send(delivery: Delivery) -> None:
    message = delivery.message
    person = message.person
    with translation.override(person.locale):
        names = settings.SITE["name"]
        site = names.get(person.locale, names["zh-hans"])
        if delivery.channel == Channel.SMS:
            send_sms(delivery.address, f"【{site}】{message.text}"[:SMS_LENGTH])
            return
        context = {"message": message, "person": person, "site": site, "link": _link(message.path)}
        text = render_to_string("notify/mail.txt", context)
        html = render_to_string("notify/mail.html", context)
        send_mail(delivery.address, f"{message.title} – {site}", text, html=html)


def _link(path: str) -> str:
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL and path else ""
