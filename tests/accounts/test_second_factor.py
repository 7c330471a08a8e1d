"""A second factor before any page: for each role, in each way, the admin included."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from accounts.enums import Role, SignInOutcome
from accounts.models import SignInRecord, User
from tests.accounts.people import PASSWORD, inside, known, newest_code, sign_in

pytestmark = pytest.mark.django_db
GATE = "/account/second-factor/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OUTSIDE = ("/", "/desk/", "/notices/", "/account/", "/account/sessions/", "/account/password/", "/admin/", "/nosuch/")


@pytest.fixture(autouse=True)
def demanded(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def with_app(user: User) -> User:
    TOTP.activate(user, SECRET)
    return user


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EXPERT])
def test_each_part_meets_the_gate_before_any_page(client: Client, role: Role) -> None:
    known(role)
    sign_in(client)

    answers = {path: client.get(path) for path in OUTSIDE if path != "/nosuch/"}
    assert {
        path: answer.headers.get("Location", "").split("?")[0] for path, answer in answers.items()
    } == dict.fromkeys(answers, GATE)
    assert client.get(GATE).status_code == 200


@pytest.mark.parametrize("role", list(Role))
def test_where_it_is_not_demanded_nobody_meets_the_gate(client: Client, settings: Any, role: Role) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    known(role)
    sign_in(client)

    assert client.get("/account/").status_code == 200
    assert client.get("/admin/").status_code == (200 if role in Role.staff() else 404)


def test_people_without_a_part_never_meet_the_gate(client: Client) -> None:
    known()
    sign_in(client)

    assert [client.get(path).status_code for path in ("/", "/account/")] == [200, 200]


def test_a_posted_form_does_not_slip_through_the_gate(client: Client) -> None:
    person = known(Role.CLERK)
    sign_in(client)
    answer = client.post("/account/profile/", {"display_name": "别人", "locale": "en"})

    person.refresh_from_db()
    assert (answer.headers["Location"], person.display_name) == (GATE, "周敏")


def test_a_session_at_the_api_is_refused_in_its_own_words(client: Client) -> None:
    known(Role.CLERK)
    sign_in(client)
    answer = client.get("/api/v1/rounds/")

    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor")


def test_setting_an_app_up_opens_the_gate_and_gives_recovery_codes(client: Client) -> None:
    person = known(Role.CLERK)
    sign_in(client)
    page = client.get("/account/factors/app/")
    secret = page.context["form"].secret
    answer = client.post("/account/factors/app/", {"code": code_of(secret)})

    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(answer.headers["Location"]).status_code == 200
    assert client.get("/admin/").status_code == 200
    assert sorted(Authenticator.objects.filter(user=person).values_list("type", flat=True)) == [
        "recovery_codes",
        "totp",
    ]


def test_the_secret_of_the_app_is_not_readable_in_the_database(client: Client) -> None:
    person = with_app(known(Role.CLERK))

    row = Authenticator.objects.get(user=person)
    assert SECRET not in str(row.data)
    assert row.wrap().validate_code(code_of(SECRET))


def test_the_next_sign_in_asks_for_the_app_and_a_code_opens_once(client: Client) -> None:
    person = with_app(known(Role.CLERK))

    assert (sign_in(client), inside(client)) == ("/account/login/second-factor/", None)
    assert client.post("/account/login/second-factor/", {"code": "000000"}).status_code == 422
    code = code_of(SECRET)
    answer = client.post("/account/login/second-factor/", {"code": code})
    assert (answer.headers["Location"], inside(client)) == ("/desk/", str(person.pk))
    assert client.get("/admin/").status_code == 200
    assert list(SignInRecord.objects.order_by("pk").values_list("method", "outcome")) == [
        ("app", SignInOutcome.WRONG), ("password+app", SignInOutcome.IN),
    ]  # fmt: skip

    rival = Client()
    sign_in(rival)
    assert (rival.post("/account/login/second-factor/", {"code": code}).status_code, inside(rival)) == (422, None)


def test_guessing_at_the_app_is_stopped(client: Client) -> None:
    with_app(known(Role.CLERK))
    sign_in(client)
    for _ in range(5):
        client.post("/account/login/second-factor/", {"code": "000000"})
    answer = client.post("/account/login/second-factor/", {"code": code_of(SECRET)})

    assert (answer.status_code, inside(client)) == (422, None)


def test_a_recovery_code_opens_once(client: Client) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    person = with_app(known(Role.CLERK))
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    sign_in(client)
    client.post("/account/login/second-factor/", {"code": code})
    assert inside(client) == str(person.pk)

    rival = Client()
    sign_in(rival)
    assert (rival.post("/account/login/second-factor/", {"code": code}).status_code, inside(rival)) == (422, None)


def test_a_code_by_mail_or_sms_does_not_go_round_the_app(client: Client) -> None:
    with_app(known(Role.CLERK))
    client.post("/account/login/code/", {"contact": "13800138000"})
    answer = client.post("/account/code/", {"code": newest_code()})

    assert (answer.headers["Location"], inside(client)) == ("/account/login/second-factor/", None)


def test_the_last_factor_of_a_part_stays(client: Client) -> None:
    person = with_app(known(Role.CLERK))
    sign_in(client)
    client.post("/account/login/second-factor/", {"code": code_of(SECRET)})
    answer = client.post("/account/factors/app/remove/")

    assert (answer.status_code, Authenticator.objects.filter(user=person).count()) == (422, 1)


def test_a_session_from_before_the_factor_shows_it_once(client: Client) -> None:
    person = known()
    sign_in(client)
    with_app(person)
    from accounts.models import RoleGrant
    from venture.kernel import clock

    RoleGrant.objects.create(user=person, role=Role.CLERK, starts_on=clock.today())

    assert client.get("/admin/").headers["Location"] == f"{GATE}?next=%2Fadmin%2F"
    answer = client.post("/account/prove/app/?next=/admin/", {"code": code_of(SECRET), "next": "/admin/"})
    assert (answer.headers["Location"], client.get("/admin/").status_code) == ("/admin/", 200)


# --- Experts ----------------------------------------------------------------------------------------------------------


def test_an_expert_signs_in_with_the_password_and_a_code_by_sms(client: Client) -> None:
    person = known(Role.EXPERT)
    assert (sign_in(client), inside(client)) == ("/account/login/second-step/", None)
    assert client.get("/account/login/second-step/").status_code == 200
    assert client.post("/account/login/second-step/", {"code": "nonsense"}).status_code == 422
    answer = client.post("/account/login/second-step/", {"code": newest_code()})

    assert (answer.headers["Location"], inside(client)) == ("/desk/", str(person.pk))
    assert client.get("/account/").status_code == 200
    assert SignInRecord.objects.get(outcome=SignInOutcome.IN).method == "password+code"


def test_an_expert_who_begins_with_the_code_adds_the_password(client: Client) -> None:
    person = known(Role.EXPERT)
    client.post("/account/login/code/", {"contact": "13800138000"})
    answer = client.post("/account/code/", {"code": newest_code()})
    assert (answer.headers["Location"], inside(client)) == ("/account/login/second-step/", None)
    assert client.post("/account/login/second-step/", {"password": "wrong"}).status_code == 422
    client.post("/account/login/second-step/", {"password": PASSWORD})

    assert (inside(client), client.get("/account/").status_code) == (str(person.pk), 200)


def test_a_code_by_mail_is_no_second_factor_of_an_expert(client: Client) -> None:
    known(Role.EXPERT)
    client.post("/account/login/code/", {"contact": "min@city.example"})
    client.post("/account/code/", {"code": newest_code()})
    client.post("/account/login/second-step/", {"password": PASSWORD})

    assert inside(client) is None or client.get("/account/").headers["Location"].startswith(GATE)


def test_an_expert_without_a_telephone_sets_an_app_up(client: Client) -> None:
    known(Role.EXPERT, mobile=None)

    assert sign_in(client) == "/desk/"
    assert client.get("/account/").headers["Location"].startswith(GATE)
    assert "/account/factors/app/" in client.get(GATE).content.decode()


# --- The admin ----------------------------------------------------------------------------------------------------


def test_the_admin_has_no_sign_in_of_its_own(client: Client) -> None:
    known(Role.CLERK)
    answer = client.get("/admin/login/?next=/admin/")
    assert answer.headers["Location"] == "/account/login/?next=/admin/"

    client.post("/admin/login/", {"username": "min@city.example", "password": PASSWORD})
    assert inside(client) is None
