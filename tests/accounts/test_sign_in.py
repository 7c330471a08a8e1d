"""Getting in: by mobile number or e-mail, by password or code; nobody learns from outside who has an account."""

import pytest
from django.test import Client

from accounts.enums import ConsentPurpose, SignInOutcome
from accounts.flows import codes
from accounts.models import Consent, SignInRecord, User
from tests.accounts.factories import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a long sentence 9"
MOBILE = "+8613800138000"


@pytest.fixture
def person() -> User:
    user = make_user(email="min@city.example", mobile=MOBILE, name="周敏")
    user.set_password(PASSWORD)
    user.save()
    return user


def inside(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


NAMES = ("min@city.example", "MIN@City.example", "13800138000", "+86 138-0013-8000", "１３８００１３８０００")


@pytest.mark.parametrize("name", NAMES)
def test_a_person_signs_in_by_any_spelling_of_mobile_or_mail(client: Client, person: User, name: str) -> None:
    answer = client.post("/account/login/", {"login": name, "password": PASSWORD})

    assert (answer.status_code, answer.headers.get("Location"), inside(client)) == (302, "/desk/", str(person.pk))
    record = SignInRecord.objects.get()
    assert (record.user, record.outcome, record.method, record.network) == (
        person, SignInOutcome.IN, "password", "127.0.*.*",
    )  # fmt: skip


@pytest.mark.parametrize("page", ["/account/login/", "/account/login/code/", "/account/signup/"])
def test_every_entrance_answers(client: Client, page: str) -> None:
    assert client.get(page).status_code == 200


def test_a_code_signs_a_known_person_in(client: Client, person: User) -> None:
    asked = client.post("/account/login/code/?next=/notices/", {"contact": "13800138000"}, follow=True)
    code = codes.OUTGOING[-1][2]
    answer = client.post(asked.redirect_chain[-1][0], {"code": f"{code[:3]} {code[3:]}", "next": "/notices/"})

    assert (answer.status_code, answer.headers["Location"], inside(client)) == (302, "/notices/", str(person.pk))
    assert SignInRecord.objects.get().method == "code"


def test_a_code_opens_an_account_for_a_new_person(client: Client) -> None:
    client.post("/account/signup/", {"contact": "New@City.example"})
    answer = client.post("/account/code/", {"code": codes.OUTGOING[-1][2]})
    assert answer.headers["Location"] == "/account/create/"
    answer = client.post(
        "/account/create/", {"name": "程一帆", "password": PASSWORD, "account": "on", "reminders": "on"}
    )

    user = User.objects.get()
    assert (answer.status_code, answer.headers["Location"], inside(client)) == (302, "/desk/", str(user.pk))
    assert (user.email, user.display_name, user.check_password(PASSWORD)) == ("new@city.example", "程一帆", True)
    assert sorted(Consent.objects.values_list("purpose", flat=True)) == [
        ConsentPurpose.ACCOUNT, ConsentPurpose.REMINDERS,
    ]  # fmt: skip
