"""Requests to compare an entry with the certificate."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.enums import CaseState
from organizations.models.organizations import Organization


class VerificationCase(models.Model):
    """One request to compare an entry with the certificate. ``state`` is moved by ``organizations.flows`` only.

    ``claimed`` is what the organisation had entered when it asked, ``papers`` names what it showed, ``compared`` holds
    for each item of the checklist whether it is right (``true``) or not (``false``), ``faults`` what to mend where not.
    ``documents`` are the uploads that were current when it asked, ``proposed`` the fields that a verified organisation
    asks to change: they are taken over when the request is verified.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="cases", verbose_name=_("organisation")
    )
    state = models.CharField(_("state"), max_length=12, choices=CaseState, default=CaseState.SUBMITTED)
    claimed = models.JSONField(_("as entered"), default=dict)
    papers = models.JSONField(_("papers shown"), default=list, blank=True)
    proposed = models.JSONField(_("changes asked for"), default=dict, blank=True)
    documents = models.ManyToManyField(
        "organizations.OrganizationDocument", blank=True, related_name="cases", verbose_name=_("documents")
    )
    compared = models.JSONField(_("comparison"), default=dict, blank=True)
    faults = models.JSONField(_("what to mend"), default=dict, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    submitted_at = models.DateTimeField(_("asked for at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering = ["submitted_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CaseState.values), name="case_state_known"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("submitted_by")), name="case_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.SUBMITTED) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="case_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["organization"], condition=Q(state__in=CaseState.undecided), name="case_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.get_state_display()}"
