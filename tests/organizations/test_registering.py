"""Entering an organisation: what is kept, what is refused, and that a refusal moves nothing."""

from datetime import date

import pytest

from organizations import flows
from organizations.models import Membership, Organization
from tests.accounts.factories import make_user
from tests.organizations.factories import code_for, make_area, make_organization, make_verified
from venture.audit.models import AuditEntry
from venture.kernel.errors import RuleRefusal, sentence_of

pytestmark = pytest.mark.django_db


def test_entering_keeps_the_clean_code_the_kind_the_owner_and_one_entry_of_the_log() -> None:
    owner = make_user()
    code = code_for(901)

    organization = make_organization(owner, code=f" {code[:9]}-{code[9:]} ".lower(), name="和邻")

    assert (organization.uscc, organization.kind, organization.state) == (code, "52", "registered")
    assert list(organization.memberships.values_list("user", "role")) == [(owner.pk, "owner")]
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.after) == ("organization.register", owner, "registered")
    assert entry.facts == {"uscc": code, "owner": owner.pk}


def test_a_code_that_is_taken_is_refused_in_words_that_name_it() -> None:
    code = code_for(902)
    make_organization(code=code)
    entries = AuditEntry.objects.count()

    with pytest.raises(RuleRefusal) as refusal:
        make_organization(code=code)

    assert (refusal.value.code, refusal.value.details) == ("organization_known", {"uscc": code})
    assert code in sentence_of(refusal.value)
    assert (Organization.objects.count(), Membership.objects.count()) == (1, 1)
    assert AuditEntry.objects.count() == entries


def test_the_operator_never_applies_and_an_applicant_never_operates() -> None:
    code = code_for(903)
    flows.name_operator(name="中心", code=code, since=date(2020, 1, 1), actor=None)
    applicant = make_organization(code=code_for(904))

    with pytest.raises(RuleRefusal) as applies:
        make_organization(code=code)
    with pytest.raises(RuleRefusal) as operates:
        flows.name_operator(name="机构", code=applicant.uscc, since=date(2020, 1, 1), actor=None)

    assert (applies.value.code, operates.value.code) == ("operator_never_applies", "operator_is_applicant")
    assert list(Organization.objects.all()) == [applicant]


def test_what_the_certificate_bears_stays_once_verified_and_plain_facts_may_change() -> None:
    owner = make_user()
    organization = make_verified(owner)

    with pytest.raises(RuleRefusal) as refusal:
        flows.change_entry(organization_id=organization.pk, actor=owner, name="别的名字")
    flows.change_entry(organization_id=organization.pk, actor=owner, phone="0000-1", address="新址1号")

    organization.refresh_from_db()
    assert refusal.value.code == "entry_verified"
    assert (organization.name[:2], organization.phone, organization.address) == ("机构", "0000-1", "新址1号")


def test_suspending_needs_a_reason_and_a_member_does_not_restore_it() -> None:
    owner, head = make_user(), make_user()
    organization = make_verified(owner)

    with pytest.raises(RuleRefusal) as bare:
        flows.suspend_organization(organization_id=organization.pk, actor=head, reason=" ")
    flows.suspend_organization(organization_id=organization.pk, actor=head, reason="台账不符")
    with pytest.raises(RuleRefusal) as own:
        flows.restore_organization(organization_id=organization.pk, actor=owner, reason="已整改")

    organization.refresh_from_db()
    assert (bare.value.code, own.value.code) == ("organization_reason_missing", "own_organization")
    assert organization.state == "suspended"
    assert AuditEntry.objects.latest("seq").facts == {"reason": "台账不符"}


def test_a_community_belongs_to_the_street_whose_digits_it_bears() -> None:
    street = make_area("999902003000", "松台街道")
    made = flows.enter_community(code="999902003001", name="松台社区", street=street, actor=None)

    codes = []
    for wrong in ("999901003001", "99990200300", "999902003000", "999902003001"):
        with pytest.raises(RuleRefusal) as refusal:
            flows.enter_community(code=wrong, name="某社区", street=street, actor=None)
        codes.append(refusal.value.code)

    assert codes == ["community_code", "community_code", "community_code", "community_known"]
    assert list(street.communities.all()) == [made]
