"""What turns a running grant from its plan: changes asked for, measures taken, money to be returned. Money is fen."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grants.enums import AskState, ChangeKind, MeasureKind, RecoveryGround, RecoveryState
from grants.models.grants import Grant
from rounds.models import FundSource
from venture.files.models import StoredFile

CHANGE_PURPOSE = "grants.change_file"
MEASURE_PURPOSE = "grants.measure_file"
RETURN_PURPOSE = "grants.return_receipt"


class ChangeRequest(models.Model):
    """A change of plan, budget, period or person that the organisation asks for. ``changes`` is the difference:
    ``[{"place": "budget.b3.amount", "before": …, "after": …}]``.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="changes", verbose_name=_("grant"))
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=8, choices=ChangeKind)
    state = models.CharField(_("state"), max_length=10, choices=AskState, default=AskState.ASKED)
    changes = models.JSONField(_("changes"), default=list)
    reason = models.TextField(_("reason"))
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("evidence")
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
        verbose_name = _("request for a change")
        verbose_name_plural = _("requests for changes")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AskState.values), name="change_state_known"),
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="change_kind_known"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="change_by_two"
            ),
            models.UniqueConstraint(
                fields=["grant", "kind"], condition=Q(state="asked"), name="change_one_of_a_kind_at_a_time"
            ),
            models.UniqueConstraint(fields=["grant", "number"], name="change_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.grant} · {self.get_kind_display()}"


class Measure(models.Model):
    """Suspension, resumption, extension or termination: asked for with grounds, decided by another.

    ``effect`` is what it did: ``{"before": state, "after": state, "released_fen": …, "ends_on": …}``.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="measures", verbose_name=_("grant"))
    kind = models.CharField(_("kind"), max_length=12, choices=MeasureKind)
    state = models.CharField(_("state"), max_length=10, choices=AskState, default=AskState.ASKED)
    reason = models.TextField(_("grounds"))
    until = models.DateField(_("until"), null=True, blank=True)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("evidence")
    )
    effect = models.JSONField(_("effect"), default=dict, blank=True)
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
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AskState.values), name="measure_state_known"),
            models.CheckConstraint(condition=Q(kind__in=MeasureKind.values), name="measure_kind_known"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="measure_by_two"
            ),
            models.UniqueConstraint(fields=["grant"], condition=Q(state="asked"), name="measure_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.grant} · {self.get_kind_display()}"


class Recovery(models.Model):
    """Money that an organisation owes back. What came back and what was written off is in the ledger as well."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="recoveries", verbose_name=_("grant"))
    source = models.ForeignKey(FundSource, on_delete=models.PROTECT, related_name="+", verbose_name=_("fund source"))
    year = models.PositiveSmallIntegerField(_("budget year"))
    ground = models.CharField(_("ground"), max_length=12, choices=RecoveryGround)
    state = models.CharField(_("state"), max_length=12, choices=RecoveryState, default=RecoveryState.OPEN)
    amount_fen = models.BigIntegerField(_("to be returned (fen)"))
    returned_fen = models.BigIntegerField(_("returned (fen)"), default=0)
    written_off_fen = models.BigIntegerField(_("written off (fen)"), default=0)
    reason = models.CharField(_("reason"), max_length=300)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    key = models.CharField(_("key"), max_length=64, unique=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("claimed by")
    )
    claimed_at = models.DateTimeField(_("claimed at"))

    class Meta:
        verbose_name = _("recovery")
        verbose_name_plural = _("recoveries")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RecoveryState.values), name="money_recovery_state_known"),
            models.CheckConstraint(condition=Q(ground__in=RecoveryGround.values), name="money_recovery_ground"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, returned_fen__gte=0, written_off_fen__gte=0),
                name="money_recovery_has_money",
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gte=F("returned_fen") + F("written_off_fen")), name="money_recovery_not_above"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant} · {self.get_ground_display()}"
