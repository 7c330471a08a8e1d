"""A request for verification: who asks, who compares, what is kept."""

from itertools import product

import pytest

from organizations import flows
from organizations.domain import lifecycle
from organizations.enums import CaseState, OrganizationState
from organizations.models import VerificationCase
from tests.accounts.factories import make_user
from tests.organizations.factories import PAPERS, make_organization
from venture.audit.models import AuditEntry
from venture.kernel.errors import RuleRefusal


@pytest.mark.parametrize(("verb", "state"), list(product(lifecycle.MOVES, OrganizationState.values)))
def test_an_organisation_moves_exactly_as_the_table_says(verb: str, state: str) -> None:
    legal = {
        ("verify", "registered"): "verified",
        ("suspend", "verified"): "suspended",
        ("restore", "suspended"): "verified",
    }
    if (verb, state) in legal:
        assert lifecycle.target_of(verb, state) == legal[verb, state]
    else:
        with pytest.raises(RuleRefusal, match="organization_illegal_move"):
            lifecycle.target_of(verb, state)


@pytest.mark.parametrize(("verb", "state"), list(product(lifecycle.CASE_MOVES, CaseState.values)))
def test_a_request_moves_exactly_as_the_table_says(verb: str, state: str) -> None:
    legal = {
        ("resubmit", "returned"): "submitted",
        ("return", "submitted"): "returned",
        ("verify", "submitted"): "verified",
        ("refuse", "submitted"): "refused",
    }
    if (verb, state) in legal:
        assert lifecycle.case_target_of(verb, state) == legal[verb, state]
    else:
        with pytest.raises(RuleRefusal, match="case_illegal_move"):
            lifecycle.case_target_of(verb, state)


@pytest.mark.django_db
def test_verifying_confirms_every_line_and_the_organisation_with_it() -> None:
    owner, clerk = make_user(), make_user()
    organization = make_organization(owner)
    case = flows.ask_verification(organization_id=organization.pk, papers=PAPERS, actor=owner)
    compared = dict.fromkeys(case.claimed, True)

    flows.verify_case(case_id=case.pk, compared=compared, actor=clerk)

    case.refresh_from_db()
    organization.refresh_from_db()
    assert case.claimed == {
        "name": organization.name,
        "uscc": organization.uscc,
        "authority": "云溪市民政局",
        "legal_representative": "甲",
    }
    assert (case.state, case.compared, case.decided_by, organization.state) == ("verified", compared, clerk, "verified")
    assert organization.verified_at is not None
    assert list(AuditEntry.objects.order_by("seq").values_list("verb", flat=True)) == [
        "organization.register",
        "verification.submit",
        "organization.verify",
        "verification.verify",
    ]


@pytest.mark.django_db
def test_verifying_is_refused_while_a_line_is_open_or_differs_or_by_a_member() -> None:
    owner, clerk = make_user(), make_user()
    organization = make_organization(owner)
    case = flows.ask_verification(organization_id=organization.pk, papers=PAPERS, actor=owner)
    whole = dict.fromkeys(case.claimed, True)
    entries = AuditEntry.objects.count()

    refusals = {}
    for name, compared, actor in (
        ("open", {"name": True}, clerk),
        ("differs", {**whole, "name": False}, clerk),
        ("own", whole, owner),
    ):
        with pytest.raises(RuleRefusal) as refusal:
            flows.verify_case(case_id=case.pk, compared=compared, actor=actor)
        refusals[name] = refusal.value.code

    case.refresh_from_db()
    organization.refresh_from_db()
    assert refusals == {"open": "comparison_missing", "differs": "comparison_differs", "own": "own_organization"}
    assert (case.state, case.compared, organization.state) == ("submitted", {}, "registered")
    assert AuditEntry.objects.count() == entries


@pytest.mark.django_db
def test_a_returned_request_is_corrected_and_handed_in_again_as_the_same_case() -> None:
    owner, clerk = make_user(), make_user()
    organization = make_organization(owner)
    case = flows.ask_verification(organization_id=organization.pk, papers=PAPERS, actor=owner)
    with pytest.raises(RuleRefusal, match="case_open"):
        flows.ask_verification(organization_id=organization.pk, papers=PAPERS, actor=owner)
    with pytest.raises(RuleRefusal, match="organization_reason_missing"):
        flows.return_case(case_id=case.pk, compared={}, reason="", actor=clerk)
    with pytest.raises(RuleRefusal, match="entry_verified"):
        flows.change_entry(organization_id=organization.pk, actor=owner, legal_representative="乙")

    flows.return_case(case_id=case.pk, compared={"legal_representative": False}, reason="换证", actor=clerk)
    flows.change_entry(organization_id=organization.pk, actor=owner, legal_representative="乙")
    again = flows.ask_verification(organization_id=organization.pk, papers=PAPERS, actor=owner)

    assert (again.pk, again.state, again.decided_by, again.compared) == (case.pk, "submitted", None, {})
    assert again.claimed["legal_representative"] == "乙"
    assert VerificationCase.objects.count() == 1


@pytest.mark.django_db
def test_a_refused_request_is_final_and_a_new_one_may_be_made() -> None:
    owner, clerk = make_user(), make_user()
    organization = make_organization(owner)
    case = flows.ask_verification(organization_id=organization.pk, papers=PAPERS, actor=owner)
    flows.refuse_case(case_id=case.pk, compared={}, reason="证书过期", actor=clerk)

    with pytest.raises(RuleRefusal, match="case_illegal_move"):
        flows.verify_case(case_id=case.pk, compared=dict.fromkeys(case.claimed, True), actor=clerk)
    new = flows.ask_verification(organization_id=organization.pk, papers=PAPERS, actor=owner)

    organization.refresh_from_db()
    assert (new.pk != case.pk, new.state, organization.state) == (True, "submitted", "registered")
