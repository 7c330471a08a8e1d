"""What is on record about an organisation: results of yearly inspections, sanctions and restrictions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.enums import InspectionOutcome, SanctionKind
from organizations.models.organizations import Organization
from venture.files.models import StoredFile

EVIDENCE = "organizations.evidence"


class Inspection(models.Model):
    """The result of one year's inspection or annual report. A member states it with evidence, staff confirm it."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="inspections", verbose_name=_("organisation")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    outcome = models.CharField(_("result"), max_length=12, choices=InspectionOutcome)
    evidence = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("evidence")
    )
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("stated by")
    )
    stated_at = models.DateTimeField(_("stated at"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("confirmed by"),
    )  # fmt: skip
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("yearly inspection")
        verbose_name_plural = _("yearly inspections")
        ordering = ["organization", "-year"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=InspectionOutcome.values), name="inspection_outcome_known"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="inspection_confirmed_whole",
            ),
            models.UniqueConstraint(fields=["organization", "year"], name="inspection_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.year} · {self.get_outcome_display()}"


class Sanction(models.Model):
    """A sanction, or a restriction on applying, with the days it holds. Lifted by another person, never deleted.

    ``mistaken`` says that it should not have been entered: then no rule counts it.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="sanctions", verbose_name=_("organisation")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=SanctionKind)
    authority = models.CharField(_("decided by"), max_length=120)
    document = models.CharField(_("number of the decision"), max_length=80, blank=True)
    grounds = models.CharField(_("grounds"), max_length=500)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    evidence = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("evidence")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"))
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("lifted by"),
    )  # fmt: skip
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lift_reason = models.CharField(_("reason for lifting"), max_length=300, blank=True)
    mistaken = models.BooleanField(_("entered by mistake"), default=False)

    class Meta:
        verbose_name = _("sanction or restriction")
        verbose_name_plural = _("sanctions and restrictions")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SanctionKind.values), name="sanction_kind_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="sanction_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True) | ~Q(lifted_by=F("entered_by")), name="sanction_lifted_by_another"
            ),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True, lifted_at__isnull=True, lifted_on__isnull=True, mistaken=False)
                | (Q(lifted_by__isnull=False, lifted_at__isnull=False, lifted_on__isnull=False) & ~Q(lift_reason="")),
                name="sanction_lifted_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.get_kind_display()}"
