"""Invitations: a token that works once, for seven days, kept as a hash; staff roles still need their second person."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.domain.invitations import digest_of, token_of
from accounts.domain.lifecycles import INVITATION
from accounts.enums import InvitationState, Role
from accounts.flows.inviting import (
    accept_invitation,
    invite,
    link_token,
    resend_invitation,
    revoke_invitation,
    send_invitation,
    standing_invitation,
)
from accounts.flows.roles import confirm_role
from accounts.models import RoleGrant, RoleInvitation, RoleProposal, User
from tests.accounts.factories import make_user
from venture.audit.models import AuditEntry
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db

MONDAY = datetime(2027, 3, 1, 2, tzinfo=UTC)


@pytest.fixture
def admin() -> User:
    return make_user(Role.SYSTEM_ADMIN, name="管理员")


def send(actor: User, role: Role = Role.CLERK, **given: Any) -> RoleInvitation:
    return invite(**{"name": "王新", "address": "wang@city.example", "role": role, "actor": actor, **given})


def refused(act: Any, *args: Any, **given: Any) -> str:
    def world() -> Any:
        models = (RoleInvitation, RoleProposal, RoleGrant, User, Job)
        return [list(model.objects.order_by("pk").values()) for model in models], AuditEntry.objects.count()

    before = world()
    with pytest.raises(RuleRefusal) as refusal:
        act(*args, **given)
    assert world() == before
    return refusal.value.code


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page_of(invitation: RoleInvitation) -> str:
    return reverse("account_invitation", args=[link_token(invitation)])


# --- Token and table ---


def test_a_token_is_43_signs_of_a_key_and_a_nonce() -> None:
    one, other = token_of(secret=b"k", nonce="a"), token_of(secret=b"k", nonce="b")

    assert (len(one), one != other, token_of(secret=b"l", nonce="a") != one) == (43, True, True)
    assert one == token_of(secret=b"k", nonce="a")


@pytest.mark.parametrize("state", InvitationState.values)
@pytest.mark.parametrize("verb", INVITATION.moves)
def test_an_invitation_moves_only_while_it_waits(verb: str, state: str) -> None:
    if state == InvitationState.SENT:
        assert INVITATION.target_of(verb, state) in InvitationState.values
    else:
        with pytest.raises(RuleRefusal, match="role_invitation_gone"):
            INVITATION.target_of(verb, state)


# --- Sending ---


def test_the_token_stands_nowhere_in_the_database(admin: User) -> None:
    invitation = send(admin)
    token = link_token(invitation)

    job = Job.objects.get(name="accounts.send_invitation")
    kept = [*RoleInvitation.objects.values_list(), *AuditEntry.objects.values_list(), job.payload]
    assert token not in str(kept)
    assert invitation.digest == digest_of(token)
    assert job.payload == {"invitation_id": invitation.pk}
    assert standing_invitation(token) == invitation


def test_the_message_carries_the_link_and_only_while_the_invitation_waits(admin: User, mailoutbox: list[Any]) -> None:
    invitation = send(admin)
    send_invitation(invitation_id=invitation.pk)
    revoke_invitation(invitation_id=invitation.pk, actor=admin)
    send_invitation(invitation_id=invitation.pk)

    (message,) = mailoutbox
    assert message.to == ["wang@city.example"]
    assert message.body.count(page_of(invitation)) == 1
    assert "wang@city.example" not in message.body


def test_the_log_names_the_address_masked(admin: User) -> None:
    send(admin)

    assert AuditEntry.objects.get(verb="invitation.send").facts == {"area": "", "to": "w***g@city.example"}


def test_who_may_not_give_the_role_does_not_invite(admin: User) -> None:
    assert refused(send, make_user(Role.OPERATOR), Role.CLERK) == "role_not_yours_to_give"
    assert refused(send, make_user(Role.AUDITOR), Role.EXPERT) == "role_not_yours_to_give"
    assert send(make_user(Role.OPERATOR), Role.EXPERT).state == "sent"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"address": "nowhere"}, "address_not_readable"),
        ({"name": " "}, "name_missing"),
        ({"address": "me@city.example"}, "role_for_oneself"),
    ],
)
def test_an_invitation_has_a_name_and_somebody_elses_address(given: dict[str, Any], code: str) -> None:
    assert refused(send, make_user(Role.SYSTEM_ADMIN, email="me@city.example"), **given) == code


def test_the_same_role_is_offered_once_to_an_address(admin: User) -> None:
    send(admin, address="138 0013 8000")

    assert refused(send, admin, address="+8613800138000") == "role_invitation_open"
    assert send(admin, Role.OPERATOR, address="13800138000").mobile == "+8613800138000"


def test_a_link_that_is_sent_again_replaces_the_one_before(admin: User) -> None:
    invitation = send(admin)
    first = link_token(invitation)
    with clock.at(clock.now() + timedelta(days=6)):
        again = resend_invitation(invitation_id=invitation.pk, actor=admin)

        assert standing_invitation(first) is None
        assert standing_invitation(link_token(again)) == invitation
        assert again.expires_at == clock.now() + timedelta(days=7)
    assert Job.objects.filter(name="accounts.send_invitation").count() == 2


def test_a_link_is_sent_five_times_at_most(admin: User) -> None:
    invitation = send(admin)
    for _time in range(4):
        resend_invitation(invitation_id=invitation.pk, actor=admin)

    assert refused(resend_invitation, invitation_id=invitation.pk, actor=admin) == "role_invitation_sent_often"


# --- Accepting ---


def test_a_staff_role_waits_for_its_second_person_after_the_answer(admin: User) -> None:
    head, colleague = make_user(Role.HEAD), make_user()
    invitation = send(admin)

    proposal = accept_invitation(token=link_token(invitation), actor=colleague)

    invitation.refresh_from_db()
    assert (invitation.state, invitation.accepted_by) == ("accepted", colleague)
    assert (proposal.state, proposal.proposed_by, proposal.invitation) == ("proposed", admin, invitation)
    assert not RoleGrant.objects.filter(user=colleague).exists()
    assert refused(confirm_role, proposal_id=proposal.pk, actor=admin) == "same_person"
    confirm_role(proposal_id=proposal.pk, actor=head)
    assert User.objects.get(pk=colleague.pk).roles == {"clerk"}


def test_an_expert_holds_the_role_with_the_answer(admin: User) -> None:
    colleague = make_user()
    accept_invitation(token=link_token(send(admin, Role.EXPERT)), actor=colleague)

    assert User.objects.get(pk=colleague.pk).roles == {"expert"}


def test_a_token_works_once(admin: User) -> None:
    token = link_token(send(admin))
    accept_invitation(token=token, actor=make_user())

    assert refused(accept_invitation, token=token, actor=make_user()) == "role_invitation_gone"
    assert refused(accept_invitation, token="x" * 43, actor=make_user()) == "role_invitation_gone"


def test_a_token_lapses_after_seven_days_to_the_instant(admin: User) -> None:
    with clock.at(MONDAY):
        token = link_token(send(admin))
    colleague = make_user()

    with clock.at(MONDAY + timedelta(days=7)):
        assert refused(accept_invitation, token=token, actor=colleague) == "role_invitation_gone"
    with clock.at(MONDAY + timedelta(days=7) - timedelta(seconds=1)):
        assert accept_invitation(token=token, actor=colleague).state == "proposed"


def test_an_invitation_taken_back_does_not_open(admin: User) -> None:
    invitation = send(admin)
    assert refused(revoke_invitation, invitation_id=invitation.pk, actor=make_user(Role.CLERK)) == (
        "role_not_yours_to_give"
    )

    revoke_invitation(invitation_id=invitation.pk, actor=admin)

    assert refused(accept_invitation, token=link_token(invitation), actor=make_user()) == "role_invitation_gone"
    assert refused(revoke_invitation, invitation_id=invitation.pk, actor=admin) == "role_invitation_gone"
    assert refused(resend_invitation, invitation_id=invitation.pk, actor=admin) == "role_invitation_gone"


def test_an_invitation_falls_with_the_right_of_who_sent_it(admin: User) -> None:
    invitation = send(admin)
    admin.role_grants.update(ended_at=clock.now())

    assert refused(accept_invitation, token=link_token(invitation), actor=make_user()) == "role_invitation_gone"


def test_what_is_kept_apart_is_kept_apart_from_the_invited_too(admin: User) -> None:
    token = link_token(send(admin))

    assert refused(accept_invitation, token=token, actor=make_user(Role.OPERATOR)) == "role_apart"
    assert refused(accept_invitation, token=token, actor=admin) == "role_for_oneself"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_are_one() -> None:
    token = link_token(send(make_user(Role.SYSTEM_ADMIN), Role.EXPERT))
    people, start, answers = [make_user() for _ in range(4)], Barrier(4), []

    def answer(user: User) -> None:
        start.wait()
        try:
            answers.append(accept_invitation(token=token, actor=user).state)
        except RuleRefusal as refusal:
            answers.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=answer, args=(user,)) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["confirmed", *["role_invitation_gone"] * 3]
    assert RoleGrant.objects.filter(role=Role.EXPERT).count() == 1


# --- The page ---


def test_the_page_shows_and_accepts_nothing_by_itself(admin: User) -> None:
    invitation = send(admin)
    answer = client_of(make_user()).get(page_of(invitation))

    invitation.refresh_from_db()
    assert (answer.status_code, invitation.state, answer["Referrer-Policy"]) == (200, "sent", "no-referrer")
    assert "no-store" in answer["Cache-Control"]


def test_a_signed_in_person_accepts_with_a_button(admin: User) -> None:
    invitation, colleague = send(admin, Role.EXPERT), make_user()

    answer = client_of(colleague).post(page_of(invitation))

    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("account_home"))
    assert User.objects.get(pk=colleague.pk).roles == {"expert"}


def test_a_newcomer_opens_an_account_with_the_address_that_was_invited(admin: User) -> None:
    invitation = send(admin, Role.EXPERT)
    client = Client()
    form = {"name": "王新", "password": "湖边的柳树又绿了 27", "account": "on"}

    answer = client.post(page_of(invitation), form)

    made = User.objects.get(email="wang@city.example")
    assert answer.status_code == 302
    assert (made.roles, made.display_name) == ({"expert"}, "王新")
    assert EmailAddress.objects.get(user=made).verified
    assert client.session["_auth_user_id"] == str(made.pk)


def test_a_newcomer_without_agreement_opens_nothing(admin: User) -> None:
    invitation = send(admin, Role.EXPERT)

    answer = Client().post(page_of(invitation), {"name": "王新"})

    invitation.refresh_from_db()
    assert (answer.status_code, invitation.state, User.objects.filter(email=invitation.email).exists()) == (
        422,
        "sent",
        False,
    )


def test_who_has_an_account_is_asked_to_sign_in(admin: User) -> None:
    make_user(email="wang@city.example")
    invitation = send(admin)

    seen, sent = Client().get(page_of(invitation)), Client().post(page_of(invitation), {"name": "x", "account": "on"})

    assert (seen.context["form"], sent.status_code) == (None, 409)
    assert f"{reverse('account_login')}?next=" in seen.content.decode()


def test_unknown_answered_and_lapsed_links_look_the_same(admin: User) -> None:
    taken = send(admin)
    revoke_invitation(invitation_id=taken.pk, actor=admin)
    with clock.at(MONDAY):
        lapsed = send(admin, Role.OPERATOR)
    paths = [page_of(taken), page_of(lapsed), reverse("account_invitation", args=["x" * 43])]

    with clock.at(MONDAY + timedelta(days=8)):
        answers = [Client().get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) <= 3
    assert all("王新" not in answer.content.decode() for answer in answers)
