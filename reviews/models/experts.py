"""Experts, what ties them to organisations, and their part in one round."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Area, RoleInvitation
from organizations.models import Organization
from reviews.enums import AppointmentState, How, TieKind
from reviews.models.draws import Draw
from rounds.models import Round


class Expert(models.Model):
    """Somebody of the pool (专家库). ``user`` is there once the person has accepted the ``invitation`` to an account.

    ``fields`` are values of ``rounds.enums.Field``; ``finance`` marks experts of finance or audit. ``mobile`` and
    ``address`` serve to find conflicts and are shown to staff only. ``most`` bounds the projects of a round.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="expert",
        verbose_name=_("account"),
    )  # fmt: skip
    invitation = models.OneToOneField(
        RoleInvitation, on_delete=models.PROTECT, null=True, blank=True, related_name="expert",
        verbose_name=_("invitation"),
    )  # fmt: skip
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    employer = models.CharField(_("works at"), max_length=120, blank=True)
    employer_code = models.CharField(_("credit code of the employer"), max_length=18, blank=True)
    title = models.CharField(_("professional title"), max_length=60, blank=True)
    fields = models.JSONField(_("fields of service"), default=list)
    finance = models.BooleanField(_("finance or audit"), default=False)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    mobile = models.CharField(_("mobile number"), max_length=20, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    most = models.PositiveSmallIntegerField(_("projects at most"), default=40)
    away_from = models.DateField(_("away from"), null=True, blank=True)
    away_until = models.DateField(_("away until"), null=True, blank=True)
    active = models.BooleanField(_("active"), default=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    key = models.CharField(_("key of the sheet's row"), max_length=80, blank=True)
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = pgettext_lazy("model", "experts")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="expert_row_once"),
            models.UniqueConstraint(fields=["mobile"], condition=~Q(mobile=""), name="expert_mobile_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ExpertTie(models.Model):
    """What ties an expert to an organisation, by its row or by name and credit code. ``until`` empty: it goes on."""

    expert = models.ForeignKey(Expert, on_delete=models.CASCADE, related_name="ties", verbose_name=_("expert"))
    kind = models.CharField(_("kind"), max_length=12, choices=TieKind)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    credit_code = models.CharField(_("credit code"), max_length=18, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    declared = models.BooleanField(_("declared by the expert"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    noted_at = models.DateTimeField(_("noted at"))

    class Meta:
        verbose_name = _("tie of an expert")
        verbose_name_plural = _("ties of experts")
        ordering = ["expert", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TieKind.values), name="tie_kind_known"),
            models.CheckConstraint(
                condition=Q(organization__isnull=False) | ~Q(name="") | ~Q(credit_code=""), name="tie_names_somebody"
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")), name="tie_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert} · {self.get_kind_display()}"


class Appointment(models.Model):
    """An expert's part in one round: invited, then signed (confidentiality and integrity) and declared on a neutral
    list of organisations, before any project is shown. ``state`` is moved by ``reviews.flows`` only.

    ``lower`` and ``upper`` bound the number of projects. ``pledge`` is the version of the text that was signed.
    ``draw`` is the draw that named the expert, ``replaces`` the part of whoever dropped out.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("round"))
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("expert"))
    state = models.CharField(_("state"), max_length=10, choices=AppointmentState, default=AppointmentState.INVITED)
    how = models.CharField(_("how"), max_length=12, choices=How, default=How.CHOSEN)
    lower = models.PositiveSmallIntegerField(_("projects at least"), default=0)
    upper = models.PositiveSmallIntegerField(_("projects at most"), default=40)
    draw = models.ForeignKey(
        Draw, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name=_("draw")
    )
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="substitutes",
        verbose_name=_("in place of"),
    )  # fmt: skip
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited at"))
    pledge = models.CharField(_("version of the pledge"), max_length=20, blank=True)
    pledged_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    declared_at = models.DateTimeField(_("declared at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("released at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["round", "expert"]
        constraints = [
            models.UniqueConstraint(fields=["round", "expert"], name="appointment_once"),
            models.CheckConstraint(condition=Q(state__in=AppointmentState.values), name="appointment_state_known"),
            models.CheckConstraint(condition=Q(upper__gte=F("lower")), name="appointment_bounds"),
            models.CheckConstraint(
                condition=~Q(state="pledged") | Q(pledged_at__isnull=False, declared_at__isnull=False),
                name="appointment_pledged_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.expert}"
