"""Where an organisation is paid. The number is kept closed; pages and the log show its last digits only."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.enums import AccountState
from organizations.models.organizations import Organization


class BankAccount(models.Model):
    """An account in the organisation's own name. ``state`` is moved by ``organizations.flows`` only.

    ``sealed`` opens with the site's key (``organizations.queries.number_of``); ``fingerprint`` tells whether two
    numbers are the same without opening either. Money goes to it from ``usable_from``: after a change the old contacts
    have those days to object.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="accounts", verbose_name=_("organisation")
    )
    holder = models.CharField(_("account holder"), max_length=120)
    bank = models.CharField(_("bank"), max_length=80)
    branch = models.CharField(_("branch"), max_length=120)
    bank_code = models.CharField(_("bank code (12 digits)"), max_length=12, blank=True)
    sealed = models.TextField(_("account number, closed"))
    tail = models.CharField(_("last digits"), max_length=4)
    fingerprint = models.CharField(_("fingerprint of the number"), max_length=64, db_index=True)
    state = models.CharField(_("state"), max_length=12, choices=AccountState, default=AccountState.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("confirmed or refused by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("confirmed or refused at"), null=True, blank=True)
    hold_days = models.PositiveSmallIntegerField(_("days of hold"), default=0)
    usable_from = models.DateField(_("usable from"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        ordering = ["organization", "-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AccountState.values), name="bank_account_state_known"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")), name="bank_account_two_persons"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AccountState.confirmed)
                | Q(decided_by__isnull=False, decided_at__isnull=False, usable_from__isnull=False),
                name="bank_account_confirmed_whole",
            ),
            models.UniqueConstraint(
                fields=["organization"], condition=Q(state=AccountState.CURRENT), name="bank_account_one_current"
            ),
            models.UniqueConstraint(
                fields=["organization"], condition=Q(state=AccountState.PROPOSED), name="bank_account_one_proposed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank} · {self.masked}"

    @property
    def masked(self) -> str:
        return f"**** {self.tail}"
