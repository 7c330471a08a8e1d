"""What is known of experts and applicants, for finding conflicts between them; and the conflicts as pages read them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from organizations.enums import AccountState
from organizations.models import BankAccount, Membership, Organization
from projects.enums import ProjectState
from projects.models import Project, Submission
from reviews.domain.conflicts import SUBJECT, ApplicantFacts, ExpertFacts, Person, Tied, Unit
from reviews.enums import AppointmentState, AssignmentState, ConflictState
from reviews.models import Assignment, Conflict, Expert, ExpertTie
from rounds.enums import RoundState
from venture.kernel import clock

# An application that was handed in and is not out of the round: what an expert might still be given.
RUNNING = frozenset({ProjectState.SUBMITTED, ProjectState.RETURNED, ProjectState.ACCEPTED})
LOOKED_AT = frozenset({RoundState.OPEN, RoundState.CLOSED, RoundState.REVIEWING})


@dataclass(frozen=True)
class Side:
    """One of the two with its key."""

    pk: int
    facts: Any


def standing() -> QuerySet[Conflict]:
    return Conflict.objects.filter(state=ConflictState.STANDING)


def for_list() -> QuerySet[Conflict]:
    """Return conflicts with project, applicant, expert and who decided, those with projects given first. One query."""
    given = Assignment.objects.filter(
        project=OuterRef("project"), appointment__expert=OuterRef("expert"), state__in=AssignmentState.counting
    )
    rows = Conflict.objects.select_related("project__organization", "project__round", "expert", "decided_by")
    return rows.annotate(is_given=Exists(given))


def rounds_of(expert_ids: Iterable[int]) -> list[int]:
    """Return the rounds under way in which one of the experts serves. One query."""
    rows = Expert.objects.filter(
        pk__in=list(expert_ids), appointments__state__in=AppointmentState.serving,
        appointments__round__state__in=LOOKED_AT,
    )  # fmt: skip
    return sorted(set(rows.values_list("appointments__round", flat=True)) - {None})


def experts_of(round_id: int, expert_ids: Iterable[int] | None = None) -> list[Side]:
    """Return what is known of the experts who serve in a round, of all or of some. Three queries."""
    rows = Expert.objects.filter(appointments__round=round_id, appointments__state__in=AppointmentState.serving)
    if expert_ids is not None:
        rows = rows.filter(pk__in=list(expert_ids))
    ties = ExpertTie.objects.select_related("organization").order_by("pk")
    experts = list(rows.prefetch_related(Prefetch("ties", queryset=ties)).order_by("pk"))
    parts: dict[int, list[tuple[str, Any]]] = defaultdict(list)
    members = Membership.objects.filter(user__in=[each.user_id for each in experts if each.user_id])
    for user_id, code, ended in members.values_list("user_id", "organization__uscc", "ended_at"):
        parts[user_id].append((code, ended))
    return [Side(each.pk, _expert(each, parts.get(each.user_id or 0, []))) for each in experts]


def applicants_of(round_id: int) -> list[Side]:
    """Return what is known of the applicants of a round, by their applications. Five queries, however many."""
    rows = Project.objects.filter(round=round_id, state__in=RUNNING).select_related("organization").order_by("pk")
    last = Submission.objects.filter(project=OuterRef("pk")).order_by("-version")
    projects: list[Any] = list(rows.annotate(last_content=Subquery(last.values("content")[:1])))
    keys = {each.organization_id for each in projects}
    members: dict[int, list[Person]] = defaultdict(list)
    current = Membership.objects.filter(organization__in=keys, ended_at__isnull=True)
    for key, name, mobile in current.values_list("organization_id", "user__display_name", "user__mobile"):
        members[key].append(Person(name, mobile or "", "member"))
    affiliates = _affiliates([each.organization for each in projects])
    return [
        Side(each.pk, _applicant(each, members[each.organization_id], affiliates[each.organization_id]))
        for each in projects
    ]


def _expert(expert: Expert, parts: list[tuple[str, Any]]) -> ExpertFacts:
    today_in = frozenset(code for code, ended in parts if ended is None)
    return ExpertFacts(
        name=expert.name,
        mobile=expert.mobile,
        address=expert.address,
        employer=Unit(expert.employer, expert.employer_code),
        ties=tuple(
            Tied(
                tie.kind,
                Unit(tie.organization.name, tie.organization.uscc)
                if tie.organization is not None
                else Unit(tie.name, tie.credit_code),
                tie.until,
                tie.declared,
                tie.note,
            )
            for tie in expert.ties.all()
        ),
        member_of=today_in,
        was_member_of={
            code: ended.astimezone(clock.BEIJING).date()
            for code, ended in sorted(parts, key=lambda part: str(part[1]))
            if ended is not None and code not in today_in
        },
    )


def _applicant(project: Any, members: list[Person], affiliates: list[Unit]) -> ApplicantFacts:
    organization = project.organization
    sections = json.loads(project.last_content)["sections"] if project.last_content else {}
    return ApplicantFacts(
        unit=Unit(organization.name, organization.uscc),
        legal_representative=organization.legal_representative,
        phone=organization.phone,
        address=organization.address,
        people=(*members, *_people(sections)),
        partners=tuple(_partners(sections)),
        affiliates=tuple(affiliates),
    )


def _people(sections: Mapping[str, Any]) -> Iterator[Person]:
    """Yield who stands in the application by name: leader, contact, team, who leads an activity."""
    about = sections.get("project") or {}
    for place in ("leader", "contact"):
        yield Person(about.get(f"{place}_name") or "", about.get(f"{place}_mobile") or "", place)
    for each in (sections.get("team") or {}).get("members") or ():
        yield Person(each.get("name") or "", each.get("phone") or "", "team")
    for each in (sections.get("activities") or {}).get("activities") or ():
        yield Person(each.get("lead") or "", "", "team")


def _partners(sections: Mapping[str, Any]) -> Iterator[Unit]:
    money = sections.get("cofunding") or {}
    for each in money.get("partners") or ():
        yield Unit(each.get("name") or "")
    for each in money.get("sources") or ():
        if each.get("kind") == "donation":
            yield Unit(each.get("giver") or "")


def _affiliates(applicants: Iterable[Organization]) -> dict[int, list[Unit]]:
    """Return other organisations with the same legal representative, subject part or account. Two queries."""
    mine = {each.pk: each for each in applicants}
    heads = {each.legal_representative for each in mine.values()} - {""}
    accounts: dict[str, set[int]] = defaultdict(set)
    rows = BankAccount.objects.filter(state__in=AccountState.confirmed)
    for fingerprint, key in rows.values_list("fingerprint", "organization_id"):
        accounts[fingerprint].add(key)
    shared = [keys for keys in accounts.values() if len(keys) > 1]
    together = {key: set().union(*(keys for keys in shared if key in keys)) for key in mine}
    subjects = Q()
    for each in mine.values():
        subjects |= Q(uscc__contains=each.uscc[SUBJECT])
    others = Organization.objects.filter(
        Q(legal_representative__in=heads) | Q(pk__in=set().union(*together.values())) | subjects
    )
    found: dict[int, list[Unit]] = {key: [] for key in mine}
    known = [] if not mine else list(others.values_list("pk", "name", "uscc", "legal_representative"))
    for key, one in mine.items():
        for other, name, code, head in known:
            same = (head and head == one.legal_representative) or code[SUBJECT] == one.uscc[SUBJECT]
            if other != key and (same or other in together[key]):
                found[key].append(Unit(name, code))
    return found
