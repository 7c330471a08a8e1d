"""Donations: for what, from whom, and where each stands."""

from django.db import models
from django.utils.translation import pgettext_lazy


class DonationTarget(models.TextChoices):
    PROJECT = "project", pgettext_lazy("donation", "One project")
    FIELD = "field", pgettext_lazy("donation", "A field of service")
    FUND = "fund", pgettext_lazy("donation", "A named fund")


class DonorKind(models.TextChoices):
    ENTERPRISE = "enterprise", pgettext_lazy("donor", "Enterprise")
    FOUNDATION = "foundation", pgettext_lazy("donor", "Foundation")
    UNIT = "unit", pgettext_lazy("donor", "Other unit")
    PERSON = "person", pgettext_lazy("donor", "Private person")


class DonationState(models.TextChoices):
    """A donation from the intention on. Only money at the account, confirmed by a second person, is received."""

    INTENDED = "intended", pgettext_lazy("donation", "Intention registered")
    AGREED = "agreed", pgettext_lazy("donation", "Agreement signed")
    RECEIVED = "received", pgettext_lazy("donation", "Received")
    DECLINED = "declined", pgettext_lazy("donation", "Not taken up")
    WITHDRAWN = "withdrawn", pgettext_lazy("donation", "Taken back by the donor")


class GiftKind(models.TextChoices):
    MONEY = "money", pgettext_lazy("gift", "Money")
    GOODS = "goods", pgettext_lazy("gift", "Goods")


class GiftState(models.TextChoices):
    """What arrived: recorded or valued by one person, standing once another confirmed it."""

    WAITING = "waiting", pgettext_lazy("gift", "Waiting for the second person")
    STANDING = "standing", pgettext_lazy("gift", "Confirmed")
    REFUSED = "refused", pgettext_lazy("gift", "Refused")


class RefundState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("refund", "Waiting for the second person")
    APPROVED = "approved", pgettext_lazy("refund", "Approved, to be sent back")
    PAID = "paid", pgettext_lazy("refund", "Sent back")
    REFUSED = "refused", pgettext_lazy("refund", "Refused")

    @classmethod
    def living(cls) -> tuple["RefundState", ...]:
        """Return the states that keep another refund of the same gift out."""
        return (cls.ASKED, cls.APPROVED, cls.PAID)


class FundState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("fund", "Draft")
    OPEN = "open", pgettext_lazy("fund", "Open")
    CLOSED = "closed", pgettext_lazy("fund", "Closed")

    @classmethod
    def public(cls) -> tuple["FundState", ...]:
        return (cls.OPEN, cls.CLOSED)
