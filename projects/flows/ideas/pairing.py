"""An accepted offer: the pair, the draft in the organisation's account, and what happens when they part."""

from django.db import transaction

from accounts.models import User
from projects.domain.ideas import IDEA_LIFE, OFFER_LIFE
from projects.enums import IdeaState, OfferState, ProjectState
from projects.flows.applications import begin_application, save_section, withdraw_application
from projects.flows.ideas.locking import locked_idea, locked_offer, tell_organization, tell_owner
from projects.flows.ideas.posting import end_offers, refuse_judged
from projects.models import Idea, IdeaOffer, Project
from projects.queries.ideas import drafts_for, season
from rounds.models import Round
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

# An application that came to nothing keeps nobody: the idea may look for another organisation.
OVER = (ProjectState.WITHDRAWN, ProjectState.REJECTED, ProjectState.LAPSED)


@transaction.atomic
def accept_offer(*, offer_id: int, actor: User) -> IdeaOffer:
    """Accept an offer: the idea is paired, the other offers are passed over, and in an open call a draft begins.

    Raise ``RuleRefusal``: ``idea_illegal_move``, ``offer_illegal_move``; ``idea_is_judged`` while a review looks at the
    idea; ``offer_cannot_apply`` when the call does not let the organisation begin an application.
    """
    idea, offer = locked_offer(offer_id)
    refuse_judged(idea)
    now = clock.now()
    OFFER_LIFE.target_of("accept", offer.state)
    IDEA_LIFE.target_of("pair", idea.state)
    call = season(now)
    project = _begun(idea, offer, call.call) if call.open and call.call is not None else None
    step(offer, OFFER_LIFE, "accept", noun="offer", actor=actor, ended_at=now)
    end_offers(idea, actor=actor, event="idea_passed_over")
    tell_organization(idea, offer.organization, "idea_accepted", f"{offer.pk}")
    step(
        idea, IDEA_LIFE, "pair", noun="idea", actor=actor, organization=offer.organization, paired_at=now,
        project=project, round=project.round if project else idea.round,
        facts={"organization": offer.organization.pk, "project": project.code if project else None},
    )  # fmt: skip
    return offer


@transaction.atomic
def open_draft(*, idea_id: int, actor: User) -> Project:
    """Begin the application of a pair that was made while no call was open.

    Raise ``RuleRefusal``: ``idea_not_paired``, ``idea_has_draft``, ``idea_no_call``, ``offer_cannot_apply``.
    """
    idea = locked_idea(idea_id)
    if idea.state != IdeaState.PAIRED:
        raise RuleRefusal("idea_not_paired")
    if idea.project is not None:
        raise RuleRefusal("idea_has_draft")
    call = season(clock.now())
    if not call.open or call.call is None:
        raise RuleRefusal("idea_no_call")
    offer = idea.offers.select_related("organization", "by").get(state=OfferState.ACCEPTED)
    idea.project = _begun(idea, offer, call.call)
    idea.round = call.call
    idea.save(update_fields=["project", "round"])
    tell_owner(idea, "idea_drafted", f"{idea.project.pk}", organization=offer.organization.name)
    record(actor=actor, verb="idea.open_draft", subject=idea, project=idea.project.code)
    return idea.project


@transaction.atomic
def part(*, idea_id: int, reason: str, actor: User) -> Idea:
    """Part again, for a reason that stays on record: the draft is withdrawn, the idea looks for an organisation anew.

    Raise ``RuleRefusal``: ``idea_reason_missing``; ``idea_illegal_move``; ``idea_handed_in`` while it is handed in.
    """
    words = reason.strip()
    if not words:
        raise RuleRefusal("idea_reason_missing")
    idea = locked_idea(idea_id)
    IDEA_LIFE.target_of("part", idea.state)
    project = idea.project
    if project is not None and project.state not in OVER and (project.submitted_at or project.state != "draft"):
        raise RuleRefusal("idea_handed_in")
    offer = idea.offers.select_for_update(of=("self",)).select_related("organization").get(state=OfferState.ACCEPTED)
    if project is not None and project.state == ProjectState.DRAFT:
        withdraw_application(project_id=project.pk, reason=words, actor=actor)
    now = clock.now()
    tell_owner(idea, "idea_parted", f"{offer.pk}", reason=words)
    tell_organization(idea, offer.organization, "idea_parted", f"{offer.pk}", reason=words)
    step(offer, OFFER_LIFE, "end", noun="offer", actor=actor, facts={"reason": words}, reason=words, ended_at=now)
    step(
        idea, IDEA_LIFE, "part", noun="idea", actor=actor, facts={"reason": words}, organization=None, paired_at=None,
        project=None,
    )  # fmt: skip
    return idea


def _begun(idea: Idea, offer: IdeaOffer, call: Round) -> Project:
    """Put the idea's words into the application: a first draft, which never stands over what is written already.

    The application is the draft that the offer names, or begins in the organisation's account in the name of who made
    the offer. Raise ``RuleRefusal("offer_cannot_apply")``.
    """
    try:
        project = _draft_of(offer) or begin_application(
            round_id=call.pk, organization=offer.organization, actor=offer.by
        )  # fmt: skip
    except RuleRefusal as refusal:
        raise RuleRefusal("offer_cannot_apply", name=offer.organization.name) from refusal
    texts = {
        "project": {"title": idea.title, "category": idea.field, "summary": idea.proposal},
        "need": {"background": idea.problem, "group": idea.population},
        "activities": {"approach": offer.approach},
    }
    kept = {row.section: row.typed for row in project.sections.filter(section__in=texts)}
    for section, typed in texts.items():
        empty = {path: text for path, text in typed.items() if not kept.get(section, {}).get(path)}
        if empty:
            save_section(project_id=project.pk, section=section, typed=empty, base={}, key="", actor=offer.by)
    project.refresh_from_db()
    return project


def _draft_of(offer: IdeaOffer) -> Project | None:
    """Return the draft that the offer names, if it still can take the idea up."""
    if offer.into_id is None:
        return None
    return drafts_for(offer.organization, clock.now()).filter(pk=offer.into_id).first()
