"""AB 岗: a lent role is a right with an end, is never lent on, and never makes one person of two."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.enums import Role
from accounts.flows.delegating import lend_role, take_back_role
from accounts.flows.four_eyes import refuse_same_side
from accounts.flows.roles import confirm_role, end_role, propose_role
from accounts.models import Area, RoleGrant, User
from accounts.queries.standing import standing_of
from tests.accounts.factories import make_user
from tests.accounts.test_roles import applicant
from venture.audit.flows import record
from venture.audit.models import AuditEntry
from venture.audit.queries import entries_of
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = pytest.mark.django_db

TODAY = date(2027, 3, 1)


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with clock.at(datetime(2027, 3, 1, 2, tzinfo=UTC)):
        yield


@pytest.fixture
def head() -> User:
    return make_user(Role.HEAD, name="赵明华")


@pytest.fixture
def deputy() -> User:
    return make_user(Role.CLERK, name="陈立")


def lend(grant: RoleGrant, to: User, actor: User, **given: Any) -> RoleGrant:
    days = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=4), "reason": "出差"}
    return lend_role(**{"grant_id": grant.pk, "to_id": to.pk, "actor": actor, **days, **given})


def refused(act: Any, *args: Any, **given: Any) -> str:
    before = (list(RoleGrant.objects.order_by("pk").values()), AuditEntry.objects.count())
    with pytest.raises(RuleRefusal) as refusal:
        act(*args, **given)
    assert (list(RoleGrant.objects.order_by("pk").values()), AuditEntry.objects.count()) == before
    return refusal.value.code


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_colleague_holds_the_lent_role_from_the_first_day_to_the_last(head: User, deputy: User) -> None:
    loan = lend(head.role_grants.get(), deputy, head, starts_on=TODAY + timedelta(days=1))

    seen = []
    for day in range(6):
        with clock.at(datetime(2027, 3, 1 + day, 2, tzinfo=UTC)):
            seen.append("head" in fresh(deputy).roles)
    assert seen == [False, True, True, True, True, False]
    assert (loan.lent_from, loan.granted_by) == (head.role_grants.get(), head)
    assert fresh(head).has_role(Role.HEAD)


def test_both_are_told(head: User, deputy: User) -> None:
    take_back_role(loan_id=lend(head.role_grants.get(), deputy, head).pk, actor=head)

    assert set(Message.objects.values_list("person", "event")) == {
        (deputy.pk, "role_lent"),
        (head.pk, "role_lent_out"),
        (deputy.pk, "role_taken_back"),
        (head.pk, "role_taken_back"),
    }


def test_what_is_lent_is_no_right_of_ones_own(head: User, deputy: User) -> None:
    lend(head.role_grants.get(), deputy, head)

    assert fresh(deputy).held == {("clerk", ""), ("head", "")}
    assert fresh(deputy).own_held == {("clerk", "")}


def test_a_lent_role_is_not_lent_on(head: User, deputy: User) -> None:
    loan = lend(head.role_grants.get(), deputy, head)

    assert refused(lend, loan, make_user(Role.CLERK), deputy) == "loan_on_loan"


@pytest.mark.parametrize("by", ["head", "deputy", "keeper"])
def test_a_loan_is_taken_back_at_once(by: str, head: User, deputy: User) -> None:
    people = {"head": head, "deputy": deputy, "keeper": make_user(Role.SYSTEM_ADMIN)}
    loan = lend(head.role_grants.get(), deputy, head)

    take_back_role(loan_id=loan.pk, actor=people[by])

    assert fresh(deputy).roles == {"clerk"}
    assert AuditEntry.objects.latest("seq").verb == "role.take_back"
    assert refused(take_back_role, loan_id=loan.pk, actor=people[by]) == "role_ended"


def test_a_stranger_takes_nothing_back(head: User, deputy: User) -> None:
    loan = lend(head.role_grants.get(), deputy, head)

    assert refused(take_back_role, loan_id=loan.pk, actor=make_user(Role.CLERK)) == "loan_not_yours"
    assert refused(take_back_role, loan_id=head.role_grants.get().pk, actor=head) == "role_not_lent"


def test_a_loan_ends_with_the_role_that_it_came_from(head: User, deputy: User) -> None:
    other = make_user(Role.HEAD)
    loan = lend(head.role_grants.get(), deputy, head)

    end_role(grant_id=head.role_grants.get().pk, actor=other, reason="调离")

    loan.refresh_from_db()
    assert (fresh(deputy).roles, loan.ended_by) == ({"clerk"}, other)


def test_a_loan_sleeps_while_its_lender_is_closed(head: User, deputy: User) -> None:
    lend(head.role_grants.get(), deputy, head)
    User.objects.filter(pk=head.pk).update(is_active=False)

    assert fresh(deputy).roles == {"clerk"}


@pytest.mark.parametrize("role", [Role.LEADER, Role.EXPERT, Role.EVALUATOR, Role.AUDITOR, Role.SUPERVISION])
def test_a_vote_a_review_and_a_watch_are_not_lent(role: Role, deputy: User) -> None:
    holder = make_user(role)

    assert refused(lend, holder.role_grants.get(), deputy, holder) == "role_not_lendable"


def test_a_loan_keeps_apart_what_is_kept_apart(head: User, deputy: User) -> None:
    maker, checker = make_user(Role.FINANCE_MAKER), make_user(Role.FINANCE_CHECKER)

    assert refused(lend, checker.role_grants.get(), maker, checker) == "role_apart"
    assert refused(lend, head.role_grants.get(), make_user(Role.OPERATOR), head) == "role_apart"


def test_a_loan_goes_to_a_colleague(head: User, deputy: User) -> None:
    mine = head.role_grants.get()
    applying = make_user(Role.CLERK)
    applicant(applying)

    assert refused(lend, mine, make_user(), head) == "loan_to_stranger"
    assert refused(lend, mine, make_user(Role.CLERK, is_active=False), head) == "person_inactive"
    assert refused(lend, mine, applying, head) == "role_of_applicant"
    assert refused(lend, mine, head, head) == "loan_to_lender"
    assert refused(lend, mine, deputy, deputy) == "loan_not_yours"


def test_a_head_lends_for_a_clerk_who_is_away_but_never_money_nor_to_oneself(head: User, deputy: User) -> None:
    away, maker = make_user(Role.CLERK), make_user(Role.FINANCE_MAKER)
    backup = make_user(Role.SYSTEM_ADMIN)

    assert lend(away.role_grants.get(), backup, head).user == backup
    assert refused(lend, away.role_grants.get(), head, head) == "loan_to_oneself"
    assert refused(lend, maker.role_grants.get(), make_user(Role.FINANCE_MAKER), head) == "loan_not_yours"


def test_who_stands_in_for_the_head_does_not_lend_for_others(head: User, deputy: User) -> None:
    away = make_user(Role.CLERK)
    lend(head.role_grants.get(), deputy, head)

    assert refused(lend, away.role_grants.get(), make_user(Role.SYSTEM_ADMIN), deputy) == "loan_not_yours"


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ({"ends_on": TODAY - timedelta(days=1)}, "period_backwards"),
        ({"starts_on": TODAY + timedelta(days=9)}, "period_backwards"),
        ({"ends_on": TODAY + timedelta(days=366)}, "loan_too_long"),
        ({"ends_on": TODAY + timedelta(days=31)}, "loan_outlives_role"),
        ({"reason": " "}, "reason_missing"),
    ],
)
def test_a_loan_has_days_and_a_reason(days: dict[str, Any], code: str, head: User, deputy: User) -> None:
    mine = head.role_grants.get()
    RoleGrant.objects.filter(pk=mine.pk).update(ends_on=TODAY + timedelta(days=30))

    assert refused(lend, mine, deputy, head, **days) == code


def test_the_same_days_are_not_lent_twice(head: User, deputy: User) -> None:
    mine = head.role_grants.get()
    lend(mine, deputy, head)

    assert refused(
        lend, mine, deputy, head, starts_on=TODAY + timedelta(days=4), ends_on=TODAY + timedelta(days=9)
    ) == ("loan_stands")


# --- Two people ------------------------------------------------------------------------------------------------------


def test_an_act_by_a_lent_role_names_the_lender_in_the_log(head: User, deputy: User) -> None:
    proposal = _proposed()
    lend(head.role_grants.get(), deputy, head)

    confirm_role(proposal_id=proposal.pk, actor=fresh(deputy))

    entry = entries_of(proposal).get(verb="role.confirm")
    assert (entry.actor, entry.facts["on_behalf_of"], entry.lender) == (deputy, head.pk, "赵明华")


def test_a_right_of_ones_own_goes_before_a_lent_one(head: User, deputy: User) -> None:
    lend(head.role_grants.get(), deputy, head)

    assert standing_of(deputy, Role.CLERK, Role.HEAD).on_behalf_of is None
    assert standing_of(deputy, Role.HEAD).on_behalf_of == head


def test_a_right_in_another_area_does_not_help(head: User, deputy: User) -> None:
    district = Area.objects.create(code="999901000000", name="临溪区")
    RoleGrant.objects.create(user=deputy, role=Role.HEAD, area=district, starts_on=TODAY)
    lend(head.role_grants.get(), deputy, head)

    assert standing_of(deputy, Role.HEAD, area="999901001000").on_behalf_of is None
    assert standing_of(deputy, Role.HEAD, area="999902000000").on_behalf_of == head


def test_who_stands_in_does_not_check_what_the_lender_proposed(head: User, deputy: User) -> None:
    newcomer = make_user()
    proposal = propose_role(user_id=newcomer.pk, role=Role.CLERK, actor=head, reason="分工")
    lend(head.role_grants.get(), deputy, head)

    assert refused(confirm_role, proposal_id=proposal.pk, actor=fresh(deputy)) == "same_side"


def test_the_lender_does_not_check_what_was_proposed_for_them_even_after_the_loan(head: User, deputy: User) -> None:
    newcomer, loan = make_user(), lend(head.role_grants.get(), deputy, head)
    proposal = propose_role(user_id=newcomer.pk, role=Role.CLERK, actor=fresh(deputy), reason="分工")
    assert refused(confirm_role, proposal_id=proposal.pk, actor=head) == "same_side"

    take_back_role(loan_id=loan.pk, actor=head)

    assert refused(confirm_role, proposal_id=proposal.pk, actor=head) == "same_side"


def test_two_who_stand_in_for_one_are_one_side(head: User, deputy: User) -> None:
    second = make_user(Role.CLERK)
    lend(head.role_grants.get(), deputy, head)
    lend(head.role_grants.get(), second, head)
    proposal = propose_role(user_id=make_user().pk, role=Role.CLERK, actor=fresh(deputy), reason="分工")

    assert refused(confirm_role, proposal_id=proposal.pk, actor=fresh(second)) == "same_side"


def test_who_stands_in_gives_no_role_to_the_lender(head: User, deputy: User) -> None:
    proposal = propose_role(user_id=head.pk, role=Role.LEADER, actor=make_user(Role.SYSTEM_ADMIN), reason="分工")
    lend(head.role_grants.get(), deputy, head)

    assert refused(confirm_role, proposal_id=proposal.pk, actor=fresh(deputy)) == "role_for_oneself"


def test_a_standing_loan_does_not_join_two_who_act_in_their_own_right(head: User, deputy: User) -> None:
    lend(head.role_grants.get(), deputy, head)
    subject = make_user()
    record(actor=deputy, verb="something.check", subject=subject, **standing_of(deputy, Role.CLERK).facts)

    refuse_same_side(standing_of(head, Role.HEAD), earlier=deputy.pk, subject=subject)


def _proposed() -> Any:
    return propose_role(user_id=make_user().pk, role=Role.HEAD, actor=make_user(Role.SYSTEM_ADMIN), reason="分工")
