"""Read access to one application until a day, lent by staff to a named person."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from projects.models.projects import Project

READ = "view_project"


class ObserverQuerySet(models.QuerySet["ProjectUserObjectPermission"]):
    def current(self, day: Any) -> "ObserverQuerySet":
        return self.filter(until__gte=day, ended_at__isnull=True, permission__codename=READ)


class ObserverManager(UserObjectPermissionManager):
    """Guardian asks its own manager what kind of table this is."""

    def get_queryset(self) -> Any:
        return ObserverQuerySet(self.model, using=self._db)

    def current(self, day: Any) -> ObserverQuerySet:
        rows: ObserverQuerySet = self.get_queryset()
        return rows.current(day)


class ProjectUserObjectPermission(UserObjectPermissionBase):
    """One observer of one application (an auditor, somebody who looks into a complaint). Guardian's row with a direct
    foreign key.

    It lapses by itself after ``until``; ``ended_at`` is when it was taken back before. One row per person and
    application: lending again renews it, and the audit log keeps what was before. Written by
    ``projects.flows.observing`` only.
    """

    content_object = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="observers", verbose_name=_("application")
    )
    until = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=200)
    lent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("lent by")
    )
    lent_at = models.DateTimeField(_("lent at"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("taken back by"),
    )  # fmt: skip
    ended_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects: ClassVar[Any] = ObserverManager()

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("observer of an application")
        verbose_name_plural = _("observers of applications")
        ordering = ["-lent_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(user=F("lent_by")), name="project_observer_not_lent_to_oneself"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("lent_at")),
                name="project_observer_ends_after_start",
            ),
        ]
