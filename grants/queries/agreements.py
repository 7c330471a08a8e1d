"""Read shapes of grants on their way to an agreement, for the organisation, the desk and the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, When

from grants.domain.plans import IMPROVABLE, improved, plan_of, typed_of
from grants.enums import AgreementState, GrantState, ImprovementState
from grants.models import Abandonment, Agreement, Grant, Improvement
from grants.queries.steps import STEPS
from projects.domain.differences import differences
from projects.queries.applications import asked_of
from projects.queries.submissions import judged_content
from projects.words.changes import Change, changes_of
from reviews.enums import AwardState
from reviews.models import Award

LIVING = (ImprovementState.OPEN, ImprovementState.OFFERED)


def for_own_list() -> QuerySet[Grant]:
    """Return grants with what one's list tells of each: project, round, agreements, improvements. 3 queries."""
    return _shaped(Grant.objects.select_related("project", "organization", "round")).order_by("-offered_at", "-pk")


def waits_for(rows: QuerySet[Grant], today: date) -> QuerySet[Grant]:
    """Return the grants of ``rows`` on which their organisation has something to do: ``revised`` or to be signed.

    One query.
    """
    revised = STEPS["revise"](today)
    mine = rows.filter(revised | STEPS["sign"](today)).select_related("project", "organization")
    return mine.annotate(revised=Case(When(revised, then=True), default=False)).order_by("sign_by", "pk")


def for_page() -> QuerySet[Grant]:
    """Return grants with everything that the page of the agreement shows. 6 queries."""
    rows = Grant.objects.select_related("project", "organization__area", "round", "award", "submission")
    return _shaped(rows).prefetch_related("shares__source", "tranches")


def for_desk() -> QuerySet[Grant]:
    """Return grants as staff see them: with those who asked that one be given up as well. 7 queries."""
    asked = Abandonment.objects.select_related("asked_by", "decided_by").order_by("-pk")
    rows = for_page().annotate(project_code=F("project__code"))
    return rows.prefetch_related(Prefetch("abandonments", asked, to_attr="asked_up"))


def for_staff_list() -> QuerySet[Grant]:
    """Return grants for the list of a round, by their codes. 3 queries."""
    return _shaped(Grant.objects.select_related("project", "organization", "round")).order_by("project__code")


def _shaped(rows: QuerySet[Grant]) -> QuerySet[Grant]:
    agreements = Agreement.objects.select_related(
        "paper", "scan", "authorisation", "template__file", "drafted_by", "sent_by", "signed_by_organization",
        "signed_by_funder",
    ).order_by("-version")  # fmt: skip
    improvements = Improvement.objects.select_related("opened_by", "offered_by", "agreed_by").order_by("-pk")
    return rows.prefetch_related(
        Prefetch("agreements", agreements, to_attr="papers"),
        Prefetch("improvements", improvements, to_attr="revisions"),
    )


@dataclass(frozen=True)
class Standing:
    """Where one grant stands on its way: its agreement, the revision under way, and whose turn it is.

    ``turn`` is ``organization``, ``funder`` or nobody's; ``step`` a word for what comes next.
    """

    agreement: Agreement | None
    improvement: Improvement | None
    step: str
    turn: str
    overdue: bool


def standing_of(grant: Any, today: date) -> Standing:
    """Return where a grant of the shapes above stands. No query."""
    agreement = next((each for each in grant.papers if each.state != AgreementState.VOID), None)
    improvement = next((each for each in grant.revisions if each.state in LIVING), None)
    step, turn = _next(grant, agreement, improvement)
    overdue = grant.state == GrantState.OFFERED and grant.sign_by is not None and today > grant.sign_by
    return Standing(agreement, improvement, step, turn, overdue)


def _next(grant: Grant, agreement: Agreement | None, improvement: Improvement | None) -> tuple[str, str]:
    if grant.state != GrantState.OFFERED:
        return ("given_up" if grant.state == GrantState.ABANDONED else "in_force"), ""
    if improvement is not None:
        open_ = improvement.state == ImprovementState.OPEN
        return ("revise", "organization") if open_ else ("accept", "funder")
    if agreement is None:
        return "draft", "funder"
    steps = {
        AgreementState.DRAFT: ("send", "funder"),
        AgreementState.SENT: ("sign", "organization"),
        AgreementState.COUNTERSIGN: ("countersign", "funder"),
    }
    return steps.get(AgreementState(agreement.state), ("in_force", ""))


def changes_in(grant: Grant, improvement: Improvement | None = None) -> Sequence[Change]:
    """Return what differs from the frozen application, place by place: in force, or as a revision has it so far.

    One query for the round's field of questions at most.
    """
    before = plan_of(judged_content(grant.submission))
    after = grant.plan if improvement is None else plan_as_revised(grant, improvement)
    return changes_of(differences(before, after), before, after)


def plan_as_revised(grant: Grant, improvement: Improvement) -> dict[str, Any]:
    """Return the plan as an improvement has it now."""
    kept = improvement.changes.get("typed", {})
    typed = {section: kept.get(section) or typed_of(grant.plan, section) for section in IMPROVABLE if section in kept}
    return improved(grant.plan, typed, asked_of(grant.round))


def waiting_awards(round_id: int) -> QuerySet[Award]:
    """Return the confirmed awards of a round that have no grant yet. One query."""
    rows = Award.objects.filter(decision__round=round_id, state=AwardState.CONFIRMED, grant__isnull=True)
    return rows.select_related("project__organization", "envelope__source").order_by("project__code")


def counts_of(round_id: int) -> dict[str, int]:
    """Return how many grants of a round stand where. One query."""
    rows = Grant.objects.filter(round=round_id)
    living = Q(agreements__state__in=[AgreementState.SENT])
    return rows.aggregate(
        offered=Count("pk", filter=Q(state=GrantState.OFFERED), distinct=True),
        sent=Count("pk", filter=living & Q(state=GrantState.OFFERED), distinct=True),
        countersign=Count("pk", filter=Q(agreements__state=AgreementState.COUNTERSIGN), distinct=True),
        agreed=Count("pk", filter=~Q(state__in=(GrantState.OFFERED, GrantState.ABANDONED)), distinct=True),
        abandoned=Count("pk", filter=Q(state=GrantState.ABANDONED), distinct=True),
    )
