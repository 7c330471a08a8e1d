"""Getting in: by mobile number or e-mail, by password or code; nobody learns from outside who has an account."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.enums import ConsentPurpose, SignInOutcome
from accounts.models import Consent, SignInRecord, User
from tests.accounts.people import PASSWORD, inside, known, newest_code, sign_in

pytestmark = pytest.mark.django_db
NAMES = ("min@city.example", "MIN@City.example", "13800138000", "+86 138-0013-8000", "１３８００１３８０００")
VARIES = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


def same(text: bytes) -> str:
    return VARIES.sub("", text.decode())


@pytest.mark.parametrize("name", NAMES)
def test_a_person_signs_in_by_any_spelling_of_mobile_or_mail(client: Client, name: str) -> None:
    person = known()

    assert (sign_in(client, name), inside(client)) == ("/desk/", str(person.pk))
    record = SignInRecord.objects.get()
    assert (record.user, record.outcome, record.method, record.network) == (
        person, SignInOutcome.IN, "password", "127.0.*.*",
    )  # fmt: skip


@pytest.mark.parametrize("page", ["/account/login/", "/account/login/code/", "/account/signup/"])
def test_every_entrance_answers_in_both_languages(client: Client, page: str) -> None:
    assert [client.get(prefix + page).status_code for prefix in ("", "/en")] == [200, 200]


@pytest.mark.parametrize("name", ["min@city.example", "13800138000"])
def test_a_code_signs_a_known_person_in(client: Client, name: str) -> None:
    person = known()
    asked = client.post("/account/login/code/?next=/notices/", {"contact": name})
    code = newest_code()
    answer = client.post(asked.headers["Location"], {"code": f"{code[:3]} {code[3:]}", "next": "/notices/"})

    assert (answer.status_code, answer.headers["Location"], inside(client)) == (302, "/notices/", str(person.pk))
    assert SignInRecord.objects.get().method == "code"


def test_a_code_opens_an_account_for_a_new_person(client: Client) -> None:
    client.post("/account/signup/", {"contact": "New@City.example"})
    answer = client.post("/account/code/", {"code": newest_code()})
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
    assert set(Consent.objects.values_list("text_version", flat=True)) == {"2026-12"}


def test_without_agreement_no_account_begins(client: Client) -> None:
    client.post("/account/signup/", {"contact": "13912345678"})
    client.post("/account/code/", {"code": newest_code()})
    answer = client.post("/account/create/", {"name": "程一帆"})

    assert (answer.status_code, User.objects.count(), Consent.objects.count(), inside(client)) == (422, 0, 0, None)


def test_the_last_step_opens_to_nobody_who_proved_nothing(client: Client) -> None:
    answer = client.post("/account/create/", {"name": "程一帆", "account": "on"})

    assert (answer.headers["Location"], User.objects.count()) == ("/account/signup/", 0)


def test_signing_up_with_a_known_number_signs_its_owner_in(client: Client) -> None:
    person = known()
    client.post("/account/signup/", {"contact": "13800138000"})
    client.post("/account/code/", {"code": newest_code()})

    assert (inside(client), User.objects.count()) == (str(person.pk), 1)


GUESSABLE = (
    "short9!", "password123", "1234567890", "13912345678", "woaini1314520", "aaaaaaaaaaaa", "qwertyuiop",
    "程一帆程一帆程一帆a",
)  # fmt: skip


@pytest.mark.parametrize("password", GUESSABLE)
def test_a_guessable_password_is_refused(client: Client, password: str) -> None:
    client.post("/account/signup/", {"contact": "13912345678"})
    client.post("/account/code/", {"code": newest_code()})
    answer = client.post("/account/create/", {"name": "程一帆程一帆", "password": password, "account": "on"})

    assert (answer.status_code, User.objects.count()) == (422, 0)


# --- Nobody learns who has an account ---------------------------------------------------------------------------------


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer() -> None:
    known()
    pages = []
    for name in ("min@city.example", "nobody@city.example"):
        answer = Client().post("/account/login/", {"login": name, "password": "wrong"})
        pages.append((answer.status_code, same(answer.content).replace(name, "")))

    assert pages[0] == pages[1]
    assert pages[0][0] == 422


@pytest.mark.parametrize(
    ("known_name", "strange_name"), [("min@city.example", "nobody@city.example"), ("13800138000", "13900139000")]
)
def test_a_wrong_name_costs_as_much_work_as_a_wrong_password(settings: Any, known_name: str, strange_name: str) -> None:
    from tests.accounts.hashers import CountingHasher

    settings.PASSWORD_HASHERS = ["tests.accounts.hashers.CountingHasher"]
    known()
    work = []
    for name in (known_name, strange_name):
        CountingHasher.worked = 0
        Client().post("/account/login/", {"login": name, "password": "wrong"})
        work.append(CountingHasher.worked)

    assert work[0] == work[1] > 0


@pytest.mark.parametrize("page", ["/account/login/code/", "/account/signup/"])
def test_asking_for_a_code_answers_the_same_for_known_and_unknown(page: str, django_assert_num_queries: object) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    known()
    seen = []
    for name in ("13800138000", "13900139000"):
        client = Client()
        with CaptureQueriesContext(connection) as queries:
            asked = client.post(page, {"contact": name})
        shown = client.get(asked.headers["Location"])
        wrong = client.post(asked.headers["Location"], {"code": "000000x"})
        mask = f"{name[:3]}****{name[-4:]}"
        seen.append(
            (
                asked.status_code, asked.headers["Location"], len(queries),
                same(shown.content).replace(mask, ""),
                wrong.status_code, same(wrong.content).replace(mask, ""),
            )
        )  # fmt: skip

    assert seen[0] == seen[1]


def test_attempts_on_names_that_nobody_has_are_written_down_without_the_name(client: Client) -> None:
    sign_in(client, "nobody@city.example", "wrong")

    record = SignInRecord.objects.get()
    assert (record.user, record.outcome, "nobody" in str(vars(record))) == (None, SignInOutcome.WRONG, False)


# --- Guessing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["min@city.example", "13800138000"])
def test_the_sixth_wrong_password_locks_the_name_and_says_how_to_go_on(client: Client, name: str) -> None:
    known()
    for _ in range(5):
        sign_in(client, name, "wrong")
    answer = client.post("/account/login/", {"login": name, "password": PASSWORD})

    assert (answer.status_code, inside(client)) == (422, None)
    assert "验证码" in answer.content.decode() or "code" in answer.content.decode()
    outcomes = list(SignInRecord.objects.order_by("pk").values_list("outcome", flat=True))
    assert outcomes == [SignInOutcome.WRONG] * 5 + [SignInOutcome.LOCKED]


def test_one_locked_mobile_number_does_not_lock_another(client: Client) -> None:
    known()
    other = known(email="other@city.example", mobile="+8613900139000")
    for _ in range(6):
        sign_in(client, "13800138000", "wrong")

    assert (sign_in(client, "13900139000"), inside(client)) == ("/desk/", str(other.pk))


def test_a_locked_password_leaves_the_code_open(client: Client) -> None:
    person = known()
    for _ in range(6):
        sign_in(client, "min@city.example", "wrong")
    client.post("/account/login/code/", {"contact": "min@city.example"})
    client.post("/account/code/", {"code": newest_code()})

    assert inside(client) == str(person.pk)


def test_a_forwarded_address_of_our_own_making_resets_no_limit(client: Client) -> None:
    known()
    for number in range(6):
        client.post(
            "/account/login/", {"login": "13800138000", "password": "wrong"}, HTTP_X_FORWARDED_FOR=f"10.0.0.{number}"
        )

    assert SignInRecord.objects.order_by("pk").last().outcome == SignInOutcome.LOCKED  # type: ignore[union-attr]
    assert set(SignInRecord.objects.values_list("network", flat=True)) == {"127.0.*.*"}


def test_a_code_dies_after_five_wrong_tries(client: Client) -> None:
    known()
    client.post("/account/login/code/", {"contact": "13800138000"})
    code = newest_code()
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(5):
        client.post("/account/code/", {"code": wrong})
    answer = client.post("/account/code/", {"code": code})

    assert (answer.status_code, inside(client)) == (422, None)


def test_a_code_opens_once(client: Client) -> None:
    known()
    client.post("/account/login/code/", {"contact": "13800138000"})
    code = newest_code()
    rival = Client()
    rival.cookies.update(client.cookies)
    kept = dict(client.session)
    client.post("/account/code/", {"code": code})
    # A session copied before the code was used holds the same challenge; the code is used up all the same.
    session = rival.session
    session.update(kept)
    session.save()
    rival.cookies["sessionid"] = session.session_key or ""
    answer = rival.post("/account/code/", {"code": code})

    assert (answer.status_code, inside(rival)) == (422, None)


def test_only_the_newest_code_counts(client: Client) -> None:
    known()
    client.post("/account/login/code/", {"contact": "13800138000"})
    first = newest_code()
    client.post("/account/code/", {"again": "1"})
    second = newest_code()
    refused = client.post("/account/code/", {"code": first})

    assert (first == second or refused.status_code == 422, inside(client)) == (True, None)
    client.post("/account/code/", {"code": second})
    assert inside(client) is not None


def test_the_code_stands_in_no_session(client: Client) -> None:
    known()
    client.post("/account/login/code/", {"contact": "13800138000"})

    assert newest_code() not in str(dict(client.session))


def test_the_fifth_code_in_ten_minutes_is_not_sent(client: Client) -> None:
    for _ in range(4):
        client.post("/account/login/code/", {"contact": "13800138000"})
    before = newest_code()
    answer = client.post("/account/login/code/", {"contact": "13800138000"})

    assert (answer.status_code, newest_code()) == (429, before)


# --- Where the way leads ----------------------------------------------------------------------------------------------

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "javascript:alert(1)",
    "http:///evil.example",
)


@pytest.mark.parametrize("after", ELSEWHERE)
def test_no_way_in_leads_to_another_site(after: str) -> None:
    known()
    by_password, by_code = Client(), Client()
    landed = [sign_in(by_password, next=after)]
    by_code.post("/account/login/code/", {"contact": "13800138000", "next": after})
    answer = by_code.post("/account/code/", {"code": newest_code(), "next": after})
    landed += [answer.headers["Location"], by_code.get("/account/login/", {"next": after}).headers["Location"]]

    assert landed == ["/desk/"] * 3


def test_a_closed_account_stays_closed_by_password_and_by_code(client: Client) -> None:
    person = known()
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert sign_in(client) == "/account/inactive/"
    client.post("/account/login/code/", {"contact": "13800138000"})
    answer = client.post("/account/code/", {"code": newest_code()})
    assert (answer.headers["Location"], inside(client)) == ("/account/inactive/", None)
    assert set(SignInRecord.objects.values_list("outcome", flat=True)) == {SignInOutcome.CLOSED}


@pytest.mark.parametrize(
    "path",
    [
        "/account/password/reset/", "/account/email/", "/account/confirm-email/", "/account/phone/verify/",
        "/account/phone/change/", "/account/signup/passkey/", "/account/2fa/", "/account/login/code/confirm/",
        "/account/password/change/", "/account/3rdparty/",
    ],
)  # fmt: skip
def test_pages_of_the_library_that_we_do_not_use_are_missing(client: Client, path: str) -> None:
    known()
    sign_in(client)

    assert client.get(path).status_code == 404


def test_signing_out_takes_a_post(client: Client) -> None:
    known()
    sign_in(client)
    client.get("/account/logout/")
    assert inside(client) is not None

    client.post("/account/logout/")
    assert inside(client) is None


def test_the_demonstration_fills_a_name_in_and_other_sites_never_do(client: Client, settings: object) -> None:
    person = known(email="clerk@yunxi.example")
    closed = client.get("/account/login/?account=clerk@yunxi.example").content.decode()
    settings.DEMO = True  # type: ignore[attr-defined]
    opened = client.get("/account/login/?account=clerk@yunxi.example").content.decode()

    assert person.email is not None
    assert ['value="clerk@yunxi.example"' in page for page in (closed, opened)] == [False, True]
