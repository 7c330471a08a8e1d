"""Public notices. What was published never changes: the database refuses it, a later notice corrects it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notices.enums import NoticeKind, NoticeState
from projects.models import Need
from rounds.models import Round


class NoticeSeries(models.Model):
    """The row that numbers the notices of one round, or of none (``general``). Locked while a number is taken."""

    GENERAL = "general"

    code = models.SlugField(pgettext_lazy("series", "code"), max_length=40, unique=True)
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("series of notices")
        verbose_name_plural = _("series of notices")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Notice(models.Model):
    """One notice. ``body`` is a list of blocks (``notices.domain.content``); ``state`` is moved by flows only.

    ``items`` are the lines of a list of needs as they were when the notice was written. ``days`` is the length of the
    period of a public notice (公示期); its days are counted at publication. ``hands`` are all who wrote or proposed it.
    ``number`` is taken at publication within ``series``; ``content_hash`` is the SHA-256 of all that the public reads.
    """

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="notices", verbose_name=_("round")
    )
    series = models.ForeignKey(NoticeSeries, on_delete=models.PROTECT, related_name="+", verbose_name=_("series"))
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=NoticeKind)
    statutory = models.BooleanField(_("required by law"), default=False)
    title = models.CharField(_("title"), max_length=120)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    issuer = models.CharField(_("issued by"), max_length=120)
    summary = models.CharField(_("in one line"), max_length=120, blank=True)
    body = models.JSONField(_("text"), default=list)
    items = models.JSONField(_("list"), default=list, blank=True)
    needs = models.ManyToManyField(Need, related_name="notices", blank=True, verbose_name=_("needs"))
    days = models.PositiveSmallIntegerField(_("period in working days"), null=True, blank=True)
    starts_on = models.DateField(_("period from"), null=True, blank=True)
    ends_on = models.DateField(_("period until"), null=True, blank=True)
    place = models.CharField(_("official place of publication"), max_length=200, blank=True)
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("corrects"),
    )
    state = models.CharField(_("state"), max_length=12, choices=NoticeState, default=NoticeState.DRAFT)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    hands = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name=_("written by"))
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    signed_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, db_index=True)
    content_hash = models.CharField(_("SHA-256 of the content"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=NoticeState.values), name="notice_state_known"),
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="notice_kind_known"),
            models.UniqueConstraint(fields=["series", "number"], name="notice_number_once"),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(state__in=["published", "corrected"]), name="notice_corrected_once"
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("drafted_by")), name="notice_by_two"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "proposed"], signed_by__isnull=True)
                | Q(state__in=["published", "corrected"], signed_by__isnull=False, signed_at__isnull=False),
                name="notice_published_is_approved",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["draft", "proposed"], number__isnull=True, published_at__isnull=True, content_hash=""
                )
                | (
                    Q(state__in=["published", "corrected"], number__isnull=False, published_at__isnull=False)
                    & ~Q(content_hash="")
                ),
                name="notice_published_is_frozen",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="notice_period_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title
