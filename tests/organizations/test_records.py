"""What is on record: inspections confirmed by staff, sanctions lifted by a second person, both read as plain facts."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from organizations import flows, queries
from organizations.domain.facts import EligibilityFacts, SanctionFact
from organizations.enums import InspectionOutcome, SanctionKind, Tie
from organizations.models import Inspection, OperatorAffiliate, Organization, Sanction
from tests.accounts.factories import make_user
from tests.organizations.factories import code_for, make_organization, make_verified
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 24, 10, tzinfo=clock.BEIJING)
PASSED, BASIC = InspectionOutcome.PASSED, InspectionOutcome.BASIC


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.at(TODAY):
        yield


def refused(refusal_code: str, act: Any, **given: Any) -> None:
    """Try an act that must be refused; assert that nothing moved."""

    def rows() -> list[Any]:
        models = (Inspection, Sanction, OperatorAffiliate)
        return [list(model.objects.order_by("pk").values()) for model in models] + [AuditEntry.objects.count()]

    before = rows()
    with pytest.raises(RuleRefusal) as refusal:
        act(**given)
    assert (refusal.value.code, rows()) == (refusal_code, before)


def sanction(organization: Organization, by: Any, **facts: Any) -> Sanction:
    given = {
        "kind": SanctionKind.ABNORMAL,
        "authority": "云溪市民政局",
        "grounds": "未报年报",
        "since": date(2026, 1, 1),
    }
    return flows.enter_sanction(organization_id=organization.pk, actor=by, **{**given, **facts})


def test_a_member_states_a_result_and_staff_confirm_it_and_then_it_stays() -> None:
    owner, clerk = make_user(), make_user(Role.CLERK)
    organization = make_organization(owner, registered_on=date(2020, 5, 1))
    given = {"organization_id": organization.pk, "year": 2025}

    stated = flows.state_inspection(**given, outcome=BASIC, actor=owner)
    corrected = flows.state_inspection(**given, outcome=PASSED, actor=owner)
    refused("own_organization", flows.confirm_inspection, inspection_id=stated.pk, actor=owner)
    flows.confirm_inspection(inspection_id=stated.pk, actor=clerk)

    assert corrected.pk == stated.pk
    row = Inspection.objects.get()
    assert (row.outcome, row.stated_by, row.confirmed_by) == ("passed", owner, clerk)
    refused("inspection_confirmed", flows.state_inspection, **given, outcome=BASIC, actor=owner)
    refused("inspection_confirmed", flows.confirm_inspection, inspection_id=stated.pk, actor=clerk)


@pytest.mark.parametrize("year", [2019, 2026, 2027])
def test_a_year_before_the_registration_or_not_over_has_no_result(year: int) -> None:
    owner = make_user()
    organization = make_organization(owner, registered_on=date(2020, 5, 1))

    refused(
        "inspection_year", flows.state_inspection,
        organization_id=organization.pk, year=year, outcome=PASSED, actor=owner,
    )  # fmt: skip


def test_a_sanction_is_told_to_the_organisation_and_lifted_by_another_with_a_reason() -> None:
    owner, clerk, head = make_user(), make_user(Role.CLERK), make_user(Role.HEAD)
    organization = make_organization(owner)
    entered = sanction(organization, clerk)
    given = {"sanction_id": entered.pk, "on": date(2026, 3, 15)}

    refused("sanction_second_person", flows.lift_sanction, **given, reason="移出", actor=clerk)
    refused("organization_reason_missing", flows.lift_sanction, **given, reason=" ", actor=head)
    refused("days_reversed", flows.lift_sanction, **{**given, "on": date(2025, 1, 1)}, reason="移出", actor=head)
    refused("own_organization", flows.lift_sanction, **given, reason="移出", actor=owner)
    flows.lift_sanction(**given, reason="移出", actor=head)

    entered.refresh_from_db()
    assert (entered.lifted_on, entered.lifted_by, entered.lift_reason) == (date(2026, 3, 15), head, "移出")
    assert list(Message.objects.filter(person=owner).order_by("pk").values_list("event", flat=True)) == [
        "sanction_entered", "sanction_lifted"
    ]  # fmt: skip
    refused("sanction_lifted", flows.lift_sanction, **given, reason="移出", actor=head)


def test_a_sanction_ends_after_it_begins_and_no_member_enters_one() -> None:
    owner, clerk = make_user(), make_user(Role.CLERK)
    organization = make_organization(owner)

    for code, facts, actor in (
        ("days_reversed", {"until": date(2025, 1, 1)}, clerk),
        ("organization_reason_missing", {"grounds": " "}, clerk),
        ("own_organization", {}, owner),
    ):
        refused(code, sanction, organization=organization, by=actor, **facts)


def test_which_sanctions_hold_on_a_day() -> None:
    organization, clerk, head = make_organization(), make_user(Role.CLERK), make_user(Role.HEAD)
    over = sanction(organization, clerk, since=date(2025, 1, 1), until=date(2025, 12, 31))
    lifted = sanction(organization, clerk, since=date(2025, 6, 1))
    wrong = sanction(organization, clerk, since=date(2025, 6, 1))
    holds = sanction(organization, clerk, kind=SanctionKind.RESTRICTED, since=date(2026, 2, 1))
    flows.lift_sanction(sanction_id=lifted.pk, on=date(2026, 3, 15), reason="移出", actor=head)
    flows.lift_sanction(sanction_id=wrong.pk, on=date(2026, 3, 15), reason="录错机构", mistaken=True, actor=head)

    found = {day: queries.sanctions_on(organization, day) for day in (
        date(2024, 12, 31), date(2025, 12, 31), date(2026, 3, 14), date(2026, 3, 15)
    )}  # fmt: skip
    assert list(found.values()) == [[], [lifted, over], [holds, lifted], [holds]]
    assert queries.sanction_facts(Sanction.objects.order_by("pk")) == (
        SanctionFact("abnormal", date(2025, 1, 1), date(2025, 12, 31)),
        SanctionFact("abnormal", date(2025, 6, 1), date(2026, 3, 14)),
        SanctionFact("restricted", date(2026, 2, 1), None),
    )


def test_the_facts_of_eligibility_are_plain_values_of_one_day(django_assert_num_queries: Any) -> None:
    owner, clerk = make_user(), make_user(Role.CLERK)
    organization = make_verified(
        owner, registered_on=date(2016, 4, 12), grade="4A", grade_awarded_on=date(2021, 11, 23),
        certificate_until=date(2028, 4, 12), full_time_staff=12, certified_staff=7,
    )  # fmt: skip
    flows.state_inspection(organization_id=organization.pk, year=2024, outcome=BASIC, actor=owner)
    flows.enter_inspection(organization_id=organization.pk, year=2025, outcome=PASSED, actor=clerk)
    sanction(organization, clerk)
    account = flows.propose_account(
        organization_id=organization.pk, holder=organization.name, bank="云溪银行", branch="东关", number="12345678",
        actor=owner,
    )  # fmt: skip
    flows.confirm_account(account_id=account.pk, actor=clerk)

    with django_assert_num_queries(5):
        facts = queries.eligibility_facts(organization, date(2026, 11, 24))

    assert facts == EligibilityFacts(
        day=date(2026, 11, 24), state="verified", kind="52", registered_on=date(2016, 4, 12),
        certificate_valid_until=date(2028, 4, 12), grade="4A", grade_valid_until=date(2026, 11, 23),
        inspections={2025: "passed", 2024: "basic"}, confirmed_years=frozenset({2025}),
        sanctions=(SanctionFact("abnormal", date(2026, 1, 1), None),), full_time_staff=12, certified_staff=7,
        is_operator_or_affiliate=False, has_account=True,
    )  # fmt: skip
    days = (date(2021, 11, 22), date(2021, 11, 23), date(2026, 11, 23), date(2026, 11, 24))
    assert [queries.grade_on(organization, day) for day in days] == ["", "4A", "4A", ""]


def test_the_operator_and_a_seconded_affiliate_never_apply_while_the_tie_holds() -> None:
    clerk, head = make_user(Role.CLERK), make_user(Role.HEAD)
    operator = flows.name_operator(name="中心", code=code_for(801), since=date(2025, 1, 1), actor=clerk)
    tied = make_organization(code=code_for(802))
    given = {
        "operator_id": operator.pk,
        "name": "促进会",
        "reason": "理事长兼任",
        "since": date(2025, 1, 1),
        "actor": clerk,
    }
    refused("affiliate_is_operator", flows.enter_affiliate, **given, code=operator.uscc)
    affiliate = flows.enter_affiliate(**given, code=tied.uscc)
    before = queries.never_applies(tied, date(2026, 1, 1))

    refused("affiliate_known", flows.enter_affiliate, **given, code=tied.uscc)
    refused("affiliate_second_person", flows.second_affiliate, affiliate_id=affiliate.pk, actor=clerk)
    flows.second_affiliate(affiliate_id=affiliate.pk, actor=head)
    refused("affiliate_illegal_move", flows.refuse_affiliate, affiliate_id=affiliate.pk, actor=head, reason="无关")
    flows.end_affiliate(affiliate_id=affiliate.pk, until=date(2026, 6, 30), reason="已换届", actor=head)

    days = (date(2024, 12, 31), date(2025, 1, 1), date(2026, 6, 30), date(2026, 7, 1))
    assert (before, [queries.never_applies(tied, day) for day in days]) == (
        None, [None, "affiliate_never_applies", "affiliate_never_applies", None]
    )  # fmt: skip
    operator.uscc = tied.uscc
    operator.save()
    assert queries.never_applies(tied, date(2026, 7, 1)) == "operator_never_applies"


def test_what_two_organisations_have_in_common_is_told_as_facts(django_assert_num_queries: Any) -> None:
    owner, clerk = make_user(), make_user(Role.CLERK)
    code = code_for(810)
    one = make_organization(owner, code=code, phone="0000-1", address="东关街道1号")
    branch = make_organization(owner, code=code_for(810, division="999902"))
    Organization.objects.filter(pk=branch.pk).update(legal_representative="乙")
    neighbour = make_organization(phone="0000-1", address="东关街道1号")
    banked = make_organization()
    Organization.objects.filter(pk=banked.pk).update(legal_representative="丙")
    make_organization(phone="0000-2")
    Organization.objects.filter(name=Organization.objects.latest("pk").name).update(legal_representative="丁")
    for organization, member in ((one, owner), (banked, banked.memberships.get().user)):
        account = flows.propose_account(
            organization_id=organization.pk, holder=organization.name, bank="云溪银行", branch="东关",
            number="3200012309000012345", actor=member,
        )  # fmt: skip
        flows.confirm_account(account_id=account.pk, actor=clerk)

    with django_assert_num_queries(1):
        found = queries.related_to(one)

    assert {each.organization.pk: set(each.ties) for each in found} == {
        branch.pk: {Tie.CODE, Tie.PERSON},
        neighbour.pk: {Tie.LEGAL_REPRESENTATIVE, Tie.PHONE, Tie.ADDRESS},
        banked.pk: {Tie.ACCOUNT},
    }


def test_staff_enter_confirm_and_lift_on_the_desk_and_the_organisation_reads_it(client: Client) -> None:
    owner, clerk, head = make_user(), make_user(Role.CLERK), make_user(Role.HEAD)
    organization = make_verified(owner, registered_on=date(2020, 5, 1))
    desk = f"/admin/desk/organizations/{organization.pk}/"
    client.force_login(clerk, "django.contrib.auth.backends.ModelBackend")
    form = {"kind": "penalty", "authority": "民政局", "grounds": "未按章程活动", "since": "2026-10-01"}

    client.post(f"{desk}inspections/", {"year": "2025", "outcome": "passed"})
    client.post(f"{desk}sanctions/", {**form, "since": ""})
    client.post(f"{desk}sanctions/", form)
    entered = Sanction.objects.get()
    client.post(f"/admin/desk/sanctions/{entered.pk}/lift/", {"on": "2026-11-01", "reason": "已整改"})
    entered.refresh_from_db()
    lifted_by_first = entered.lifted_by
    client.force_login(owner, "django.contrib.auth.backends.ModelBackend")
    seen = client.get(f"/organizations/{organization.pk}/records/").content.decode()
    client.force_login(head, "django.contrib.auth.backends.ModelBackend")
    client.post(f"/admin/desk/sanctions/{entered.pk}/lift/", {"on": "2026-11-01", "reason": "已整改"})

    entered.refresh_from_db()
    assert (lifted_by_first, entered.lifted_by, Inspection.objects.get().confirmed_by) == (None, head, clerk)
    assert "未按章程活动" in seen
    assert "已整改" in client.get(desk).content.decode()
