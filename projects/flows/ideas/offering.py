"""Organisations offer to apply with an idea; both sides may leave it."""

from django.db import transaction

from accounts.models import User
from organizations.enums import OrganizationState
from organizations.models import Organization
from organizations.queries import is_member, operates
from projects.domain.ideas import OFFER_LIFE
from projects.enums import IdeaState, OfferState
from projects.flows.ideas.locking import locked_idea, locked_offer, tell_organization, tell_owner
from projects.models import Idea, IdeaOffer, Project
from projects.queries.ideas import drafts_for, that_fit
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@transaction.atomic
def make_offer(
    *, idea_id: int, organization: Organization, approach: str, strength: str, owner_part: str, actor: User,
    into: Project | None = None,
) -> IdeaOffer:  # fmt: skip
    """Offer to apply with an idea, in words that its owner compares with others; with a draft that is begun already
    where ``into`` names one.

    Raise ``RuleRefusal``: ``idea_not_open``; ``offer_draft_unfit``; ``organization_not_verified``;
    ``operator_never_applies``; ``offer_own_idea`` for one to which the owner belongs; ``offer_made_already``.
    """
    idea = locked_idea(idea_id)
    _refuse_unfit(idea, organization)
    if idea.offers.filter(organization=organization, state__in=OfferState.standing).exists():
        raise RuleRefusal("offer_made_already")
    if into is not None and not drafts_for(organization, clock.now()).filter(pk=into.pk).exists():
        raise RuleRefusal("offer_draft_unfit")
    offer = IdeaOffer.objects.create(
        idea=idea, organization=organization, by=actor, approach=approach, strength=strength, owner_part=owner_part,
        into=into, made_at=clock.now(),
    )  # fmt: skip
    tell_owner(idea, "idea_offered", f"{offer.pk}", page="ideas:offers", organization=organization.name)
    record(actor=actor, verb="offer.make", subject=offer, after=offer.state, idea=idea.code)
    return offer


@transaction.atomic
def take_back_offer(*, offer_id: int, actor: User) -> IdeaOffer:
    """Take an offer back that the owner has not answered. Raise ``RuleRefusal("offer_illegal_move")``."""
    idea, offer = locked_offer(offer_id)
    OFFER_LIFE.target_of("take_back", offer.state)
    tell_owner(
        idea, "idea_offer_taken_back", f"{offer.pk}", page="ideas:offers", organization=offer.organization.name
    )  # fmt: skip
    step(offer, OFFER_LIFE, "take_back", noun="offer", actor=actor, ended_at=clock.now())
    return offer


@transaction.atomic
def decline_offer(*, offer_id: int, reason: str, actor: User) -> IdeaOffer:
    """Decline an offer; a reason may be given. Raise ``RuleRefusal("offer_illegal_move")``."""
    idea, offer = locked_offer(offer_id)
    OFFER_LIFE.target_of("decline", offer.state)
    words = reason.strip()
    tell_organization(idea, offer.organization, "idea_offer_declined", f"{offer.pk}", reason=words or "—")
    step(
        offer, OFFER_LIFE, "decline", noun="offer", actor=actor, facts={"reason": words}, reason=words,
        ended_at=clock.now(),
    )  # fmt: skip
    return offer


@transaction.atomic
def point_out(*, idea_id: int, organization: Organization, actor: User) -> None:
    """Ask one of the organisations that fit to look at the idea; it is asked once.

    Raise ``RuleRefusal``: ``idea_not_open``; ``offer_not_suggested`` for one that the page does not name.
    """
    idea = locked_idea(idea_id)
    if idea.state != IdeaState.OPEN:
        raise RuleRefusal("idea_not_open")
    if organization not in that_fit(idea, clock.now()):
        raise RuleRefusal("offer_not_suggested")
    tell_organization(idea, organization, "idea_pointed_out", f"{idea.pk}")
    record(actor=actor, verb="idea.point_out", subject=idea, organization=organization.pk)


def _refuse_unfit(idea: Idea, organization: Organization) -> None:
    if idea.state != IdeaState.OPEN:
        raise RuleRefusal("idea_not_open")
    if organization.state != OrganizationState.VERIFIED:
        raise RuleRefusal("organization_not_verified")
    if operates(organization.uscc, clock.today()):
        raise RuleRefusal("operator_never_applies")
    own = Organization.objects.filter(is_member(idea.owner, organization_ref="pk"), pk=organization.pk)
    if own.exists():
        raise RuleRefusal("offer_own_idea")
