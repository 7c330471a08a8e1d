"""Who posts and reads ideas, makes and answers offers, judges, and decides prizes."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from accounts.enums import Role
from accounts.queries.people import may_never_apply
from organizations.enums import MemberRole
from organizations.permissions import VIEWERS
from organizations.queries import is_member
from projects.enums import ContestState, IdeaState, OfferState
from projects.models import IdeaJudge, IdeaOffer
from venture.kernel.policy import EVERYBODY, NOBODY, declare, declare_act

KEEPERS = (Role.CLERK, Role.HEAD, Role.OPERATOR)
OPEN = Q(state=IdeaState.OPEN)


def _own(user: Any) -> Q:
    return Q(owner_id=user.pk)


def _staff(user: Any, *roles: Role) -> Q:
    """Ideas belong to the whole city: a role held anywhere reads them, as everybody reads them in public."""
    return EVERYBODY if user.has_role(*roles) else NOBODY


def _paired_with_own(user: Any) -> Q:
    writes = is_member(user, organization_ref="organization_id", roles=MemberRole.writers)
    return Q(state=IdeaState.PAIRED) & Q(writes)


def _offered(user: Any) -> Q:
    """Return the ideas for which an organisation made an offer that the person writes for."""
    made = IdeaOffer.objects.filter(
        is_member(user, organization_ref="organization_id", roles=MemberRole.writers), idea=OuterRef("pk")
    )
    return Q(Exists(made))


declare_act("ideas.post", lambda user: not may_never_apply(user))
declare("ideas.view", lambda _user: Q(state__in=IdeaState.public), public=True)
declare("ideas.view_own", _own)
declare("ideas.edit", lambda user: _own(user) & Q(state__in=[IdeaState.OPEN, IdeaState.HIDDEN]))
declare("ideas.keep", lambda user: _own(user) & OPEN)
declare("ideas.part", lambda user: (_own(user) & Q(state=IdeaState.PAIRED)) | _paired_with_own(user))
declare("ideas.open_draft", lambda user: _paired_with_own(user) & Q(project__isnull=True))
# The two of a pair see each other's name and telephone.
declare("ideas.meet", lambda user: (_own(user) & Q(state=IdeaState.PAIRED)) | _paired_with_own(user))
declare("ideas.follow_offers", lambda user: _own(user) | _offered(user))
declare("ideas.view_staff", lambda user: _staff(user, *VIEWERS))
declare("ideas.hide", lambda user: _staff(user, *KEEPERS) & OPEN)
declare("ideas.show", lambda user: _staff(user, *KEEPERS) & Q(state=IdeaState.HIDDEN))

_WRITES = "organization_id"
declare("idea_offers.answer", lambda user: Q(idea__owner_id=user.pk) & Q(state=OfferState.MADE))
declare(
    "idea_offers.take_back",
    lambda user: Q(is_member(user, organization_ref=_WRITES, roles=MemberRole.writers)) & Q(state=OfferState.MADE),
)
declare(
    "idea_offers.view",
    lambda user: Q(idea__owner_id=user.pk) | Q(is_member(user, organization_ref=_WRITES, roles=MemberRole.writers)),
)

declare("idea_contests.view_staff", lambda user: _staff(user, *VIEWERS))
declare_act("idea_contests.open", lambda user: user.has_role(*KEEPERS))
declare("idea_contests.propose", lambda user: _staff(user, *KEEPERS) & Q(state=ContestState.JUDGING))
declare(
    "idea_contests.send_back", lambda user: _staff(user, Role.CLERK, Role.HEAD) & Q(state=ContestState.PROPOSED)
)  # fmt: skip
declare("idea_contests.decide", lambda user: _staff(user, Role.CLERK, Role.HEAD) & Q(state=ContestState.PROPOSED))
declare("idea_prizes.view_staff", lambda user: _staff(user, *VIEWERS, Role.FINANCE_MAKER, Role.FINANCE_CHECKER))
# Entries of running reviews, by their judges alone.
declare(
    "idea_entries.judge",
    lambda user: Q(
        Exists(IdeaJudge.objects.filter(user_id=user.pk, contest=OuterRef("contest_id")))
    ) & Q(contest__state=ContestState.JUDGING, idea__state=IdeaState.OPEN),
)  # fmt: skip
declare_act("ideas.judge", lambda user: IdeaJudge.objects.filter(user_id=user.pk).exists())
