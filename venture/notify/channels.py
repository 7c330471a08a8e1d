"""The ways out of the house. ``SMS_CHANNEL`` names the class for SMS; e-mail goes by Django's ``EMAIL_BACKEND``."""

import json
import logging
import urllib.request
from collections.abc import Sequence
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.module_loading import import_string

from venture.kernel import clock
from venture.notify.domain.masking import masked
from venture.notify.enums import Channel

SMS_TIMEOUT = 10
logger = logging.getLogger(__name__)


class SmsChannel(Protocol):
    """Send one text to one number (``+86`` and eleven digits). Raise ``OSError`` when it was not taken."""

    def send(self, number: str, text: str) -> None: ...


class ConsoleSms:
    """For a workplace without a gateway: says that it would have sent, never what."""

    def send(self, number: str, text: str) -> None:
        logger.info("SMS to %s, %s characters: no gateway is set up", masked(number), len(text))


class TraySms:
    """The demonstration's: the text goes to the tray."""

    def send(self, number: str, text: str) -> None:
        put_in_tray(Channel.SMS, number, "", text)


class GatewaySms:
    """A gateway that takes ``POST`` of JSON ``{"to", "text"}`` with a bearer token: ``SMS_URL``, ``SMS_TOKEN``."""

    def send(self, number: str, text: str) -> None:
        request = urllib.request.Request(  # noqa: S310 -- the address is the operator's own setting
            settings.SMS_URL,
            data=json.dumps({"to": number, "text": text}).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {settings.SMS_TOKEN}"},
        )
        with urllib.request.urlopen(request, timeout=SMS_TIMEOUT):  # noqa: S310
            pass


class TrayMail(BaseEmailBackend):
    """The demonstration's mail: every recipient's copy goes to the tray."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for address in message.recipients():
                put_in_tray(Channel.EMAIL, address, str(message.subject), str(message.body))
        return len(email_messages)


def send_sms(number: str, text: str) -> None:
    channel: SmsChannel = import_string(settings.SMS_CHANNEL)()
    channel.send(number, text)


def send_mail(address: str, subject: str, body: str, *, html: str = "") -> None:
    """Send one mail. Raise ``OSError`` (``smtplib.SMTPException`` among them) when the server did not take it."""
    from django.core.mail import EmailMultiAlternatives  # noqa: PLC0415 -- heavy, and only workers send

    mail = EmailMultiAlternatives(subject, body, to=[address], headers={"Auto-Submitted": "auto-generated"})
    if html:
        mail.attach_alternative(html, "text/html")
    mail.send()


def put_in_tray(channel: Channel, address: str, subject: str, body: str) -> None:
    from venture.notify.models import TrayItem  # noqa: PLC0415 -- mail backends load before the models do

    values: dict[str, Any] = {"subject": subject[:200], "body": body, "at": clock.now()}
    TrayItem.objects.create(channel=channel, address=address, **values)
