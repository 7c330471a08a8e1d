"""Read shapes of organisations and of requests to verify them, one per screen."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from organizations.enums import CaseState
from organizations.models import (
    BankAccount,
    HandOver,
    Inspection,
    Invitation,
    Membership,
    Operator,
    OperatorAffiliate,
    Organization,
    OrganizationDocument,
    Sanction,
    TakeOver,
    VerificationCase,
)

# What the certificate bears and staff compare, in the order of the certificate.
CLAIMED = (
    "name",
    "uscc",
    "authority",
    "supervising_unit",
    "registered_on",
    "certificate_from",
    "certificate_until",
    "legal_representative",
    "address",
    "business_scope",
)
# What an entry needs before it can be compared and an application written.
NEEDED = ("registered_on", "certificate_from", "certificate_until", "legal_representative", "address", "phone",
          "business_scope", "full_time_staff", "certified_staff")  # fmt: skip


def _requests() -> Prefetch:
    return Prefetch("cases", VerificationCase.objects.order_by("-submitted_at", "-pk"), to_attr="requests")


def _members() -> Prefetch:
    people = Membership.objects.filter(ended_at__isnull=True).select_related("user").order_by("since", "pk")
    return Prefetch("memberships", people, to_attr="members")


def _papers() -> Prefetch:
    rows = OrganizationDocument.objects.filter(replaced_at__isnull=True).select_related("file", "uploaded_by")
    return Prefetch("documents", rows.order_by("kind", "pk"), to_attr="papers")


def _accounts() -> Prefetch:
    rows = BankAccount.objects.select_related("proposed_by", "decided_by").order_by("-proposed_at", "-pk")
    return Prefetch("accounts", rows, to_attr="all_accounts")


def _results() -> Prefetch:
    rows = Inspection.objects.select_related("evidence", "stated_by", "confirmed_by").order_by("-year")
    return Prefetch("inspections", rows, to_attr="results")


def _restrictions() -> Prefetch:
    rows = Sanction.objects.select_related("evidence", "entered_by", "lifted_by").order_by("-since", "-pk")
    return Prefetch("sanctions", rows, to_attr="restrictions")


def for_own_page() -> QuerySet[Organization]:
    """Return organisations with requests, members, papers, accounts and records. 7 queries."""
    return Organization.objects.select_related("area").prefetch_related(
        _requests(), _members(), _papers(), _accounts(), _results(), _restrictions()
    )


def for_desk() -> QuerySet[Organization]:
    """Return organisations with their requests for verification, newest first. 2 queries."""
    return Organization.objects.select_related("area").prefetch_related(_requests())


def for_members_page() -> QuerySet[Organization]:
    """Return organisations with members of today, waiting invitations and an offered ownership. 4 queries."""
    offers = HandOver.objects.filter(ended_at__isnull=True).select_related("offered_by", "offered_to")
    return Organization.objects.select_related("area").prefetch_related(
        _members(),
        Prefetch("invitations", Invitation.objects.filter(ended_at__isnull=True), to_attr="invited"),
        Prefetch("hand_overs", offers, to_attr="offers"),
    )


def for_documents_page() -> QuerySet[Organization]:
    """Return organisations with every paper, the current ones and the replaced. 2 queries."""
    rows = OrganizationDocument.objects.select_related("file", "uploaded_by").order_by("kind", "-uploaded_at", "-pk")
    return Organization.objects.select_related("area").prefetch_related(
        Prefetch("documents", rows, to_attr="all_papers")
    )


def for_account_page() -> QuerySet[Organization]:
    """Return organisations with their accounts and members. 3 queries."""
    return Organization.objects.select_related("area").prefetch_related(_accounts(), _members())


def for_records_page() -> QuerySet[Organization]:
    """Return organisations with results of inspections, and sanctions. 3 queries."""
    return Organization.objects.select_related("area").prefetch_related(_results(), _restrictions())


def for_staff_list() -> QuerySet[Organization]:
    return Organization.objects.select_related("area")


def cases_for_staff() -> QuerySet[VerificationCase]:
    """Return requests for verification with organisation, persons and papers, the longest waiting first. 2 queries."""
    papers = OrganizationDocument.objects.select_related("file").order_by("kind", "pk")
    return VerificationCase.objects.select_related("organization__area", "submitted_by", "decided_by").prefetch_related(
        Prefetch("documents", papers, to_attr="papers_shown")
    )


def waiting_cases() -> QuerySet[VerificationCase]:
    return VerificationCase.objects.filter(state=CaseState.SUBMITTED)


def take_overs_of(user: Any) -> QuerySet[TakeOver]:
    """Return what the person asked to take over, the newest first. One query."""
    return TakeOver.objects.filter(asked_by=user).select_related("organization").order_by("-asked_at", "-pk")


def take_overs_for_staff() -> QuerySet[TakeOver]:
    """Return requests to take over with organisation, letter and persons, the longest waiting first. One query."""
    return TakeOver.objects.select_related("organization__area", "proof", "asked_by", "checked_by", "decided_by")


def operators_for_staff() -> QuerySet[Operator]:
    """Return operators with the units tied to them and who entered and seconded each. 2 queries."""
    tied = OperatorAffiliate.objects.select_related("entered_by", "decided_by").order_by("name", "pk")
    return Operator.objects.prefetch_related(Prefetch("affiliates", tied, to_attr="tied"))


def claimed_by(organization: Organization) -> dict[str, str]:
    """Return what the organisation says of itself, as plain text, for the comparison with its certificate."""
    return {name: str(value) for name in CLAIMED if (value := getattr(organization, name)) not in {None, ""}}


def missing_in(organization: Organization) -> tuple[str, ...]:
    """Return the fields that are still empty and that an entry needs."""
    return tuple(name for name in NEEDED if getattr(organization, name) in {None, ""})


def items_of(case: VerificationCase) -> tuple[str, ...]:
    """Return what the checklist asks: each claimed field, then each paper as ``document-<pk>``. At most one query."""
    papers: Any = getattr(case, "papers_shown", None)
    numbers = (
        [paper.pk for paper in papers]
        if papers is not None
        else case.documents.order_by("kind", "pk").values_list("pk", flat=True)
    )
    return (*case.claimed, *(f"document-{number}" for number in numbers))
