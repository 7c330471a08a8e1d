"""From an entry to a verified organisation: a member asks, staff compare with the certificate and decide.

A verified organisation asks the same way for what its certificate now bears: it is taken over when it is verified.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from organizations.domain import lifecycle
from organizations.enums import CaseState, MemberRole, OrganizationState
from organizations.flows.moving import move, refuse_members, stated
from organizations.flows.registering import CERTIFIED
from organizations.models import Organization, VerificationCase
from organizations.queries import claimed_by, items_of, members_as
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import tell_all


@transaction.atomic
def ask_verification(*, organization_id: int, papers: Sequence[str], actor: User) -> VerificationCase:
    """Hand the entry in for comparison with the certificate; a returned request is handed in again.

    The papers uploaded so far go with it; ``papers`` names what is shown at the counter. Raise ``RuleRefusal``:
    ``papers_missing`` without either, ``case_open`` while one waits, ``organization_illegal_move`` for an organisation
    that is verified or suspended.
    """
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    lifecycle.target_of("verify", organization.state)
    return _ask(organization, papers, proposed={}, actor=actor)


@transaction.atomic
def ask_change(
    *, organization_id: int, changes: Mapping[str, Any], papers: Sequence[str], actor: User
) -> VerificationCase:
    """Ask for the certificate's new words to be taken over. The organisation stays verified with the old ones.

    Raise ``RuleRefusal``: ``change_nothing`` when nothing differs, ``organization_illegal_move`` for an organisation
    that is not verified, and as ``ask_verification``.
    """
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    lifecycle.target_of("suspend", organization.state)
    proposed = {
        name: str(value if value is not None else "")
        for name, value in changes.items()
        if name in CERTIFIED and value != getattr(organization, name)
    }
    if not proposed:
        raise RuleRefusal("change_nothing")
    return _ask(organization, papers, proposed=proposed, actor=actor)


@transaction.atomic
def verify_case(*, case_id: int, compared: Mapping[str, bool], actor: User) -> VerificationCase:
    """Confirm every item of the checklist; the organisation is verified with it, or takes its new words over.

    Raise ``RuleRefusal``: ``own_organization``, ``comparison_missing`` while an item is open, ``comparison_differs``
    when one is not right.
    """
    case = _locked(case_id, actor)
    open_items = [name for name in items_of(case) if name not in compared]
    if open_items:
        raise RuleRefusal("comparison_missing", count=len(open_items))
    if not all(compared.values()):
        raise RuleRefusal("comparison_differs")
    if case.proposed:
        _take_over(case, actor=actor)
    else:
        move(case.organization_id, "verify", actor=actor, verified_at=clock.now())
    return _decide(case, "verify", actor=actor, compared=dict(compared), faults={})


@transaction.atomic
def return_case(
    *,
    case_id: int,
    compared: Mapping[str, bool],
    actor: User,
    reason: str = "",
    faults: Mapping[str, str] | None = None,
) -> VerificationCase:
    """Give the request back. ``faults`` say for each item what to mend; ``reason`` says what holds for the whole.

    Raise ``RuleRefusal("organization_reason_missing")`` when neither says anything about what is not right.
    """
    case = _locked(case_id, actor)
    said = _said(faults)
    unsaid = [name for name, right in compared.items() if not right and name not in said]
    if not reason.strip() and (unsaid or not said):
        raise RuleRefusal("organization_reason_missing")
    return _decide(case, "return", actor=actor, reason=reason.strip(), compared=dict(compared), faults=said)


@transaction.atomic
def refuse_case(
    *, case_id: int, compared: Mapping[str, bool], reason: str, actor: User, faults: Mapping[str, str] | None = None
) -> VerificationCase:
    """Refuse the request for good, with the reason; a new one may be made when the grounds are gone."""
    case = _locked(case_id, actor)
    return _decide(case, "refuse", actor=actor, reason=stated(reason), compared=dict(compared), faults=_said(faults))


def _ask(
    organization: Organization, papers: Sequence[str], *, proposed: Mapping[str, str], actor: User
) -> VerificationCase:
    documents = list(organization.documents.filter(replaced_at__isnull=True))
    if not papers and not documents:
        raise RuleRefusal("papers_missing")
    asked: dict[str, Any] = {
        "claimed": {**claimed_by(organization), **proposed},
        "proposed": dict(proposed),
        "papers": list(papers),
        "compared": {},
        "faults": {},
        "reason": "",
        "submitted_by": actor,
        "submitted_at": clock.now(),
    }
    case = organization.cases.select_for_update().filter(state__in=CaseState.undecided).first()
    if case is not None and case.state == CaseState.SUBMITTED:
        raise RuleRefusal("case_open")
    if case is None:
        case = VerificationCase.objects.create(organization=organization, **asked)
        record(actor=actor, verb="verification.submit", subject=case, after=case.state, papers=list(papers))
    else:
        _move(case, "resubmit", actor=actor, decided_by=None, decided_at=None, **asked)
    case.documents.set(documents)
    return case


def _take_over(case: VerificationCase, *, actor: User) -> None:
    organization = case.organization
    before = {name: getattr(organization, name) for name in case.proposed}
    for name, text in case.proposed.items():
        field: Any = Organization._meta.get_field(name)
        setattr(organization, name, field.to_python(text) if text else (None if field.null else ""))
    organization.save(update_fields=list(case.proposed))
    after = {name: getattr(organization, name) for name in case.proposed}
    record(actor=actor, verb="organization.change_entry", subject=organization, before=before, after=after)


def _said(faults: Mapping[str, str] | None) -> dict[str, str]:
    return {name: text.strip() for name, text in (faults or {}).items() if text.strip()}


def _locked(case_id: int, actor: User) -> VerificationCase:
    """Lock the organisation, then its case; who belongs to it decides nothing."""
    organization_id = VerificationCase.objects.values_list("organization_id", flat=True).get(pk=case_id)
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    refuse_members(organization_id, actor)
    case = VerificationCase.objects.select_for_update().get(pk=case_id)
    case.organization = organization
    expected = OrganizationState.VERIFIED if case.proposed else OrganizationState.REGISTERED
    if organization.state != expected:
        lifecycle.target_of("suspend" if case.proposed else "verify", organization.state)
    return case


def _decide(case: VerificationCase, verb: str, *, actor: User, **stamps: Any) -> VerificationCase:
    _move(case, verb, actor=actor, decided_by=actor, decided_at=clock.now(), **stamps)
    tell_all(
        members_as(case.organization, MemberRole.writers),
        "case_decided",
        f"{case.pk}:{case.decided_at:%Y%m%d%H%M%S}" if case.decided_at else str(case.pk),
        path=reverse("organizations:own", args=[case.organization_id]),
        name=case.organization.name,
        state=case.state,
    )
    return case


def _move(case: VerificationCase, verb: str, *, actor: User, **stamps: Any) -> VerificationCase:
    before = case.state
    case.state = lifecycle.case_target_of(verb, before)
    for field, value in stamps.items():
        setattr(case, field, value)
    case.save(update_fields=["state", *stamps])
    facts = {name: stamps[name] for name in ("reason", "compared", "faults") if stamps.get(name)}
    record(actor=actor, verb=f"verification.{verb}", subject=case, before=before, after=case.state, **facts)
    return case
