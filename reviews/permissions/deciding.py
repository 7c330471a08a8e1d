"""Who selects, changes by hand, decides, and calls from the reserve. The rows are rounds, selections, decisions."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.permissions import in_areas
from organizations.queries import is_member
from reviews.enums import AwardState, DecisionState, DecisionWay, FeedbackState
from reviews.models import MINUTES_PURPOSE, OVERRIDE_PURPOSE, PAPERS_PURPOSE, Decision, MeetingPapers, Override
from reviews.permissions.ranking import LOCKERS, READERS
from rounds.enums import RoundState
from venture.files.registry import PAPERS, PICTURES, declare_purpose
from venture.kernel import policy
from venture.kernel.policy import declare

ROUND = "round__area__code"


def _here(user: Any, *roles: Role) -> Q:
    return in_areas(user, ROUND, *roles)


# A selection belongs to its round: it is read by whoever reads the ranking, prepared by clerk and head.
declare("selections.view", lambda user: _here(user, *READERS))
declare("selections.prepare", lambda user: in_areas(user, "area__code", *LOCKERS) & Q(state=RoundState.REVIEWING))
declare("selections.act", lambda user: _here(user, *LOCKERS))

declare("decisions.view", lambda user: _here(user, *READERS))
declare("decisions.record", lambda user: _here(user, *LOCKERS) & Q(state=DecisionState.DRAFT))
declare("decisions.check", lambda user: _here(user, *LOCKERS) & Q(state=DecisionState.RECORDED))
declare("decisions.print", lambda user: _here(user, *LOCKERS))
declare(
    "decisions.vote",
    lambda user: _here(user, Role.LEADER) & Q(way=DecisionWay.VOTE, state=DecisionState.DRAFT, selection__state="sent"),
)
declare("decisions.read_as_leader", lambda user: _here(user, Role.LEADER) & Q(selection__state__in=("sent", "decided")))

AWARD = "decision__round__area__code"
declare("awards.view", lambda user: in_areas(user, AWARD, *READERS))
declare("awards.confirm", lambda user: in_areas(user, AWARD, *LOCKERS) & Q(state=AwardState.PROPOSED))
declare(
    "awards.lose",
    lambda user: in_areas(user, AWARD, Role.HEAD) & Q(state__in=(AwardState.PROPOSED, AwardState.CONFIRMED)),
)
declare("awards.call", lambda user: in_areas(user, AWARD, *LOCKERS) & Q(state=AwardState.LOST))

FEEDBACK = "project__round__area__code"
declare("feedback.view_staff", lambda user: in_areas(user, FEEDBACK, *READERS))
declare(
    "feedback.write",
    lambda user: in_areas(user, FEEDBACK, *LOCKERS, Role.OPERATOR) & ~Q(state=FeedbackState.RELEASED),
)
declare("feedback.check", lambda user: in_areas(user, FEEDBACK, *LOCKERS) & Q(state=FeedbackState.DRAFT))
declare("feedback.release", lambda user: in_areas(user, FEEDBACK, *LOCKERS) & Q(state=FeedbackState.CHECKED))
declare(
    "feedback.read",
    lambda user: Q(is_member(user, organization_ref="project__organization_id")) & Q(state=FeedbackState.RELEASED),
)


def _seen(model: Any, field: str, right: str, path: str) -> Any:
    """Return who sees a file: whoever sees the row that it belongs to. ``path`` leads from the file's row there."""

    def rule(user: Any) -> Exists:
        rows = policy.visible(user, right, path_model(path))
        return Exists(model.objects.filter(**{field: OuterRef("pk"), f"{path}__in": rows}))

    def path_model(name: str) -> Any:
        return model._meta.get_field(name).related_model._default_manager.all()

    return rule


declare_purpose(
    OVERRIDE_PURPOSE,
    label=_("Minutes of a change by hand"),
    kinds=PAPERS | PICTURES,
    rule=_seen(Override, "minutes", "selections.view", "selection"),
    sensitive=True,
)
declare_purpose(
    MINUTES_PURPOSE,
    label=_("Minutes of a decision"),
    kinds=PAPERS | PICTURES,
    rule=lambda user: Exists(policy.visible(user, "decisions.view", Decision.objects.filter(minutes=OuterRef("pk")))),
    sensitive=True,
)
declare_purpose(
    PAPERS_PURPOSE,
    label=_("Papers for a meeting"),
    kinds=PAPERS,
    rule=_seen(MeetingPapers, "file", "decisions.view", "decision"),
    sensitive=True,
)
