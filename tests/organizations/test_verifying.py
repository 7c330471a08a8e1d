"""A request for verification: who asks, who compares, what is kept."""

from datetime import date
from itertools import product

import pytest

from organizations import flows
from organizations.domain import lifecycle
from organizations.enums import AccountState, AffiliateState, CaseState, OrganizationState
from organizations.models import VerificationCase
from tests.accounts.factories import make_user
from tests.organizations.factories import PAPERS, make_organization, make_verified
from venture.audit.models import AuditEntry
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message


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


@pytest.mark.parametrize(("verb", "state"), list(product(lifecycle.ACCOUNT_MOVES, AccountState.values)))
def test_an_account_moves_exactly_as_the_table_says(verb: str, state: str) -> None:
    legal = {
        ("confirm", "proposed"): "current",
        ("refuse", "proposed"): "refused",
        ("withdraw", "proposed"): "withdrawn",
        ("replace", "current"): "replaced",
    }
    if (verb, state) in legal:
        assert lifecycle.account_target_of(verb, state) == legal[verb, state]
    else:
        with pytest.raises(RuleRefusal, match="account_illegal_move"):
            lifecycle.account_target_of(verb, state)


@pytest.mark.parametrize(("verb", "state"), list(product(lifecycle.AFFILIATE_MOVES, AffiliateState.values)))
def test_an_affiliate_moves_exactly_as_the_table_says(verb: str, state: str) -> None:
    legal = {("second", "proposed"): "seconded", ("refuse", "proposed"): "refused", ("end", "seconded"): "seconded"}
    if (verb, state) in legal:
        assert lifecycle.affiliate_target_of(verb, state) == legal[verb, state]
    else:
        with pytest.raises(RuleRefusal, match="affiliate_illegal_move"):
            lifecycle.affiliate_target_of(verb, state)


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


@pytest.mark.django_db
def test_each_item_that_is_not_right_says_what_to_mend_or_the_whole_does() -> None:
    owner, clerk = make_user(), make_user()
    organization = make_organization(owner)
    case = flows.ask_verification(organization_id=organization.pk, papers=PAPERS, actor=owner)
    differs = {"name": False, "uscc": False}

    for faults in ({}, {"name": "多一字"}, {"name": "多一字", "uscc": " "}):
        with pytest.raises(RuleRefusal, match="organization_reason_missing"):
            flows.return_case(case_id=case.pk, compared=differs, faults=faults, actor=clerk)
    flows.return_case(case_id=case.pk, compared=differs, faults={"name": "多一字", "uscc": "少一位"}, actor=clerk)

    case.refresh_from_db()
    assert (case.state, case.faults, case.reason) == ("returned", {"name": "多一字", "uscc": "少一位"}, "")
    assert Message.objects.get(person=owner).event == "case_decided"


@pytest.mark.django_db
def test_a_verified_organisation_asks_for_its_new_certificate_and_stays_verified_meanwhile() -> None:
    owner, clerk = make_user(), make_user()
    organization = make_verified(owner, certificate_until=date(2026, 4, 12))
    changes = {"legal_representative": "乙", "certificate_until": date(2030, 4, 12), "name": organization.name}

    case = flows.ask_change(organization_id=organization.pk, changes=changes, papers=PAPERS, actor=owner)
    organization.refresh_from_db()
    assert (organization.state, organization.legal_representative) == ("verified", "甲")
    assert case.proposed == {"legal_representative": "乙", "certificate_until": "2030-04-12"}
    flows.verify_case(case_id=case.pk, compared=dict.fromkeys(case.claimed, True), actor=clerk)

    organization.refresh_from_db()
    assert (organization.state, organization.legal_representative, organization.certificate_until) == (
        "verified", "乙", date(2030, 4, 12)
    )  # fmt: skip
    entry = AuditEntry.objects.filter(verb="organization.change_entry").get()
    assert (entry.before, entry.after["legal_representative"]) == (
        {"legal_representative": "甲", "certificate_until": "2026-04-12"}, "乙"
    )  # fmt: skip


@pytest.mark.django_db
def test_a_change_of_nothing_or_of_an_entry_that_is_not_verified_is_refused() -> None:
    owner = make_user()
    registered, verified = make_organization(owner), make_verified(owner)
    entries = AuditEntry.objects.count()

    for code, organization, changes in (
        ("change_nothing", verified, {"legal_representative": "甲", "phone": "0000-1"}),
        ("organization_illegal_move", registered, {"legal_representative": "乙"}),
    ):
        with pytest.raises(RuleRefusal, match=code):
            flows.ask_change(organization_id=organization.pk, changes=changes, papers=PAPERS, actor=owner)

    assert AuditEntry.objects.count() == entries


@pytest.mark.django_db
def test_a_change_is_not_taken_over_once_the_organisation_is_suspended() -> None:
    owner, clerk = make_user(), make_user()
    organization = make_verified(owner)
    case = flows.ask_change(
        organization_id=organization.pk, changes={"legal_representative": "乙"}, papers=PAPERS, actor=owner
    )
    flows.suspend_organization(organization_id=organization.pk, actor=clerk, reason="台账不符")

    with pytest.raises(RuleRefusal, match="organization_illegal_move"):
        flows.verify_case(case_id=case.pk, compared=dict.fromkeys(case.claimed, True), actor=clerk)

    organization.refresh_from_db()
    assert (organization.legal_representative, organization.state) == ("甲", "suspended")
