"""Read shapes of the pool of experts and of what a sheet of experts comes to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from accounts.enums import InvitationState
from accounts.models import RoleInvitation, User
from accounts.queries.people import person_by_contact
from reviews.domain.roster import Facts, facts_of, problems_of
from reviews.enums import AppointmentState, TieKind
from reviews.models import Appointment, Assignment, Expert, ExpertTie
from venture.kernel.errors import RuleRefusal

# What a sheet may tell of ties, by the column that names the organisations.
SHEET_TIES = (TieKind.BOARD, TieKind.ADVISER, TieKind.EVALUATOR)


def for_list() -> QuerySet[Expert]:
    """Return experts with account, area, number of ties and of rounds served in. One query."""
    rows = Expert.objects.select_related("user", "area", "invitation")
    ties = ExpertTie.objects.filter(expert=OuterRef("pk")).order_by().values("expert").annotate(n=Count("pk"))
    parts = Appointment.objects.filter(expert=OuterRef("pk"), state__in=AppointmentState.serving)
    served = parts.order_by().values("expert").annotate(n=Count("pk"))
    return rows.annotate(tie_count=Subquery(ties.values("n")), round_count=Subquery(served.values("n")))


def of_field(rows: QuerySet[Expert], field: str) -> QuerySet[Expert]:
    """Return the experts of a field of service, the same on every database."""
    return rows.annotate(_fields=Cast("fields", TextField())).filter(_fields__contains=f'"{field}"')


def for_desk() -> QuerySet[Expert]:
    """Return experts with everything that their desk shows. Four queries."""
    counting = Count("assignments", filter=Q(assignments__state__in=("given", "begun", "done")))
    parts = Appointment.objects.select_related("round", "draw").annotate(projects=counting).order_by("-invited_at")
    ties = ExpertTie.objects.select_related("organization").order_by("declared", "pk")
    return Expert.objects.select_related("user", "area", "invitation__accepted_by").prefetch_related(
        Prefetch("ties", queryset=ties, to_attr="all_ties"),
        Prefetch("appointments", queryset=parts, to_attr="parts"),
    )


def account_state(expert: Expert, now: datetime) -> str:
    """Return where the expert's account stands: ``linked``, ``invited``, ``lapsed``, ``revoked`` or ``none``."""
    invitation = expert.invitation
    if expert.user_id is not None:
        return "linked"
    if invitation is None:
        return "none"
    if invitation.state == InvitationState.SENT:
        return "invited" if invitation.expires_at > now else "lapsed"
    return "revoked" if invitation.state == InvitationState.REVOKED else "none"


def account_of(expert: Expert) -> User | None:
    """Return the account that signs in by the expert's mobile number or address and is no other expert's yet."""
    for text in (expert.mobile, expert.email):
        found = person_by_contact(text) if text else None
        if found is not None and not Expert.objects.filter(user=found).exclude(pk=expert.pk).exists():
            return found
    return None


def invited_as(invitation: RoleInvitation) -> Expert | None:
    return Expert.objects.filter(invitation=invitation).first()


def carries_projects(appointment: Appointment) -> int:
    """Count the projects that an expert still has to read in a round. One query."""
    return Assignment.objects.filter(appointment=appointment, state__in=("given", "begun")).count()


@dataclass(frozen=True)
class Row:
    """A line of a sheet: texts and days by the names of ``Facts``, and organisations by the kind of tie."""

    line: int
    given: Mapping[str, Any]
    ties: Mapping[str, tuple[str, ...]]
    faults: tuple[RuleRefusal, ...] = ()


@dataclass(frozen=True)
class Tried:
    """What a line comes to: ``new``, ``change``, ``same`` or ``fault``. ``changed`` names columns."""

    row: Row
    outcome: str
    expert: Expert | None = None
    facts: Facts | None = None
    changed: tuple[str, ...] = ()
    new_ties: tuple[tuple[str, str], ...] = ()
    faults: tuple[RuleRefusal, ...] = ()


def tried(rows: Iterable[Row]) -> list[Tried]:
    """Return what each line would do, writing nothing. Three queries, however long the sheet.

    A line finds its expert by its key, else by its mobile number; the same line twice, or a number that belongs to
    somebody else, is a fault.
    """
    rows = list(rows)
    known = list(
        Expert.objects.prefetch_related(Prefetch("ties", queryset=ExpertTie.objects.select_related("organization")))
    )
    by_key = {each.key: each for each in known if each.key}
    by_mobile = {each.mobile: each for each in known if each.mobile}
    seen: set[str] = set()
    return [_try(row, by_key, by_mobile, seen) for row in rows]


def _try(row: Row, by_key: Mapping[str, Expert], by_mobile: Mapping[str, Expert], seen: set[str]) -> Tried:
    faults = [*row.faults, *problems_of(row.given)]
    if not str(row.given.get("key") or row.given.get("mobile") or "").strip():
        faults.append(RuleRefusal("roster_key_missing"))
    if faults:
        return Tried(row, "fault", faults=tuple(faults))
    facts = facts_of(row.given)
    names = {name for name in (facts.key and f"k{facts.key}", facts.mobile and f"m{facts.mobile}") if name}
    if names & seen:
        return Tried(row, "fault", faults=(RuleRefusal("roster_row_twice"),))
    seen |= names
    expert = by_key.get(facts.key) if facts.key else None
    holder = by_mobile.get(facts.mobile) if facts.mobile else None
    if expert is None and holder is not None and facts.key and holder.key and holder.key != facts.key:
        return Tried(row, "fault", faults=(RuleRefusal("expert_known", name=holder.name),))
    if expert is not None and holder is not None and holder.pk != expert.pk:
        return Tried(row, "fault", faults=(RuleRefusal("expert_known", name=holder.name),))
    expert = expert or holder
    if expert is None:
        return Tried(row, "new", facts=facts, new_ties=_ties(row, ()))
    columns = facts.as_columns()
    # An empty cell says nothing: it never wipes what is known.
    told = {name: value for name, value in columns.items() if _told(row.given, name)}
    changed = tuple(name for name, value in told.items() if getattr(expert, name) != value)
    new_ties = _ties(row, expert.ties.all())
    return Tried(row, "change" if changed or new_ties else "same", expert, facts, changed, new_ties)


def _told(given: Mapping[str, Any], name: str) -> bool:
    return given.get(name) not in (None, "", ())


def _ties(row: Row, known: Iterable[ExpertTie]) -> tuple[tuple[str, str], ...]:
    have = {(tie.kind, tie.organization.name if tie.organization is not None else tie.name) for tie in known}
    return tuple(
        (str(kind), name) for kind in SHEET_TIES for name in row.ties.get(kind, ()) if (str(kind), name) not in have
    )
