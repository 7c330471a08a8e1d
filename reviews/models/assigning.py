"""Who reads what: groups of projects with their panels, plans with their proof, and each expert's projects."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models import Project, Submission
from reviews.enums import AssignmentState, PlanMode, PlanState
from reviews.models.experts import Appointment
from rounds.models import Stage


class ReviewGroup(models.Model):
    """A group of projects that one panel reads whole (分组评审)."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="groups", verbose_name=_("stage"))
    name = models.CharField(_("name"), max_length=40)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    quota = models.PositiveSmallIntegerField(_("projects that go on"), null=True, blank=True)
    projects = models.ManyToManyField(Project, related_name="review_groups", blank=True, verbose_name=_("projects"))
    experts = models.ManyToManyField(Appointment, related_name="groups", blank=True, verbose_name=_("experts"))

    class Meta:
        verbose_name = _("review group")
        verbose_name_plural = _("review groups")
        ordering = ["stage", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["stage", "name"], name="review_group_once")]

    def __str__(self) -> str:
        return self.name


class AssignmentPlan(models.Model):
    """A proposed distribution. ``plan`` holds its groups or pairs, ``added`` and ``removed`` the difference to what is
    in force, ``certificate`` what a checker without a solver needs, ``shortfall`` the violated set where the rules
    cannot be met. ``inputs_hash`` tells whether the world moved since.
    """

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="plans", verbose_name=_("stage"))
    mode = models.CharField(_("mode"), max_length=8, choices=PlanMode)
    state = models.CharField(_("state"), max_length=10, choices=PlanState, default=PlanState.PROPOSED)
    rules = models.JSONField(_("rules"), default=dict)
    plan = models.JSONField(_("plan"), default=dict)
    added = models.JSONField(_("added"), default=list, blank=True)
    removed = models.JSONField(_("removed"), default=list, blank=True)
    certificate = models.JSONField(_("certificate"), null=True, blank=True)
    shortfall = models.JSONField(_("what cannot be met"), null=True, blank=True)
    inputs_hash = models.CharField(_("SHA-256 of the inputs"), max_length=64)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"))
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("put in force by"),
    )
    applied_at = models.DateTimeField(_("in force since"), null=True, blank=True)

    class Meta:
        verbose_name = _("assignment plan")
        verbose_name_plural = _("assignment plans")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="plan_state_known"),
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(applied_by__isnull=False, applied_at__isnull=False),
                name="plan_applied_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} · {self.made_at:%Y-%m-%d}"


class Assignment(models.Model):
    """One expert reads one project in one stage. ``state`` is moved by ``reviews.flows`` only.

    ``submission`` is what is read. ``place`` orders an expert's own list (seeded, tells nothing about arrival).
    """

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("stage"))
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("project")
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="+", verbose_name=_("what is read")
    )
    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("expert")
    )
    group = models.ForeignKey(
        ReviewGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="assignments",
        verbose_name=_("review group"),
    )  # fmt: skip
    plan = models.ForeignKey(
        AssignmentPlan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("assignment plan"),
    )
    state = models.CharField(_("state"), max_length=10, choices=AssignmentState, default=AssignmentState.GIVEN)
    place = models.PositiveIntegerField(_("place"), default=0)
    kept = models.BooleanField(_("kept for later"), default=False)
    given_at = models.DateTimeField(_("given at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["appointment", "place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "project", "appointment"], name="assignment_once"),
            models.CheckConstraint(condition=Q(state__in=AssignmentState.values), name="assignment_state_known"),
        ]
        indexes = [models.Index(fields=["project", "stage", "state"], name="assignment_project_stage")]

    def __str__(self) -> str:
        return f"{self.project} · {self.appointment}"
