"""Who was lent one application to read."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from projects.models import Project, ProjectUserObjectPermission
from venture.kernel import clock


def project_observed_by(user: Any, *, project_ref: str = "pk") -> Exists:
    """Return the condition that read access to the application that the row names is lent to ``user`` today. Never
    joins.
    """
    lent = ProjectUserObjectPermission.objects.current(clock.day_in_query())
    return Exists(lent.filter(user_id=user.pk, content_object=OuterRef(project_ref)))


def observes_some_project(user: Any) -> bool:
    return ProjectUserObjectPermission.objects.current(clock.today()).filter(user_id=user.pk).exists()


def observers_of(project: Project) -> QuerySet[ProjectUserObjectPermission]:
    """Return everybody to whom the application was ever lent, the newest first. One query."""
    rows = ProjectUserObjectPermission.objects.filter(content_object=project)
    return rows.select_related("user", "lent_by", "ended_by")
