"""Observers: staff lend a named person read access to one application until a day, and take it back at once."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from accounts.queries.people import belongs_to_an_applicant
from accounts.queries.standing import standing_of
from projects.flows.applications.moving import locked
from projects.models import Project, ProjectUserObjectPermission
from projects.models.observers import READ
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import tell

LENDERS = (Role.CLERK, Role.HEAD)
LENT_AT_MOST = timedelta(days=366)


@transaction.atomic
def lend_application(
    *, project_id: int, user_id: int, until: date, reason: str, actor: Any
) -> ProjectUserObjectPermission:
    """Let a person read one application and its screening until the end of ``until``. Lending again renews it.

    Raise ``RuleRefusal``: ``reason_missing``, ``application_lender``, ``person_inactive``, ``period_backwards``,
    ``application_lent_too_long``, ``application_observer_applies`` for a member of an organisation that may apply.
    """
    if not reason.strip():
        raise RuleRefusal("reason_missing")
    project = locked(project_id)
    user = User.objects.get(pk=user_id)
    now, today = clock.now(), clock.today()
    if user.pk == actor.pk:
        raise RuleRefusal("application_lender")
    if not user.is_active:
        raise RuleRefusal("person_inactive")
    if until < today:
        raise RuleRefusal("period_backwards")
    if until - today > LENT_AT_MOST:
        raise RuleRefusal("application_lent_too_long", days=LENT_AT_MOST.days)
    if belongs_to_an_applicant(user):
        raise RuleRefusal("application_observer_applies")
    rows = ProjectUserObjectPermission.objects.filter(content_object=project, user=user, permission__codename=READ)
    observer = rows.first() or ProjectUserObjectPermission(content_object=project, user=user, permission=_read())
    observer.until, observer.reason = until, reason.strip()
    observer.lent_by, observer.lent_at = actor, now
    observer.ended_by, observer.ended_at = None, None
    observer.save()
    tell(
        user, "application_lent", key=f"{observer.pk}:{now.isoformat()}", code=project.code,
        title=project.title or project.code, until=until.isoformat(),
    )  # fmt: skip
    record(
        actor=actor, verb="project_observer.lend", subject=observer, after=until, reason=reason.strip(),
        code=project.code, person=user.pk, **_facts(project, actor),
    )  # fmt: skip
    return observer


@transaction.atomic
def take_back_application(*, observer_id: int, actor: Any) -> ProjectUserObjectPermission:
    """End an observer's access at once. Raise ``RuleRefusal("observer_ended")`` when it has ended already."""
    project = locked(
        ProjectUserObjectPermission.objects.values_list("content_object_id", flat=True).get(pk=observer_id)
    )
    observer = ProjectUserObjectPermission.objects.select_for_update().get(pk=observer_id)
    if observer.ended_at is not None or observer.until < clock.today():
        raise RuleRefusal("observer_ended")
    observer.ended_by, observer.ended_at = actor, clock.now()
    observer.save()
    record(
        actor=actor, verb="project_observer.take_back", subject=observer, before=observer.until, code=project.code,
        person=observer.user_id, **_facts(project, actor),
    )  # fmt: skip
    return observer


def _read() -> Permission:
    """Return the permission that guardian's row names: reading an application."""
    kind = ContentType.objects.get_for_model(Project)
    return Permission.objects.get(content_type=kind, codename=READ)


def _facts(project: Project, actor: Any) -> dict[str, int]:
    return standing_of(actor, *LENDERS, area=project.organization.area.code).facts
