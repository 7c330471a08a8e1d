"""Requests to take over an organisation that the staff entered, because its paper came before its account."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.enums import TakeOverState
from organizations.models.organizations import Organization
from venture.files.models import StoredFile

# What the uploaded proof is for (``venture.files.registry``).
PROOF = "organizations.take_over"


class TakeOver(models.Model):
    """One person asks to own an organisation without members. ``state`` is moved by ``organizations.flows`` only.

    ``proof`` is the sealed letter that names the person; ``note`` says how the first of the staff made sure that it is
    the organisation that speaks, ``reason`` why the request was refused.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="take_overs", verbose_name=_("organisation")
    )
    state = models.CharField(_("state"), max_length=10, choices=TakeOverState, default=TakeOverState.ASKED)
    position = models.CharField(_("position in the organisation"), max_length=60)
    proof = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("sealed letter"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="take_overs", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked for at"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("proof looked at by"),
    )  # fmt: skip
    checked_at = models.DateTimeField(_("proof looked at on"), null=True, blank=True)
    note = models.CharField(_("how it was made sure"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("request to take over")
        verbose_name_plural = _("requests to take over")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TakeOverState.values), name="take_over_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["checked", "granted"])
                | Q(checked_by__isnull=False, checked_at__isnull=False) & ~Q(note=""),
                name="take_over_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=TakeOverState.GRANTED)
                | Q(decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decided_by=F("checked_by"))
                & ~Q(decided_by=F("asked_by"))
                & ~Q(checked_by=F("asked_by")),
                name="take_over_granted_by_two",
            ),
            models.UniqueConstraint(
                fields=["organization", "asked_by"],
                condition=Q(state__in=TakeOverState.open),
                name="take_over_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.asked_by}"
