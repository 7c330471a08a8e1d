from django.db import models
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    """How a message leaves the house. Every message also stands in the person's inbox."""

    EMAIL = "email", pgettext_lazy("channel", "E-mail")
    SMS = "sms", pgettext_lazy("channel", "SMS")


class DeliveryState(models.TextChoices):
    """Where one message on one channel stands. What failed is tried again by itself; what is parked is not."""

    QUEUED = "queued", pgettext_lazy("delivery", "On its way")
    SENT = "sent", pgettext_lazy("delivery", "Handed over")
    FAILED = "failed", pgettext_lazy("delivery", "Failed, will be tried again")
    PARKED = "parked", pgettext_lazy("delivery", "Not delivered, waiting for a person")
    DROPPED = "dropped", pgettext_lazy("delivery", "Not delivered, taken off the list")
