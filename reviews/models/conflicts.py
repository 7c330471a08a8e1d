"""Conflicts of interest of one expert with one project, and the act of stepping aside."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from reviews.enums import ConflictSource, ConflictState, RecusalState
from reviews.models.assigning import Assignment
from reviews.models.experts import Expert


class Conflict(models.Model):
    """A standing conflict keeps the expert from the project on every way. ``facts`` hold what was found, as codes."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="conflicts", verbose_name=_("project"))
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="conflicts", verbose_name=_("expert"))
    code = models.CharField(_("kind"), max_length=30)
    hard = models.BooleanField(_("hard"), default=True)
    source = models.CharField(_("known from"), max_length=10, choices=ConflictSource)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ConflictState, default=ConflictState.STANDING)
    found_at = models.DateTimeField(_("found at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ["project", "expert", "code"]
        constraints = [
            models.UniqueConstraint(fields=["project", "expert", "code", "source"], name="conflict_once"),
            models.CheckConstraint(condition=Q(state__in=ConflictState.values), name="conflict_state_known"),
            models.CheckConstraint(
                condition=~Q(state="waived") | (Q(hard=False, decided_by__isnull=False) & ~Q(reason="")),
                name="conflict_only_soft_waived",
            ),
        ]
        indexes = [models.Index(fields=["expert", "state"], name="conflict_expert_state")]

    def __str__(self) -> str:
        return f"{self.expert} · {self.project}"


class Recusal(models.Model):
    """An expert stepped aside from a project (回避). It works at once; staff confirm it and find somebody else."""

    assignment = models.OneToOneField(
        Assignment, on_delete=models.PROTECT, related_name="recusal", verbose_name=_("assignment")
    )
    code = models.CharField(_("kind"), max_length=30)
    words = models.CharField(_("reason"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RecusalState, default=RecusalState.ASKED)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    at = models.DateTimeField(_("asked for at"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(state__in=RecusalState.values), name="recusal_state_known")]

    def __str__(self) -> str:
        return str(self.assignment)
