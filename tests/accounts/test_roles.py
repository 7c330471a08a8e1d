"""Roles are given by two, never to oneself, within one's area, and kept apart where the law keeps them apart."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from threading import Barrier, Thread
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, connection, transaction

from accounts.domain import roles
from accounts.domain.lifecycles import PROPOSAL
from accounts.enums import ProposalState, Role
from accounts.flows.roles import confirm_role, end_role, propose_role, refuse_role, withdraw_role
from accounts.models import Area, RoleGrant, RoleProposal, User
from organizations.enums import MemberRole
from organizations.flows.members import add_member
from organizations.models import Membership, Organization
from tests.accounts.factories import make_user
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return make_user(Role.SYSTEM_ADMIN, name="管理员")


@pytest.fixture
def head() -> User:
    return make_user(Role.HEAD, name="处长")


@pytest.fixture
def newcomer() -> User:
    return make_user(name="新人")


@pytest.fixture
def city() -> Area:
    return Area.objects.create(code="999900000000", name="云溪市")


@pytest.fixture
def district(city: Area) -> Area:
    return Area.objects.create(code="999901000000", name="临溪区", parent=city)


def refused(act: Any, **given: Any) -> str:
    """Return the code of the refusal; nothing may have moved."""
    before = (list(RoleProposal.objects.order_by("pk").values()), list(RoleGrant.objects.order_by("pk").values()))
    entries = AuditEntry.objects.count()
    with pytest.raises(RuleRefusal) as refusal:
        act(**given)
    after = (list(RoleProposal.objects.order_by("pk").values()), list(RoleGrant.objects.order_by("pk").values()))
    assert (after, AuditEntry.objects.count()) == (before, entries)
    return refusal.value.code


def propose(actor: User, user: User, role: Role, **given: Any) -> RoleProposal:
    return propose_role(**{"user_id": user.pk, "role": role, "actor": actor, "reason": "人员分工", **given})


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def now_holds(user: User) -> frozenset[str]:
    return fresh(user).roles


def applicant(user: User) -> None:
    area, _made = Area.objects.get_or_create(code="999903000000", defaults={"name": "南浦区"})
    organization = Organization.objects.create(
        name="向阳社工", kind="52", uscc="52990000MJ0000001A", authority="云溪市民政局", area=area
    )
    Membership.objects.create(organization=organization, user=user, role=MemberRole.OWNER, since=clock.now())


# --- The tables -------------------------------------------------------------------------------------------------------


def test_every_role_says_who_gives_it_and_only_the_expert_needs_one_person() -> None:
    assert set(roles.GIVING) == set(Role)
    assert {role for role, giving in roles.GIVING.items() if not giving.needs_two} == {Role.EXPERT}


def test_an_administrator_never_decides_alone_who_decides_pays_or_holds_the_keys() -> None:
    weighty = (Role.HEAD, Role.LEADER, Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.SYSTEM_ADMIN)

    assert {roles.GIVING[role].confirmers for role in weighty} == {frozenset({Role.HEAD})}


def test_roles_are_kept_apart_unless_the_table_joins_them() -> None:
    joined = {pair for pair in map(frozenset, combinations(Role, 2)) if roles.may_be_held_together(*pair)}

    assert joined == {
        frozenset({Role.CLERK, Role.HEAD}),
        frozenset({Role.HEAD, Role.LEADER}),
        frozenset({Role.CLERK, Role.SYSTEM_ADMIN}),
    }


@pytest.mark.parametrize("state", ProposalState.values)
@pytest.mark.parametrize("verb", PROPOSAL.moves)
def test_a_proposal_moves_only_while_it_waits(verb: str, state: str) -> None:
    if state == ProposalState.PROPOSED:
        assert PROPOSAL.target_of(verb, state) in set(ProposalState.values) - {ProposalState.PROPOSED}
    else:
        with pytest.raises(RuleRefusal) as refusal:
            PROPOSAL.target_of(verb, state)
        assert refusal.value.code == "proposal_decided"


# --- Giving -----------------------------------------------------------------------------------------------------------


def test_a_role_is_held_once_a_second_person_confirms(admin: User, head: User, newcomer: User) -> None:
    proposal = propose(admin, newcomer, Role.FINANCE_CHECKER)
    assert (proposal.state, now_holds(newcomer)) == ("proposed", frozenset())

    confirm_role(proposal_id=proposal.pk, actor=head)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by, now_holds(newcomer)) == ("confirmed", head, {"finance_checker"})
    assert proposal.grant is not None
    assert (proposal.grant.granted_by, proposal.grant.starts_on) == (admin, clock.today())
    assert list(AuditEntry.objects.order_by("seq").values_list("verb", "actor")) == [
        ("role.propose", admin.pk),
        ("role.confirm", head.pk),
        ("role.grant", head.pk),
    ]


def test_an_expert_needs_no_second_person(newcomer: User) -> None:
    proposal = propose(make_user(Role.OPERATOR), newcomer, Role.EXPERT)

    assert (proposal.state, proposal.decided_by, now_holds(newcomer)) == ("confirmed", None, {"expert"})


def test_nobody_gives_a_role_to_oneself_not_even_a_superuser(admin: User, head: User) -> None:
    root = User.objects.create_superuser("root@yunxi.example")

    assert refused(propose, actor=admin, user=admin, role=Role.CLERK) == "role_for_oneself"
    assert refused(propose, actor=root, user=root, role=Role.HEAD) == "role_for_oneself"
    mine = propose(admin, head, Role.LEADER)
    assert refused(confirm_role, proposal_id=mine.pk, actor=head) == "role_for_oneself"


def test_nobody_confirms_what_they_proposed_not_even_a_superuser(newcomer: User) -> None:
    both = make_user(Role.HEAD, name="兼任", is_superuser=True)
    proposal = propose(both, newcomer, Role.LEADER)

    assert refused(confirm_role, proposal_id=proposal.pk, actor=both) == "same_person"


def test_the_database_keeps_the_two_apart_as_well(admin: User, newcomer: User, head: User) -> None:
    proposal = propose(admin, newcomer, Role.CLERK)
    confirm_role(proposal_id=proposal.pk, actor=head)

    for wrong in ({"decided_by": admin}, {"decided_by": newcomer}, {"proposed_by": newcomer}, {"grant": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleProposal.objects.filter(pk=proposal.pk).update(**wrong)


@pytest.mark.parametrize("giver", [Role.CLERK, Role.OPERATOR, Role.LEADER, Role.AUDITOR, Role.FINANCE_CHECKER])
def test_who_may_not_give_a_role_is_refused(giver: Role, newcomer: User, admin: User) -> None:
    actor = make_user(giver)
    proposal = propose(admin, newcomer, Role.CLERK)

    assert refused(propose, actor=actor, user=newcomer, role=Role.HEAD) == "role_not_yours_to_give"
    assert refused(confirm_role, proposal_id=proposal.pk, actor=actor) == "role_not_yours_to_give"


def test_an_administrator_confirms_no_role_that_decides_or_pays(admin: User, newcomer: User) -> None:
    proposal = propose(admin, newcomer, Role.FINANCE_MAKER)

    assert (
        refused(confirm_role, proposal_id=proposal.pk, actor=make_user(Role.SYSTEM_ADMIN)) == "role_not_yours_to_give"
    )


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (Role.FINANCE_MAKER, Role.FINANCE_CHECKER),
        (Role.OPERATOR, Role.CLERK),
        (Role.EXPERT, Role.CLERK),
        (Role.HEAD, Role.SYSTEM_ADMIN),
        (Role.SUPERVISION, Role.HEAD),
        (Role.AUDITOR, Role.EVALUATOR),
    ],
)
def test_roles_that_are_kept_apart_are_refused_both_ways(held: Role, wanted: Role, admin: User, head: User) -> None:
    assert refused(propose, actor=admin, user=make_user(held), role=wanted) == "role_apart"
    assert refused(propose, actor=admin, user=make_user(wanted), role=held) == "role_apart"


def test_what_came_in_between_is_looked_at_again_when_confirming(admin: User, head: User, newcomer: User) -> None:
    proposal = propose(admin, newcomer, Role.FINANCE_MAKER)
    RoleGrant.objects.create(user=newcomer, role=Role.FINANCE_CHECKER, starts_on=clock.today())

    assert refused(confirm_role, proposal_id=proposal.pk, actor=head) == "role_apart"


def test_a_role_that_begins_later_is_kept_apart_already(admin: User, newcomer: User) -> None:
    RoleGrant.objects.create(user=newcomer, role=Role.OPERATOR, starts_on=clock.today() + timedelta(days=30))

    assert refused(propose, actor=admin, user=newcomer, role=Role.CLERK) == "role_apart"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EXPERT])
def test_a_member_of_an_applicant_gets_no_part_in_the_round(role: Role, admin: User, newcomer: User) -> None:
    applicant(newcomer)

    assert refused(propose, actor=admin, user=newcomer, role=role) == "role_of_applicant"


def test_a_member_of_an_applicant_may_be_an_expert(admin: User, newcomer: User) -> None:
    applicant(newcomer)

    assert propose(admin, newcomer, Role.EXPERT).state == "confirmed"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EXPERT])
def test_who_has_a_part_in_the_round_joins_no_applicant(role: Role) -> None:
    applicant(make_user())

    with pytest.raises(RuleRefusal, match="member_never_applies"):
        add_member(
            organization_id=Organization.objects.get().pk, user=make_user(role), role=MemberRole.VIEWER, actor=None
        )
    assert Membership.objects.count() == 1


def test_a_membership_that_ended_is_no_hindrance(admin: User, newcomer: User) -> None:
    applicant(newcomer)
    Membership.objects.update(ended_at=clock.now())

    assert propose(admin, newcomer, Role.OPERATOR).state == "proposed"


def test_a_proposal_says_why_and_until_when(admin: User, newcomer: User) -> None:
    yesterday = clock.today() - timedelta(days=1)

    assert refused(propose, actor=admin, user=newcomer, role=Role.CLERK, reason=" ") == "reason_missing"
    assert refused(propose, actor=admin, user=newcomer, role=Role.CLERK, ends_on=yesterday) == "period_backwards"


def test_the_same_role_is_neither_proposed_nor_held_twice(admin: User, head: User, newcomer: User) -> None:
    proposal = propose(admin, newcomer, Role.CLERK)
    assert refused(propose, actor=admin, user=newcomer, role=Role.CLERK) == "role_proposed"

    confirm_role(proposal_id=proposal.pk, actor=head)

    assert refused(propose, actor=admin, user=newcomer, role=Role.CLERK) == "role_held"


def test_a_closed_account_gets_no_role(admin: User) -> None:
    assert refused(propose, actor=admin, user=make_user(is_active=False), role=Role.CLERK) == "person_inactive"


def test_a_role_begins_and_ends_by_its_days(admin: User, head: User, newcomer: User) -> None:
    noon = datetime(2027, 3, 1, 4, tzinfo=UTC)
    with clock.at(noon):
        days = {"starts_on": date(2027, 3, 2), "ends_on": date(2027, 3, 3)}
        confirm_role(proposal_id=propose(admin, newcomer, Role.CLERK, **days).pk, actor=head)

    seen = []
    for day in range(4):
        with clock.at(noon + timedelta(days=day)):
            seen.append(now_holds(newcomer))
    assert seen == [frozenset(), {"clerk"}, {"clerk"}, frozenset()]


def test_who_runs_a_district_gives_roles_of_that_district_only(
    city: Area, district: Area, newcomer: User, admin: User
) -> None:
    local = make_user(name="区处长")
    RoleGrant.objects.create(user=local, role=Role.HEAD, area=district, starts_on=date(2020, 1, 1))
    street = Area.objects.create(code="999901001000", name="东关街道", parent=district)
    elsewhere = Area.objects.create(code="999902000000", name="云岭区", parent=city)

    assert propose(local, newcomer, Role.CLERK, area=district).state == "proposed"
    assert propose(local, newcomer, Role.CLERK, area=street).state == "proposed"
    for area in (None, city, elsewhere):
        assert refused(propose, actor=local, user=newcomer, role=Role.CLERK, area=area) == "role_not_yours_to_give"
    whole = propose(admin, newcomer, Role.CLERK)
    assert refused(confirm_role, proposal_id=whole.pk, actor=local) == "role_not_yours_to_give"


# --- Refusing, taking back -------------------------------------------------------------------------------------------


def test_a_proposal_is_refused_with_a_reason(admin: User, head: User, newcomer: User) -> None:
    proposal = propose(admin, newcomer, Role.CLERK)
    assert refused(refuse_role, proposal_id=proposal.pk, actor=head, note="") == "reason_missing"

    refuse_role(proposal_id=proposal.pk, actor=head, note="岗位已满")

    proposal.refresh_from_db()
    assert (proposal.state, proposal.note, proposal.grant, now_holds(newcomer)) == ("refused", "岗位已满", None, set())


def test_only_who_proposed_takes_it_back(admin: User, head: User, newcomer: User) -> None:
    proposal = propose(admin, newcomer, Role.CLERK)
    assert refused(withdraw_role, proposal_id=proposal.pk, actor=head) == "not_your_proposal"

    withdraw_role(proposal_id=proposal.pk, actor=admin)

    proposal.refresh_from_db()
    assert (proposal.state, now_holds(newcomer)) == ("withdrawn", set())


@pytest.mark.parametrize("end", ["confirm", "refuse", "withdraw"])
def test_what_is_decided_stays_decided(end: str, admin: User, head: User, newcomer: User) -> None:
    proposal = propose(admin, newcomer, Role.CLERK)
    acts: dict[str, Any] = {
        "confirm": lambda: confirm_role(proposal_id=proposal.pk, actor=head),
        "refuse": lambda: refuse_role(proposal_id=proposal.pk, actor=head, note="否"),
        "withdraw": lambda: withdraw_role(proposal_id=proposal.pk, actor=admin),
    }
    acts[end]()

    assert [refused(act) for act in acts.values()] == ["proposal_decided"] * 3


# --- Ending -----------------------------------------------------------------------------------------------------------


def test_ending_a_role_ends_the_sessions(client: Any, head: User, newcomer: User) -> None:
    grant = RoleGrant.objects.create(user=newcomer, role=Role.CLERK, starts_on=date(2020, 1, 1))
    client.force_login(newcomer, backend="django.contrib.auth.backends.ModelBackend")
    UserSession.objects.create(user=newcomer, ip="127.0.0.1", session_key=client.session.session_key)
    assert client.get("/admin/").status_code == 200

    end_role(grant_id=grant.pk, actor=head, reason="调离")

    grant.refresh_from_db()
    assert (grant.ended_by, now_holds(newcomer)) == (head, frozenset())
    assert client.get("/admin/").status_code == 302
    assert refused(end_role, grant_id=grant.pk, actor=head, reason="再次") == "role_ended"


def test_a_role_is_ended_by_who_may_give_it_and_by_its_holder(head: User, newcomer: User) -> None:
    grant = RoleGrant.objects.create(user=newcomer, role=Role.CLERK, starts_on=date(2020, 1, 1))

    assert refused(end_role, grant_id=grant.pk, actor=make_user(Role.CLERK), reason="x") == "role_not_yours_to_give"
    assert refused(end_role, grant_id=grant.pk, actor=head, reason="") == "reason_missing"
    end_role(grant_id=grant.pk, actor=newcomer, reason="辞去")
    assert now_holds(newcomer) == frozenset()


def test_the_last_who_could_give_roles_is_not_ended(admin: User, head: User) -> None:
    grant = head.role_grants.get()
    assert refused(end_role, grant_id=grant.pk, actor=admin, reason="调离") == "last_keeper"

    make_user(Role.HEAD)

    end_role(grant_id=grant.pk, actor=admin, reason="调离")
    assert now_holds(head) == frozenset()


# --- Races -----------------------------------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_heads_who_confirm_at_once_give_the_role_once() -> None:
    admin, newcomer, heads = make_user(Role.SYSTEM_ADMIN), make_user(), [make_user(Role.HEAD) for _ in range(4)]
    proposal = propose(admin, newcomer, Role.CLERK)
    answers = together([lambda h=head: confirm_role(proposal_id=proposal.pk, actor=h) for head in heads])

    assert sorted(answers) == ["done", *["proposal_decided"] * 3]
    assert RoleGrant.objects.filter(user=newcomer).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_heads_who_end_each_other_leave_one() -> None:
    make_user(Role.SYSTEM_ADMIN)
    one, other = make_user(Role.HEAD), make_user(Role.HEAD)
    mine, yours = one.role_grants.get(), other.role_grants.get()
    answers = together(
        [
            lambda: end_role(grant_id=yours.pk, actor=one, reason="调离"),
            lambda: end_role(grant_id=mine.pk, actor=other, reason="调离"),
        ]
    )

    assert sorted(answers)[0] == "done"
    assert sorted(answers)[1] in {"last_keeper", "role_not_yours_to_give"}
    assert RoleGrant.objects.current(clock.today()).filter(role=Role.HEAD).count() == 1


def together(acts: list[Any]) -> list[str]:
    """Run the acts in threads that start at one moment; return what became of each."""
    start, answers = Barrier(len(acts)), []

    def run(act: Any) -> None:
        start.wait()
        try:
            act()
            answers.append("done")
        except RuleRefusal as refusal:
            answers.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
