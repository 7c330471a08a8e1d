"""Money that a fund source gives to a field of service, and the end of a year's books. One asks, another confirms."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grants.enums import AllotmentKind, AskState
from rounds.models import Category, FundSource, Round
from venture.files.models import StoredFile

ALLOTMENT_PURPOSE = "grants.allotment"


class Allotment(models.Model):
    """Money laid into a round's field of service, taken back, carried over, or set aside for the round's prizes.

    It is booked when the second person confirms.
    ``key`` is made before anything is sent: the same proposal sent twice is one.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="allotments", verbose_name=_("round"))
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("field of service")
    )
    source = models.ForeignKey(
        FundSource, on_delete=models.PROTECT, related_name="allotments", verbose_name=_("fund source")
    )
    year = models.PositiveSmallIntegerField(_("budget year"))
    kind = models.CharField(_("kind"), max_length=10, choices=AllotmentKind, default=AllotmentKind.ALLOT)
    state = models.CharField(_("state"), max_length=10, choices=AskState, default=AskState.ASKED)
    amount_fen = models.BigIntegerField(_("amount (fen)"))
    document_number = models.CharField(_("document number"), max_length=60)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document (scan)")
    )
    key = models.CharField(_("key"), max_length=64, unique=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("allotment")
        verbose_name_plural = _("allotments")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AskState.values), name="allotment_state_known"),
            models.CheckConstraint(condition=Q(kind__in=AllotmentKind.values), name="allotment_kind_known"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="allotment_has_money"),
            models.CheckConstraint(
                condition=Q(kind__in=["reserve", "unreserve"], category__isnull=True)
                | (~Q(kind__in=["reserve", "unreserve"]) & Q(category__isnull=False)),
                name="allotment_of_a_field_or_of_prizes",
            ),
            models.CheckConstraint(condition=~Q(document_number=""), name="allotment_has_its_document"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(state="withdrawn") | ~Q(decided_by=F("asked_by")),
                name="allotment_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(decided_by__isnull=False), name="allotment_confirmed_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_number} · {self.whose}"

    @property
    def whose(self) -> str:
        """Return whose money it moves: a field's, or that for prizes."""
        return str(self.category) if self.category is not None else gettext("Creative prizes")


class YearClosing(models.Model):
    """The end of a fiscal year: once approved no further entry stands in its books, the database refuses it."""

    year = models.PositiveSmallIntegerField(_("fiscal year"))
    state = models.CharField(_("state"), max_length=10, choices=AskState, default=AskState.ASKED)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    last_entry = models.PositiveBigIntegerField(_("last entry of the year"), default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("closing of a fiscal year")
        verbose_name_plural = _("closings of fiscal years")
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AskState.values), name="year_closing_state_known"),
            models.UniqueConstraint(
                fields=["year"], condition=Q(state__in=["asked", "approved"]), name="year_closing_one_standing"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(state="withdrawn") | ~Q(decided_by=F("asked_by")),
                name="year_closing_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(decided_by__isnull=False), name="year_closed_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}"
