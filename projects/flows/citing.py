"""Which need an application cites: follows the hand-in that stands, and answers the need once its money is agreed."""

from django.db import transaction

from accounts.models import User
from projects.enums import NeedState
from projects.flows.needs import match_need
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

    A need that another project answers already stays with that one; the citation shows on the need's page all the same.
    """
    cited = project.citations.filter(dropped_at__isnull=True).select_related("need").first()
    if cited is None or cited.need.state != NeedState.PUBLISHED:
        return None
    return match_need(need_id=cited.need_id, organization=project.organization, project=project, actor=actor)
