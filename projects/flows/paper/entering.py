"""An application from paper: begun by the staff for an organisation, also after closing if it came in time."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from accounts.enums import Role
from accounts.models import User
from accounts.queries.standing import standing_of
from organizations.flows.moving import refuse_members
from organizations.models import Organization
from projects.domain.form import FORMS, read
from projects.enums import ProjectState
from projects.flows.applications.beginning import lay_down, refuse_unfit
from projects.flows.applications.moving import locked
from projects.flows.applications.moving import move as move_project
from projects.flows.applications.saving import follow
from projects.flows.applications.telling import concerned, tell_them
from projects.flows.paper.moving import locked_entry, move
from projects.models import PaperEntry, Project
from projects.queries.applications import asked_of
from projects.queries.papers import late, refuse_day
from rounds.flows.locks import shared
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

ENTERERS = (Role.CLERK, Role.OPERATOR)


def enter_paper(
    *,
    round_id: int,
    organization: Organization,
    received_on: date | None,
    actor: User,
    reason: str = "",
    texts: Mapping[str, Mapping[str, str]] | None = None,
    key: str = "",
) -> Project:
    """Begin an application that came on paper on ``received_on``, with its first ``texts`` by section.

    It is written by the staff alone and counts only when a second person has compared it. The same ``key`` in a round
    is the same application. Raise ``RuleRefusal``: ``round_not_open``, ``paper_too_late_to_enter`` once the review
    runs; ``paper_day_missing``, ``paper_day_ahead``, ``paper_day_early``, ``paper_day_late``; ``paper_reason_missing``
    after closing; ``own_organization``; what ``begin_application`` refuses of an organisation.
    """
    with shared(round_id) as (round_, now):
        # The organisation's row is the lock under which its applications are counted.
        organization = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
        known = organization.projects.filter(round=round_, key=key).first() if key else None
        if known is not None:
            return known
        words = reason.strip()
        refuse_day(round_, received_on, now)
        if late(round_, now) and not words:
            raise RuleRefusal("paper_reason_missing")
        refuse_members(organization.pk, actor)
        alone = not organization.memberships.filter(ended_at__isnull=True).exists()
        refuse_unfit(organization, round_, now, unverified=alone)
        project = lay_down(
            round_, organization, texts or {}, actor=actor, now=now, key=key, on_paper=True, received_on=received_on
        )
        _follow_texts(project, now)
        entry = PaperEntry.objects.create(project=project, reason=words)
        facts = standing_of(actor, *ENTERERS, area=organization.area.code).facts
        record(
            actor=actor, verb="application.enter_paper", subject=project, after=project.state, code=project.code,
            received_on=received_on, reason=words, entry=entry.pk, key=key, **facts,
        )  # fmt: skip
        return project


def _follow_texts(project: Project, now: datetime) -> None:
    """Let title, field and amounts follow what the application begins with, as each later save does."""
    for draft in project.sections.filter(section__in=("project", "budget")):
        if draft.typed:
            found = read(FORMS[draft.section], draft.typed, asked_of(project.round, section=draft.section))
            follow(project, draft.section, found, now=now)


@transaction.atomic
def drop_paper(*, project_id: int, reason: str, actor: User) -> Project:
    """Give an entry up that was never handed in, with a reason: the wrong organisation, entered twice.

    Raise ``RuleRefusal``: ``withdraw_reason_missing``, ``paper_illegal_move``, ``application_illegal_move``,
    ``paper_counts`` for one that was handed in.
    """
    words = reason.strip()
    if not words:
        raise RuleRefusal("withdraw_reason_missing")
    project = locked(project_id)
    entry = locked_entry(project_id)
    if project.state != ProjectState.DRAFT or project.submissions.exists():
        raise RuleRefusal("paper_counts")
    now = clock.now()
    tell_them(
        concerned(project, project.created_by), "application_withdrawn", now.isoformat(), project, page="overview",
        by=str(actor), reason=words,
    )  # fmt: skip
    move(entry, "drop", actor=actor, facts={"reason": words})
    return move_project(project, "withdraw", actor=actor, facts={"reason": words}, reason=words)
