"""Who runs rounds for the bureau, and who is tied to it: neither can apply."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.enums import AffiliateState
from organizations.validators import validate_code


class Operator(models.Model):
    """The 承办单位 that runs rounds for the bureau. While it does, it can never apply."""

    name = models.CharField(_("name"), max_length=120)
    uscc = models.CharField(_("unified social credit code"), max_length=18, unique=True, validators=[validate_code])
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("operator")
        verbose_name_plural = _("operators")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="operator_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OperatorAffiliate(models.Model):
    """A unit tied to an operator. One person enters it, a head seconds it; from then on it cannot apply.

    ``state`` is moved by ``organizations.flows`` only. The unit is named by its code, entered here or not.
    """

    operator = models.ForeignKey(
        Operator, on_delete=models.PROTECT, related_name="affiliates", verbose_name=_("operator")
    )
    name = models.CharField(_("name"), max_length=120)
    uscc = models.CharField(_("unified social credit code"), max_length=18, validators=[validate_code])
    reason = models.CharField(_("how it is tied to the operator"), max_length=300)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=AffiliateState, default=AffiliateState.PROPOSED)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("seconded or refused by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("seconded or refused at"), null=True, blank=True)

    class Meta:
        verbose_name = _("affiliate of an operator")
        verbose_name_plural = _("affiliates of operators")
        ordering = ["operator", "name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AffiliateState.values), name="affiliate_state_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="affiliate_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("entered_by")), name="affiliate_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(state=AffiliateState.PROPOSED) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="affiliate_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["operator", "uscc"],
                condition=Q(state=AffiliateState.PROPOSED) | Q(state=AffiliateState.SECONDED, until__isnull=True),
                name="affiliate_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.operator}"
