"""What is so about an organisation on a day: for rules of rounds, and for the eyes of staff."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from organizations.domain.bank import is_same_name
from organizations.domain.facts import EligibilityFacts, SanctionFact
from organizations.domain.readiness import Held, Step, steps_of
from organizations.domain.validity import is_over
from organizations.enums import AccountState, AffiliateState, MemberRole, Tie
from organizations.models import (
    BankAccount,
    Inspection,
    Membership,
    Operator,
    OperatorAffiliate,
    Organization,
    OrganizationDocument,
    Sanction,
)
from organizations.queries.reading import missing_in

SUBJECT = slice(8, 17)


class Related(NamedTuple):
    """Another organisation and what it has in common with the one asked about."""

    organization: Organization
    ties: tuple[Tie, ...]


def operates(uscc: str, day: date) -> bool:
    """Tell whether the unit with this code runs rounds on ``day``."""
    return Operator.objects.filter(_in_force(day), uscc=uscc).exists()


def is_affiliate(uscc: str, day: date) -> bool:
    """Tell whether the unit with this code is tied to somebody who runs rounds on ``day``."""
    tied = OperatorAffiliate.objects.filter(_in_force(day), uscc=uscc, state=AffiliateState.SECONDED)
    return tied.filter(_in_force(day, "operator__")).exists()


def never_applies(organization: Organization, day: date) -> str | None:
    """Return why the organisation cannot apply at all on ``day``, or ``None``. At most two queries.

    The answer is the code of a refusal: ``operator_never_applies`` or ``affiliate_never_applies``.
    """
    if operates(organization.uscc, day):
        return "operator_never_applies"
    return "affiliate_never_applies" if is_affiliate(organization.uscc, day) else None


def grade_on(organization: Organization, day: date) -> str:
    """Return the assessment grade that holds on ``day``; empty without one, before it was awarded or after its end."""
    awarded = organization.grade_awarded_on
    if not organization.grade or awarded is None or day < awarded:
        return ""
    return "" if is_over(organization.grade_valid_until, day) else organization.grade


def sanctions_on(organization: Organization, day: date) -> list[Sanction]:
    """Return the sanctions that hold on ``day``, the newest first. One query."""
    rows = Sanction.objects.filter(organization=organization, since__lte=day, mistaken=False)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gte=day), Q(lifted_on__isnull=True) | Q(lifted_on__gt=day))
    return list(rows.order_by("-since", "-pk"))


def sanction_facts(sanctions: Iterable[Sanction]) -> tuple[SanctionFact, ...]:
    """Return the days that each sanction held; without those entered by mistake. No query."""
    return tuple(SanctionFact(each.kind, each.since, _last_day(each)) for each in sanctions if not each.mistaken)


def _last_day(sanction: Sanction) -> date | None:
    """Return the last day on which a sanction held; the day on which it is lifted is free."""
    lifted = sanction.lifted_on - timedelta(days=1) if sanction.lifted_on else None
    return min(filter(None, (sanction.until, lifted)), default=None)


def current_account(organization: Organization) -> BankAccount | None:
    """Return the account in use. One query."""
    return BankAccount.objects.filter(organization=organization, state=AccountState.CURRENT).first()


def documents_of(organization: Organization) -> dict[str, list[OrganizationDocument]]:
    """Return the current papers by kind, each with its file. One query."""
    rows = OrganizationDocument.objects.filter(organization=organization, replaced_at__isnull=True)
    found: dict[str, list[OrganizationDocument]] = {}
    for row in rows.select_related("file").order_by("kind", "pk"):
        found.setdefault(row.kind, []).append(row)
    return found


def eligibility_facts(organization: Organization, day: date) -> EligibilityFacts:
    """Return what the check of eligibility asks. Five queries; three less on a row of ``for_own_page``."""
    results = _fetched(organization, "results", Inspection.objects.filter(organization=organization))
    sanctions = _fetched(organization, "restrictions", Sanction.objects.filter(organization=organization))
    accounts = _fetched(organization, "all_accounts", BankAccount.objects.filter(organization=organization))
    return EligibilityFacts(
        day=day,
        state=organization.state,
        kind=organization.kind,
        registered_on=organization.registered_on,
        certificate_valid_until=organization.certificate_until,
        grade=organization.grade,
        grade_valid_until=organization.grade_valid_until,
        inspections={each.year: each.outcome for each in results},
        confirmed_years=frozenset(each.year for each in results if each.confirmed_at is not None),
        sanctions=sanction_facts(sanctions),
        full_time_staff=organization.full_time_staff,
        certified_staff=organization.certified_staff,
        is_operator_or_affiliate=never_applies(organization, day) is not None,
        has_account=any(
            each.state == AccountState.CURRENT and is_same_name(each.holder, organization.name) for each in accounts
        ),
    )


def steps_before_applying(organization: Organization, day: date) -> tuple[Step, ...]:
    """Return what the organisation has done and still has to do. On a row of ``for_own_page``; two queries."""
    row: Any = organization
    return steps_of(
        eligibility_facts(organization, day),
        Held(
            missing_fields=missing_in(organization),
            documents={paper.kind for paper in row.papers},
            case_state=row.requests[0].state if row.requests else "",
            account_states={account.state for account in row.all_accounts},
            has_signer=any(member.role in MemberRole.signers for member in row.members),
        ),
    )


def related_to(organization: Organization) -> list[Related]:
    """Return other organisations with something in common, by name. Facts, no judgement. One query and one for people.

    A branch carries its parent's subject part (characters 9 to 17) in a code of its own.
    """
    mine = BankAccount.objects.filter(organization=organization, state__in=AccountState.confirmed)
    theirs = BankAccount.objects.filter(organization=OuterRef("pk"), state__in=AccountState.confirmed)
    people = Membership.objects.filter(organization=organization, ended_at__isnull=True).values("user_id")
    shared = Membership.objects.filter(organization=OuterRef("pk"), ended_at__isnull=True, user_id__in=people)
    fields = ("legal_representative", "phone", "address")
    said = {name: getattr(organization, name) for name in fields if getattr(organization, name)}
    same = Q(uscc__contains=organization.uscc[SUBJECT]) | Q(shares_account=True) | Q(shares_person=True)
    for name, value in said.items():
        same |= Q(**{name: value})
    rows = Organization.objects.exclude(pk=organization.pk).select_related("area")
    rows = rows.annotate(
        shares_account=Exists(theirs.filter(fingerprint__in=mine.values("fingerprint"))), shares_person=Exists(shared)
    ).filter(same)
    found = (Related(row, _ties(organization, row, said)) for row in rows.order_by("name", "pk"))
    return [each for each in found if each.ties]


def _ties(one: Organization, other: Any, said: dict[str, str]) -> tuple[Tie, ...]:
    holds = {
        **{Tie(name): getattr(other, name) == value for name, value in said.items()},
        Tie.ACCOUNT: other.shares_account,
        Tie.CODE: other.uscc[SUBJECT] == one.uscc[SUBJECT],
        Tie.PERSON: other.shares_person,
    }
    return tuple(tie for tie in Tie if holds.get(tie))


def _in_force(day: date, path: str = "") -> Q:
    open_end = Q(**{f"{path}until__isnull": True}) | Q(**{f"{path}until__gte": day})
    return Q(**{f"{path}since__lte": day}) & open_end


def _fetched(organization: Organization, name: str, rows: QuerySet[Any]) -> list[Any]:
    """Return what the screen's shape has fetched already, or ask."""
    known = getattr(organization, name, None)
    return list(rows) if known is None else known
