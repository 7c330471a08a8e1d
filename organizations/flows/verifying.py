"""From an entry to a verified organisation: a member asks, staff compare with the certificate and decide."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from organizations.domain import lifecycle
from organizations.enums import CaseState, OrganizationState
from organizations.flows.moving import move, refuse_members, stated
from organizations.models import Organization, VerificationCase
from organizations.queries import claimed_by
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@transaction.atomic
def ask_verification(*, organization_id: int, papers: Sequence[str], actor: User) -> VerificationCase:
    """Hand the entry in for comparison with the certificate; a returned request is handed in again.

    Raise ``RuleRefusal``: ``papers_missing`` without papers, ``case_open`` while one waits,
    ``organization_illegal_move`` for an organisation that is verified or suspended.
    """
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    lifecycle.target_of("verify", organization.state)
    if not papers:
        raise RuleRefusal("papers_missing")
    asked: dict[str, Any] = {
        "claimed": claimed_by(organization),
        "papers": list(papers),
        "compared": {},
        "submitted_by": actor,
        "submitted_at": clock.now(),
    }
    case = organization.cases.select_for_update().filter(state__in=CaseState.undecided).first()
    if case is None:
        case = VerificationCase.objects.create(organization=organization, **asked)
        record(actor=actor, verb="verification.submit", subject=case, after=case.state, papers=list(papers))
        return case
    if case.state == CaseState.SUBMITTED:
        raise RuleRefusal("case_open")
    return _move(case, "resubmit", actor=actor, decided_by=None, decided_at=None, **asked)


@transaction.atomic
def verify_case(*, case_id: int, compared: Mapping[str, bool], actor: User) -> VerificationCase:
    """Confirm that every claimed field agrees with the certificate; the organisation is verified with it.

    Raise ``RuleRefusal``: ``own_organization``, ``comparison_missing`` while a field was not compared,
    ``comparison_differs`` when one differs.
    """
    case = _locked(case_id, actor)
    open_fields = [name for name in case.claimed if name not in compared]
    if open_fields:
        raise RuleRefusal("comparison_missing", count=len(open_fields))
    if not all(compared.values()):
        raise RuleRefusal("comparison_differs")
    move(case.organization_id, "verify", actor=actor, verified_at=clock.now())
    return _decide(case, "verify", actor=actor, compared=dict(compared))


@transaction.atomic
def return_case(*, case_id: int, compared: Mapping[str, bool], reason: str, actor: User) -> VerificationCase:
    """Give the request back with what is to be corrected; the reason stays on record."""
    case = _locked(case_id, actor)
    return _decide(case, "return", actor=actor, reason=stated(reason), compared=dict(compared))


@transaction.atomic
def refuse_case(*, case_id: int, compared: Mapping[str, bool], reason: str, actor: User) -> VerificationCase:
    """Refuse the request for good, with the reason; a new one may be made when the grounds are gone."""
    case = _locked(case_id, actor)
    return _decide(case, "refuse", actor=actor, reason=stated(reason), compared=dict(compared))


def _locked(case_id: int, actor: User) -> VerificationCase:
    """Lock the organisation, then its case; who belongs to it decides nothing."""
    organization_id = VerificationCase.objects.values_list("organization_id", flat=True).get(pk=case_id)
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    refuse_members(organization_id, actor)
    case = VerificationCase.objects.select_for_update().get(pk=case_id)
    if organization.state != OrganizationState.REGISTERED:
        lifecycle.target_of("verify", organization.state)
    return case


def _decide(case: VerificationCase, verb: str, *, actor: User, **stamps: Any) -> VerificationCase:
    return _move(case, verb, actor=actor, decided_by=actor, decided_at=clock.now(), **stamps)


def _move(case: VerificationCase, verb: str, *, actor: User, **stamps: Any) -> VerificationCase:
    before = case.state
    case.state = lifecycle.case_target_of(verb, before)
    for field, value in stamps.items():
        setattr(case, field, value)
    case.save(update_fields=["state", *stamps])
    facts = {name: stamps[name] for name in ("reason", "compared") if stamps.get(name)}
    record(actor=actor, verb=f"verification.{verb}", subject=case, before=before, after=case.state, **facts)
    return case
