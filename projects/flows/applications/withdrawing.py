"""Taking an application out of the round for good."""

from django.db import transaction

from accounts.models import User
from projects.domain.lifecycle import PROJECT_LIFE
from projects.flows.applications.moving import locked, move
from projects.flows.applications.telling import concerned, tell_them
from projects.models import Project
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@transaction.atomic
def withdraw_application(*, project_id: int, reason: str, actor: User) -> Project:
    """Withdraw an application and return it. Nothing leads back; what was handed in stays on file.

    Raise ``RuleRefusal``: ``withdraw_reason_missing``; ``application_illegal_move``.
    """
    words = reason.strip()
    if not words:
        raise RuleRefusal("withdraw_reason_missing")
    project = locked(project_id)
    PROJECT_LIFE.target_of("withdraw", project.state)
    now = clock.now()
    tell_them(
        concerned(project, project.created_by), "application_withdrawn", now.isoformat(), project, page="overview",
        by=str(actor), reason=words,
    )  # fmt: skip
    return move(project, "withdraw", actor=actor, facts={"reason": words}, reason=words)
