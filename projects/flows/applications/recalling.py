"""Calling a hand-in back to change it: until closing, and the last hand-in stands until another replaces it."""

from accounts.models import User
from projects.domain.lifecycle import PROJECT_LIFE
from projects.flows.applications.closing import stand_later
from projects.flows.applications.moving import move
from projects.flows.applications.telling import concerned, tell_them
from projects.flows.applications.window import closes_at, taking_back
from projects.models import Project
from projects.queries.submissions import standing_of
from venture.kernel.errors import RuleRefusal


def recall_application(*, project_id: int, actor: User) -> Project:
    """Reopen a handed-in application for changes and return it.

    If nobody hands it in again, the last hand-in stands at closing. Raise ``RuleRefusal``: ``round_not_open``,
    ``round_closed``; ``application_illegal_move``; ``correction_not_recalled`` for one that answered a correction.
    """
    with taking_back(project_id) as held:
        project = held.project
        PROJECT_LIFE.target_of("recall", project.state)
        last = standing_of(project)
        if last is None or last.corrects_id is not None:
            raise RuleRefusal("correction_not_recalled")
        ends = closes_at(project) or held.now
        stand_later(project, ends)
        tell_them(
            concerned(project, project.created_by), "application_recalled", f"{last.pk}:{held.now.isoformat()}",
            project, page="overview", by=str(actor), receipt=last.receipt, closes=ends.isoformat(),
        )  # fmt: skip
        return move(project, "recall", actor=actor, facts={"receipt": last.receipt})
