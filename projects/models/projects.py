"""The living application: whose it is, where it stands, and what lists need to know of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.models import Organization
from projects.enums import ExtensionState, ProjectState
from rounds.models import Category, Round


class ProjectSeries(models.Model):
    """The row that numbers the projects of a round. Locked while a number is taken."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="+", verbose_name=_("round"))
    last_number = models.PositiveIntegerField(_("last number"), default=0)
    last_receipt = models.PositiveIntegerField(_("last receipt"), default=0)

    class Meta:
        verbose_name = _("series of projects")
        verbose_name_plural = _("series of projects")

    def __str__(self) -> str:
        return str(self.round)


class Project(models.Model):
    """One application of one organisation in one round. ``state`` is moved by ``projects.flows`` only.

    ``code`` (YX2027-0142) is its name from the first draft on and stands in its address. What was handed in is a
    ``Submission``; title, field and amounts here follow the draft, for the lists. Amounts are fen. ``key`` names the
    act that began it (of a program, of a row of a sheet): the same key in a round is the same application.
    """

    code = models.CharField(pgettext_lazy("project", "code"), max_length=24, unique=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="projects", verbose_name=_("round"))
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="projects", verbose_name=_("organisation")
    )
    state = models.CharField(_("state"), max_length=12, choices=ProjectState, default=ProjectState.DRAFT)
    title = models.CharField(_("title"), max_length=60, blank=True)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="projects",
        verbose_name=_("field of service"),
    )  # fmt: skip
    grant_fen = models.BigIntegerField(_("grant asked for (fen)"), default=0)
    total_fen = models.BigIntegerField(_("whole budget (fen)"), default=0)
    blind_code = models.CharField(_("blind code"), max_length=12, blank=True)
    on_paper = models.BooleanField(_("handed in on paper"), default=False)
    received_on = models.DateField(_("paper received on"), null=True, blank=True)
    key = models.CharField(_("key of its beginning"), max_length=80, blank=True)
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("copied from")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("begun by")
    )
    created_at = models.DateTimeField(_("begun at"))
    saved_at = models.DateTimeField(_("last saved at"))
    submitted_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = pgettext_lazy("model", "applications")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ProjectState.values), name="project_state_known"),
            models.CheckConstraint(condition=Q(grant_fen__gte=0, total_fen__gte=0), name="project_money_not_negative"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="project_handed_in_has_time",
            ),
            models.UniqueConstraint(fields=["round", "key"], condition=~Q(key=""), name="project_begun_once"),
            models.UniqueConstraint(
                fields=["round", "blind_code"], condition=~Q(blind_code=""), name="project_blind_code_once"
            ),
        ]
        indexes = [models.Index(fields=["round", "state"], name="project_round_state")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Extension(models.Model):
    """More time for one applicant: asked for with a reason by one person of the staff, granted by another."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="extensions", verbose_name=_("application")
    )
    until = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=ExtensionState, default=ExtensionState.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked for at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ExtensionState.values), name="extension_state_known"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="extension_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state=ExtensionState.ASKED) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="extension_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["project"], condition=Q(state=ExtensionState.ASKED), name="extension_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.until}"
