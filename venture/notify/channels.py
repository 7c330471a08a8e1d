"""The ways out of the house. ``SMS_CHANNEL`` names the class for SMS; e-mail goes by Django's ``EMAIL_BACKEND``."""

import json
import logging
import urllib.request
from collections.abc import Sequence
from http.client import HTTPException
from smtplib import SMTPRecipientsRefused
from typing import Any, Protocol
from urllib.error import HTTPError
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.module_loading import import_string

from venture.kernel import clock
from venture.notify.domain.masking import masked
from venture.notify.enums import Channel

SMS_TIMEOUT = 10
SUBJECT_LENGTH = 200
PERMANENT = range(500, 600)
# What a gateway says when waiting helps; every other 4xx stays so however often it is asked.
WORTH_WAITING = {408, 425, 429}
logger = logging.getLogger(__name__)


class RefusedForGoodError(OSError):
    """A channel will not take this message, today or tomorrow."""


class SmsChannel(Protocol):
    """Send one text to one number (``+86`` and eleven digits). Raise ``OSError`` when it was not taken.

    ``number`` is this sending's own and the same when it is repeated after a crash: a gateway may know it again.
    """

    def send(self, address: str, text: str, *, number: str) -> None: ...


class ConsoleSms:
    """For a workplace without a gateway: says that it would have sent, never what."""

    def send(self, address: str, text: str, *, number: str) -> None:
        logger.info("SMS to %s, %s characters: no gateway is set up", masked(address), len(text))


class TraySms:
    """The demonstration's: the text goes to the tray."""

    def send(self, address: str, text: str, *, number: str) -> None:
        put_in_tray(Channel.SMS, address, "", text)


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """A gateway that sends us elsewhere gets nothing: the token and the number are meant for it alone."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class GatewaySms:
    """A gateway that takes ``POST`` of JSON ``{"to", "text", "id"}`` with a bearer token and answers 2xx.

    Settings: ``SMS_URL``, ``SMS_TOKEN``. What it answers is not kept, for it may repeat the number.
    """

    def send(self, address: str, text: str, *, number: str) -> None:
        request = urllib.request.Request(  # noqa: S310 -- the address is the operator's own setting
            settings.SMS_URL,
            data=json.dumps({"to": address, "text": text, "id": number}).encode(),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Bearer {settings.SMS_TOKEN}",
                "Idempotency-Key": number,
            },
        )
        try:
            with urllib.request.build_opener(NoRedirects).open(request, timeout=SMS_TIMEOUT):
                pass
        except HTTPError as answer:
            with answer:
                status = answer.code
            logger.warning("the SMS gateway answered %s for message %s", status, number)
            if status in PERMANENT or status in WORTH_WAITING:
                raise ConnectionError(f"SMS gateway: {status}") from None
            raise RefusedForGoodError(f"SMS gateway: {status}") from None
        except HTTPException as broken:
            raise ConnectionError(f"SMS gateway: {type(broken).__name__}") from None


class TrayMail(BaseEmailBackend):
    """The demonstration's mail: every recipient's copy goes to the tray."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for address in message.recipients():
                put_in_tray(Channel.EMAIL, address, str(message.subject), str(message.body))
        return len(email_messages)


def send_sms(address: str, text: str, *, number: str = "") -> None:
    """Send one text. Raise ``OSError`` when the gateway did not take it."""
    channel: SmsChannel = import_string(settings.SMS_CHANNEL)()
    channel.send(address, text, number=number)


def send_mail(address: str, subject: str, body: str, *, html: str = "", number: str = "") -> None:
    """Send one mail. Raise ``OSError`` (``smtplib.SMTPException`` among them) when the server did not take it.

    ``number`` names the mail: sent twice after a crash, most mailboxes show it once.
    """
    from django.core.mail import EmailMultiAlternatives  # noqa: PLC0415 -- heavy, and only workers send

    headers = {"Auto-Submitted": "auto-generated"}
    if number:
        headers["Message-ID"] = f"<message-{number}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"
    mail = EmailMultiAlternatives(" ".join(subject.split()), body, to=[address], headers=headers)
    if html:
        mail.attach_alternative(html, "text/html")
    mail.send()


def site_name(language: str) -> str:
    """Return how the platform signs what it sends in ``language``."""
    site: dict[str, Any] = settings.SITE
    names: dict[str, str] = site["name"]
    return names.get(language, names["zh-hans"])


def for_good(error: OSError) -> bool:
    """Say whether a channel refused this address for good. Everything else (sender, password, server) can be mended."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code in PERMANENT for code, _words in error.recipients.values())
    return isinstance(error, RefusedForGoodError)


def put_in_tray(channel: Channel, address: str, subject: str, body: str) -> None:
    from venture.notify.models import TrayItem  # noqa: PLC0415 -- mail backends load before the models do

    values: dict[str, Any] = {"subject": subject[:SUBJECT_LENGTH], "body": body.strip(), "at": clock.now()}
    TrayItem.objects.create(channel=channel, address=address, **values)
