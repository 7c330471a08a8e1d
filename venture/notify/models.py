"""Messages to people, their way out, and the codes that never become messages."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from venture.notify import registry
from venture.notify.domain.masking import masked
from venture.notify.enums import Channel, DeliveryState


class Message(models.Model):
    """One thing that a person is told, once. Its words are made when it is read, in the reader's language."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages", verbose_name=_("person")
    )
    event = models.CharField(_("event"), max_length=60)
    key = models.CharField(_("key"), max_length=120)
    context = models.JSONField(_("facts"), default=dict, blank=True)
    path = models.CharField(_("page"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("written"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "event", "key"], name="message_once_per_event")]
        indexes = [
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="message_unread"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return registry.words_for_reader(self.event, self.context).title

    @property
    def text(self) -> str:
        return registry.words_for_reader(self.event, self.context).text


class Delivery(models.Model):
    """One message on one channel to one address.

    ``attempts`` counts the failures since it was last put on its way, ``tries`` how often it was. ``pinned`` holds it
    to its address whatever the person's contacts become: the old number must hear of the new one. Some time after it
    was settled the address is replaced by its mask.
    """

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("message"))
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    address = models.CharField(_("address"), max_length=254)
    state = models.CharField(_("state"), max_length=8, choices=DeliveryState, default=DeliveryState.QUEUED)
    pinned = models.BooleanField(_("to this address only"), default=False)
    tries = models.PositiveSmallIntegerField(_("times sent for"), default=1)
    attempts = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    error = models.CharField(_("error"), max_length=200, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("message sent")
        verbose_name_plural = _("messages sent")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "channel", "address"],
                condition=~Q(address__contains="***"),
                name="delivery_once_per_address",
            ),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="delivery_channel_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {masked(self.address)}"


class SecretCode(models.Model):
    """A code that was sent to prove an address, as a keyed hash under its challenge; gone once used or spent."""

    challenge = models.CharField(_("challenge"), max_length=64, unique=True)
    digest = models.CharField(_("hash"), max_length=64)
    tries_left = models.PositiveSmallIntegerField(_("tries left"))
    expires_at = models.DateTimeField(_("expires"))

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")

    def __str__(self) -> str:
        return str(self.pk)


class CodesSent(models.Model):
    """When codes left for one number or mailbox, or for one address of the network, both kept as keyed hashes."""

    name = models.CharField(_("hash"), max_length=64, unique=True)
    times = models.JSONField(_("sent"), default=list)
    last_at = models.DateTimeField(_("last sent"), null=True)

    class Meta:
        verbose_name = _("codes sent")
        verbose_name_plural = _("codes sent")

    def __str__(self) -> str:
        return str(self.pk)


class TrayItem(models.Model):
    """What the demonstration would have sent. Written by its channels only; production has none."""

    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    address = models.CharField(_("address"), max_length=254)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"))
    at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("message in the tray")
        verbose_name_plural = _("messages in the tray")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.subject or self.body[:20]
