"""Read shapes of ideas and of what organisations offer; which call takes ideas now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from organizations.enums import MemberRole, OrganizationState
from organizations.models import Organization
from organizations.queries import is_member, operates
from projects.domain.ideas import PATIENCE, Reach, reach
from projects.enums import ContestState, IdeaState, OfferState, ProjectState
from projects.models import Idea, IdeaDraft, IdeaEntry, IdeaOffer, Need, Project
from rounds import queries as rounds
from rounds.enums import Means
from rounds.models import Round

SUGGESTED = 3


@dataclass(frozen=True)
class Season:
    """The call that takes ideas: the one open now, else the newest that does. Without one there are no pages."""

    now: datetime
    call: Round | None
    open: bool

    @property
    def used(self) -> bool:
        return self.call is not None

    @property
    def reach(self) -> Reach:
        if self.call is None:
            return Reach.NONE
        return reach(self.now, self.call.opens_at, self.call.closes_at)

    @property
    def has_prizes(self) -> bool:
        return self.call is not None and Means.IDEA_AWARDS in self.call.advanced


def season(now: datetime) -> Season:
    """Return the call that takes ideas now. One query."""
    calls = [each for each in rounds.for_public().order_by("-year", "-code") if Means.IDEAS in each.advanced]
    running = [each for each in calls if rounds.takes_applications(each, now)]
    call = min(running, key=lambda each: (each.closes_at, each.pk)) if running else next(iter(calls), None)
    return Season(now, call, bool(running))


def reach_of(idea: Idea, now: datetime) -> Reach:
    """Return what an idea can still reach in the call with which it goes. No query on a row with its round."""
    if idea.round is None:
        return Reach.NONE
    return reach(now, idea.round.opens_at, idea.round.closes_at)


def with_offers(rows: QuerySet[Idea]) -> QuerySet[Idea]:
    """Annotate ``offered``: how many offers wait for the owner."""
    return rows.annotate(offered=Count("offers", filter=Q(offers__state=OfferState.MADE)))


def public_ideas() -> QuerySet[Idea]:
    """Return what the public reads, with whom the idea is paired, its application and its prize. One query."""
    rows = Idea.objects.filter(state__in=IdeaState.public)
    return with_offers(rows.select_related("round", "street", "organization", "project", "prize"))


def ideas_for_list(*, field: str = "", street: str = "", state: str = "", text: str = "") -> QuerySet[Idea]:
    """Return public ideas by field of service, street, state and words. One query."""
    rows = public_ideas().order_by("-posted_at", "-pk")
    for name, wanted in (("field", field), ("street__code", street), ("state", state)):
        if wanted:
            rows = rows.filter(**{name: wanted})
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(problem__icontains=text) | Q(proposal__icontains=text))
    return rows


def streets_with_ideas() -> list[tuple[str, str]]:
    """Return (code, name) of the streets that public ideas name. One query."""
    rows = Idea.objects.filter(state__in=IdeaState.public, street__isnull=False).order_by("street__code")
    return list(rows.values_list("street__code", "street__name").distinct())


def ideas_of(user: Any) -> QuerySet[Idea]:
    """Return the person's own ideas, newest first. One query."""
    rows = Idea.objects.filter(owner=user).select_related("round", "street", "organization", "project", "prize")
    return with_offers(rows).order_by("-posted_at", "-pk")


def idea_draft_of(user: Any) -> IdeaDraft | None:
    return IdeaDraft.objects.filter(user=user).first()


def ideas_for_staff() -> QuerySet[Idea]:
    return with_offers(Idea.objects.select_related("round", "street", "organization", "project", "owner", "prize"))


def offers_of(idea: Idea) -> QuerySet[IdeaOffer]:
    """Return every offer, the first made first, with what is known of the organisation. One query.

    ``projects`` counts the applications that it handed in and that were accepted.
    """
    rows = idea.offers.select_related("organization__area", "by").order_by("made_at", "pk")
    return rows.annotate(projects=Count("organization__projects", filter=Q(organization__projects__state="accepted")))


def offers_by(organizations: QuerySet[Organization]) -> QuerySet[IdeaOffer]:
    """Return what organisations offered, newest first. One query."""
    rows = IdeaOffer.objects.filter(organization__in=organizations)
    return rows.select_related("idea__owner", "idea__project", "organization").order_by("-made_at", "-pk")


def writes_for_ideas(user: Any) -> QuerySet[Organization]:
    """Return the verified organisations for which the person writes. One query."""
    writes = is_member(user, organization_ref="pk", roles=MemberRole.writers)
    return Organization.objects.filter(writes, state=OrganizationState.VERIFIED).order_by("name", "pk")


def could_offer(user: Any, idea: Idea) -> QuerySet[Organization]:
    """Return the person's organisations that have made no standing offer yet. One query."""
    standing = IdeaOffer.objects.filter(idea=idea, organization=OuterRef("pk"), state__in=OfferState.standing)
    return writes_for_ideas(user).exclude(Exists(standing))


def drafts_for(organization: Organization, now: datetime) -> QuerySet[Project]:
    """Return the organisation's drafts in the call that takes ideas now which could take an idea up. Two queries."""
    return drafts_among(Organization.objects.filter(pk=organization.pk), now)


def drafts_among(organizations: QuerySet[Organization], now: datetime) -> QuerySet[Project]:
    """Return the same for several organisations. Two queries."""
    found = season(now)
    if not found.open:
        return Project.objects.none()
    rows = Project.objects.filter(organization__in=organizations, round=found.call, state=ProjectState.DRAFT)
    return rows.filter(on_paper=False, submitted_at__isnull=True, idea__isnull=True).order_by("code")


def is_judged(idea: Idea) -> bool:
    """Tell whether a review that is not decided yet looks at the idea. One query."""
    return IdeaEntry.objects.filter(idea=idea).exclude(contest__state=ContestState.DECIDED).exists()


def waits_long(idea: Any, now: datetime) -> bool:
    """Tell whether a row of ``ideas_of`` has waited so long without an offer that organisations are named. No query."""
    return idea.state == IdeaState.OPEN and not idea.offered and now - idea.posted_at >= PATIENCE


def that_fit(idea: Idea, now: datetime) -> list[Organization]:
    """Return a few verified organisations that fit: work in the field, near the street. Those with both come first.

    ``in_field`` and ``near`` say why. Three queries at most.
    """
    work = Project.objects.filter(organization=OuterRef("pk"), category__slug=idea.field).exclude(state="draft")
    answered = Need.objects.filter(answered_by=OuterRef("pk"), field=idea.field)
    offered = IdeaOffer.objects.filter(organization=OuterRef("pk"), idea=idea)
    street = idea.street.code if idea.street is not None else ""
    near = Q(area__code__startswith=street[:6]) if street else Q(pk__in=[])
    rows = Organization.objects.filter(state=OrganizationState.VERIFIED).exclude(Exists(offered))
    rows = rows.exclude(is_member(idea.owner, organization_ref="pk"))
    rows = rows.annotate(in_field=Q(Exists(work)) | Q(Exists(answered))).filter(in_field=True).annotate(near=near)
    found: list[Any] = list(rows.order_by("-near", "-grade", "name", "pk")[: SUGGESTED + 1])
    return [each for each in found if not operates(each.uscc, now.date())][:SUGGESTED] if found else []


def credit_of(project: Project) -> Idea | None:
    """Return the idea from which an application came, or from which the one came that it was copied from. One query."""
    return ideas_behind(project).order_by("-project").first()


def ideas_behind(project: Project) -> QuerySet[Idea]:
    """Return the ideas of an application and of the one that it was copied from; the newer application's counts."""
    return Idea.objects.filter(project__in=[pk for pk in (project.pk, project.copied_from_id) if pk])


def with_credit(rows: QuerySet[Project]) -> QuerySet[Project]:
    """Fetch with applications what ``credit_on`` reads. No query of its own."""
    return rows.select_related("idea", "copied_from__idea")


def credit_on(project: Any) -> Idea | None:
    """Return what ``credit_of`` does, of a row of ``with_credit``. No query."""
    return getattr(project, "idea", None) or getattr(project.copied_from, "idea", None)


def with_history(rows: QuerySet[Idea]) -> QuerySet[Idea]:
    """Prefetch the offers of ideas with their organisations. One query."""
    return rows.prefetch_related(Prefetch("offers", IdeaOffer.objects.select_related("organization", "by")))
