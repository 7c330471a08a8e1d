"""Which need an application cites: follows the hand-in that stands, and answers the need once its money is agreed."""

from django.db import transaction

from accounts.models import User
from projects.enums import NeedState
from projects.flows.needs import bind_need, match_need
from projects.models import Need, NeedCitation, Project
from venture.audit.flows import record
from venture.kernel import clock


def follow_citation(*, project: Project, code: str, actor: User) -> NeedCitation | None:
    """Let the application cite the published need ``code``, and no other; an empty code cites none.

    Part of the hand-in, in its transaction and under its lock.
    """
    before = project.citations.filter(dropped_at__isnull=True).select_related("need").first()
    if before is not None and before.need.code == code:
        return before
    now = clock.now()
    if before is not None:
        before.dropped_at = now
        before.save(update_fields=["dropped_at"])
    need = Need.objects.filter(code=code, state__in=NeedState.public).first() if code else None
    made = NeedCitation.objects.create(need=need, project=project, cited_at=now) if need is not None else None
    if before is not None:
        record(actor=actor, verb="need.drop_citation", subject=before.need, application=project.code)
    if made is not None:
        record(actor=actor, verb="need.cite", subject=made.need, application=project.code)
    return made


@transaction.atomic
def answer_cited_need(*, project: Project, actor: User | None) -> Need | None:
    """Match the need that the application cites, when its agreement is in force. ``None`` where nothing waits for it.

    A need that was matched with this organisation before it had a project gets the project now. One that another
    organisation or project answers already stays with that; the citation shows on the need's page all the same.
    """
    cited = project.citations.filter(dropped_at__isnull=True).first()
    if cited is None:
        return None
    need = Need.objects.select_for_update().get(pk=cited.need_id)
    if need.state == NeedState.PUBLISHED:
        return match_need(need_id=need.pk, organization=project.organization, project=project, actor=actor)
    if need.state == NeedState.MATCHED and need.project_id is None and need.answered_by_id == project.organization_id:
        return bind_need(need_id=need.pk, project_id=project.pk, actor=actor)
    return None
