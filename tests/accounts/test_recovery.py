"""A lost second factor comes off by two people; everybody else, and nothing else, moves it."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.domain.lifecycles import RECOVERY
from accounts.enums import RecoveryState, Role
from accounts.flows.delegating import lend_role
from accounts.flows.recovering import (
    approve_recovery,
    ask_recovery,
    identify_person,
    refuse_recovery,
    withdraw_recovery,
)
from accounts.models import Recovery, User
from tests.accounts.factories import make_user
from tests.accounts.test_roles import together
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def lost() -> User:
    user = make_user(Role.FINANCE_MAKER, name="韩梅", mobile="+8613800138000")
    arm(user)
    return user


@pytest.fixture
def clerk() -> User:
    return make_user(Role.CLERK, name="陈立")


@pytest.fixture
def head() -> User:
    return make_user(Role.HEAD, name="赵明华")


def arm(user: User) -> None:
    for kind in ("totp", "recovery_codes", "webauthn"):
        Authenticator.objects.create(user=user, type=kind, data={})


def asked(user: User, actor: User | None = None) -> Recovery:
    return ask_recovery(user_id=user.pk, reason="手机丢失", actor=actor)


def identified(user: User, by: User) -> Recovery:
    return identify_person(recovery_id=asked(user).pk, how="in_person", note="身份证原件", actor=by)


def refused(act: Any, **given: Any) -> str:
    def world() -> Any:
        models = (Recovery, Authenticator, UserSession)
        return [list(model.objects.order_by("pk").values()) for model in models], AuditEntry.objects.count()

    before = world()
    with pytest.raises(RuleRefusal) as refusal:
        act(**given)
    assert world() == before
    return refusal.value.code


def in_state(state: str, user: User, clerk: User, head: User) -> Recovery:
    """Bring a recovery into ``state`` by the flows."""
    recovery = asked(user)
    if state in {RecoveryState.IDENTIFIED, RecoveryState.DONE}:
        identify_person(recovery_id=recovery.pk, how="video", note="本人", actor=clerk)
    if state == RecoveryState.DONE:
        approve_recovery(recovery_id=recovery.pk, actor=head)
    if state == RecoveryState.REFUSED:
        refuse_recovery(recovery_id=recovery.pk, reason="不是本人", actor=clerk)
    if state == RecoveryState.WITHDRAWN:
        withdraw_recovery(recovery_id=recovery.pk, actor=user)
    return Recovery.objects.get(pk=recovery.pk)


@pytest.mark.parametrize("state", RecoveryState.values)
@pytest.mark.parametrize("verb", RECOVERY.moves)
def test_every_verb_in_every_state(verb: str, state: str, lost: User, clerk: User, head: User) -> None:
    recovery = in_state(state, lost, clerk, head)
    acts: dict[str, Any] = {
        "identify": lambda: identify_person(recovery_id=recovery.pk, how="video", note="本人", actor=clerk),
        "approve": lambda: approve_recovery(recovery_id=recovery.pk, actor=head),
        "refuse": lambda: refuse_recovery(recovery_id=recovery.pk, reason="不是本人", actor=head),
        "withdraw": lambda: withdraw_recovery(recovery_id=recovery.pk, actor=lost),
    }
    legal = {
        ("identify", "asked"): "identified",
        ("approve", "identified"): "done",
        ("refuse", "asked"): "refused",
        ("refuse", "identified"): "refused",
        ("withdraw", "asked"): "withdrawn",
        ("withdraw", "identified"): "withdrawn",
    }

    if (verb, state) in legal:
        acts[verb]()
        recovery.refresh_from_db()
        assert recovery.state == legal[verb, state]
        assert Authenticator.objects.filter(user=lost).exists() == (verb != "approve")
    else:
        assert refused(acts[verb]) == "recovery_moved_on"


def test_two_people_remove_the_factor_end_the_sessions_and_leave_a_trace(lost: User, clerk: User, head: User) -> None:
    other = make_user()
    arm(other)
    UserSession.objects.create(user=lost, ip="127.0.0.1", session_key="a" * 32)
    recovery = identified(lost, clerk)

    approve_recovery(recovery_id=recovery.pk, actor=head)

    recovery.refresh_from_db()
    assert (recovery.state, recovery.identified_by, recovery.decided_by) == ("done", clerk, head)
    assert not Authenticator.objects.filter(user=lost).exists()
    assert Authenticator.objects.filter(user=other).count() == 3
    assert not UserSession.objects.filter(user=lost).exists()
    assert list(AuditEntry.objects.order_by("seq").values_list("verb", "actor")) == [
        ("recovery.ask", None),
        ("recovery.identify", clerk.pk),
        ("recovery.approve", head.pk),
    ]
    assert AuditEntry.objects.latest("seq").facts == {
        "person": lost.pk,
        "removed": ["recovery_codes", "totp", "webauthn"],
        "sessions": 1,
    }


def test_the_person_hears_of_each_step_on_every_channel(lost: User, clerk: User, head: User) -> None:
    approve_recovery(recovery_id=identified(lost, clerk).pk, actor=head)

    told = Delivery.objects.filter(message__person=lost).order_by("pk")
    assert list(told.values_list("message__event", "channel", "address")) == [
        ("recovery_asked", "email", lost.email),
        ("recovery_asked", "sms", lost.mobile),
        ("recovery_done", "email", lost.email),
        ("recovery_done", "sms", lost.mobile),
    ]


def test_one_person_is_not_two_not_even_a_superuser(lost: User) -> None:
    root = make_user(Role.HEAD, is_superuser=True)

    assert refused(approve_recovery, recovery_id=identified(lost, root).pk, actor=root) == "same_person"


def test_nobody_restores_ones_own_access(clerk: User, head: User) -> None:
    arm(head)
    recovery = asked(head, actor=head)
    assert (
        refused(identify_person, recovery_id=recovery.pk, how="video", note="我", actor=head) == "recovery_of_oneself"
    )

    identify_person(recovery_id=recovery.pk, how="video", note="本人", actor=clerk)

    assert refused(approve_recovery, recovery_id=recovery.pk, actor=head) == "recovery_of_oneself"


def test_who_stands_in_does_not_approve_for_the_one_who_identified_nor_for_the_one_who_lost_it(
    lost: User, clerk: User, head: User
) -> None:
    day = clock.today()
    days = {"starts_on": day, "ends_on": day, "reason": "出差"}
    lend_role(grant_id=head.role_grants.get().pk, to_id=clerk.pk, actor=head, **days)
    mine = identified(lost, head)
    assert refused(approve_recovery, recovery_id=mine.pk, actor=clerk) == "same_side"
    arm(head)
    theirs = identified(head, make_user(Role.SYSTEM_ADMIN))

    assert refused(approve_recovery, recovery_id=theirs.pk, actor=clerk) == "recovery_of_oneself"


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.EXPERT, Role.AUDITOR, Role.SUPERVISION, Role.LEADER])
def test_other_roles_neither_identify_nor_approve(role: Role, lost: User, clerk: User) -> None:
    actor, recovery = make_user(role), asked(lost)
    assert refused(identify_person, recovery_id=recovery.pk, how="video", note="x", actor=actor) == "recovery_not_yours"

    identify_person(recovery_id=recovery.pk, how="video", note="本人", actor=clerk)

    assert refused(approve_recovery, recovery_id=recovery.pk, actor=actor) == "recovery_not_yours"
    assert refused(approve_recovery, recovery_id=recovery.pk, actor=make_user(Role.CLERK)) == "recovery_not_yours"


def test_how_somebody_was_identified_is_said(lost: User, clerk: User) -> None:
    recovery = asked(lost)

    assert refused(identify_person, recovery_id=recovery.pk, how="", note="x", actor=clerk) == "identity_check_missing"
    assert refused(identify_person, recovery_id=recovery.pk, how="video", note=" ", actor=clerk) == "reason_missing"
    assert refused(refuse_recovery, recovery_id=recovery.pk, reason="", actor=clerk) == "reason_missing"


def test_asking_twice_is_asking_once(lost: User) -> None:
    assert asked(lost) == asked(lost)
    assert AuditEntry.objects.filter(verb="recovery.ask").count() == 1


def test_without_a_factor_there_is_nothing_to_recover(lost: User) -> None:
    assert refused(asked, user=make_user()) == "recovery_not_needed"
    User.objects.filter(pk=lost.pk).update(is_active=False)
    assert refused(asked, user=lost) == "person_inactive"


def test_a_stranger_does_not_take_the_wish_back(lost: User, clerk: User) -> None:
    assert refused(withdraw_recovery, recovery_id=asked(lost).pk, actor=clerk) == "recovery_not_yours"


def test_the_database_asks_for_two_as_well(lost: User, clerk: User, head: User) -> None:
    recovery = in_state("done", lost, clerk, head)

    for wrong in ({"decided_by": clerk}, {"decided_by": lost}, {"identified_by": None}, {"identified_by": lost}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Recovery.objects.filter(pk=recovery.pk).update(**wrong)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_approve_at_once_remove_it_once() -> None:
    lost, clerk = make_user(), make_user(Role.CLERK)
    arm(lost)
    recovery, heads = identified(lost, clerk), [make_user(Role.HEAD) for _ in range(3)]

    answers = together([lambda h=head: approve_recovery(recovery_id=recovery.pk, actor=h) for head in heads])

    assert sorted(answers) == ["done", "recovery_moved_on", "recovery_moved_on"]
    assert AuditEntry.objects.filter(verb="recovery.approve").count() == 1


# --- The page ---


def test_the_page_answers_the_same_for_every_name(lost: User) -> None:
    plain = make_user(email="plain@test.example")
    pages = []
    for contact in (lost.email, plain.email, "nobody@test.example"):
        answer = Client().post(reverse("account_recover"), {"contact": contact, "reason": "手机丢失"})
        pages.append((answer.status_code, answer.context["asked"]))

    assert pages == [(200, True)] * 3
    assert list(Recovery.objects.values_list("user", "asked_by", "state")) == [(lost.pk, None, "asked")]


def test_the_page_is_not_asked_without_end(lost: User) -> None:
    cache.clear()
    form = {"contact": "nobody@test.example", "reason": "手机丢失"}

    assert [Client().post(reverse("account_recover"), form).status_code for _time in range(5)] == [*[200] * 4, 429]


def test_the_page_is_open_to_who_stands_before_the_gate(lost: User, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client = Client()
    client.force_login(lost, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(reverse("account_recover")).status_code == 200
