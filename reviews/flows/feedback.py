"""What an applicant reads after the decision: drafted from the experts' comments, checked by a person, released."""

from collections import defaultdict
from collections.abc import Collection

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from organizations.flows.moving import refuse_members
from projects.flows.applications.telling import concerned
from reviews.domain.lifecycle import FEEDBACK_LIFE
from reviews.domain.naming import without_names
from reviews.enums import AssignmentState, SheetState
from reviews.models import Appointment, Decision, Feedback, ScoreSheet
from rounds.flows.locks import shared
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import tell_all

BATCH, LONGEST = 500, 5000


def draft_feedback(*, decision: Decision, actor: User) -> int:
    """Draft the feedback of every decided project that has none yet, without the experts' names. 4 queries."""
    comments: dict[int, list[str]] = defaultdict(list)
    sealed = ScoreSheet.objects.filter(
        state=SheetState.SEALED, assignment__state__in=AssignmentState.counting,
        assignment__stage__round=decision.round_id,
    )  # fmt: skip
    for project, comment in sealed.order_by("assignment__stage__order", "assignment__place", "pk").values_list(
        "assignment__project_id", "comment"
    ):
        if comment.strip():
            comments[project].append(comment.strip())
    people = Appointment.objects.filter(round=decision.round_id).values_list("expert__name", "expert__employer")
    names = {name for pair in people for name in pair if name}
    with translation.override("zh-hans"):
        stand_in, none = _("(an expert)"), _("The experts left no written comment on this project.")
        rows = [
            Feedback(project_id=project, text=_text(comments.get(project, []), names, stand_in) or none)
            for project in decision.items.filter(project__feedback__isnull=True).values_list("project_id", flat=True)
        ]
    Feedback.objects.bulk_create(rows, batch_size=BATCH)
    record(actor=actor, verb="feedback.draft", subject=decision, count=len(rows))
    return len(rows)


def _text(comments: list[str], names: Collection[str], stand_in: str) -> str:
    clean = [without_names(each, names, stand_in) for each in comments]
    return "\n\n".join(f"{number}. {each}" for number, each in enumerate(clean, start=1))[:LONGEST]


def write_feedback(*, feedback_id: int, text: str, actor: User) -> Feedback:
    """Change the words of a feedback that was not released; a checked one is to be checked again.

    Raise ``RuleRefusal``: ``feedback_illegal_move``, ``feedback_empty``, ``own_organization``.
    """
    if not text.strip():
        raise RuleRefusal("feedback_empty")
    return _step(feedback_id, "write", actor, text=text.strip()[:LONGEST], checked_by=None, checked_at=None)


def check_feedback(*, feedback_id: int, actor: User) -> Feedback:
    """Say that the words tell no expert's name and may be read. Raise like ``write_feedback``."""
    return _step(feedback_id, "check", actor, checked_by=actor, checked_at=clock.now())


def release_feedback(*, feedback_id: int, actor: User) -> Feedback:
    """Let the applicant read it, and tell them. Raise like ``write_feedback``."""
    return _step(feedback_id, "release", actor, released_at=clock.now())


def _step(feedback_id: int, verb: str, actor: User, **stamps: object) -> Feedback:
    round_id = Feedback.objects.values_list("project__round_id", flat=True).get(pk=feedback_id)
    with shared(round_id):
        rows = Feedback.objects.select_for_update(of=("self",)).select_related("project__organization")
        feedback = rows.get(pk=feedback_id)
        project = feedback.project
        FEEDBACK_LIFE.target_of(verb, feedback.state)
        refuse_members(project.organization_id, actor)
        if verb == "release":
            with translation.override("zh-hans"):
                path = reverse("feedback:read", kwargs={"code": project.code})
            tell_all(
                concerned(project, project.created_by), "feedback_released", f"{feedback.pk}", path=path,
                code=project.code, title=project.title or project.code,
            )  # fmt: skip
            step(
                feedback, FEEDBACK_LIFE, "release", noun="feedback", actor=actor, facts={"application": project.code},
                **stamps,
            )  # fmt: skip
        elif verb == "check":
            step(
                feedback, FEEDBACK_LIFE, "check", noun="feedback", actor=actor, facts={"application": project.code},
                **stamps,
            )  # fmt: skip
        else:
            step(
                feedback, FEEDBACK_LIFE, "write", noun="feedback", actor=actor, facts={"application": project.code},
                **stamps,
            )  # fmt: skip
        return feedback
