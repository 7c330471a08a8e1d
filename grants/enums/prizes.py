"""The payment of a creative prize to whoever had the idea."""

from django.db import models
from django.utils.translation import pgettext_lazy


class PrizeState(models.TextChoices):
    """Asked for by one person, approved by another, carried out by the bank, or not."""

    ASKED = "asked", pgettext_lazy("prize", "Waiting for the second person")
    REFUSED = "refused", pgettext_lazy("prize", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("prize", "Taken back")
    APPROVED = "approved", pgettext_lazy("prize", "Approved, to be paid")
    PAID = "paid", pgettext_lazy("prize", "Paid")
    FAILED = "failed", pgettext_lazy("prize", "Failed")
    RETURNED = "returned", pgettext_lazy("prize", "Returned by the bank")

    @classmethod
    def living(cls) -> tuple["PrizeState", ...]:
        """Return the states that keep another payment of the same prize out."""
        return (cls.ASKED, cls.APPROVED, cls.PAID)
