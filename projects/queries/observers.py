"""Who was lent one application to read."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from projects.models import Project, ProjectUserObjectPermission
from venture.kernel import clock


def project_observed_by(user: Any, *, project_ref: str = "pk", day: date | None = None) -> Exists:
    """Return the condition that read access to the application that the row names is lent to ``user`` today, or on
    ``day``. Never joins.
    """
    lent = ProjectUserObjectPermission.objects.current(day or clock.today())
    return Exists(lent.filter(user_id=user.pk, content_object=OuterRef(project_ref)))


def observes_some_project(user: Any) -> bool:
    return ProjectUserObjectPermission.objects.current(clock.today()).filter(user_id=user.pk).exists()


def observers_of(project: Project) -> QuerySet[ProjectUserObjectPermission]:
    """Return everybody to whom the application was ever lent, the newest first. One query."""
    rows = ProjectUserObjectPermission.objects.filter(content_object=project)
    return rows.select_related("user", "lent_by", "ended_by")
