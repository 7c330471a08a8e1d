"""One's own account: what is shown, changed, taken along and ended; each act on one's own rows only."""

import json
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import ConsentPurpose, Role, SignInOutcome
from accounts.flows.closing import close_account
from accounts.flows.consenting import give_consent
from accounts.flows.signing import SIGN_INS_KEPT, forget_old_sign_ins
from accounts.models import ClosingRequest, Consent, SignInRecord, User
from tests.accounts.factories import make_user
from tests.accounts.people import PASSWORD, inside, known, newest_code, sign_in
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.notify.models import Delivery

pytestmark = pytest.mark.django_db
PAGES = (
    "/account/", "/account/profile/", "/account/consents/", "/account/sign-ins/", "/account/sessions/",
    "/account/export/", "/account/close/", "/account/password/", "/account/contact/mobile/", "/account/factors/",
    "/account/factors/app/", "/account/factors/passkeys/add/", "/account/prove/password/", "/account/prove/code/",
)  # fmt: skip


@pytest.fixture
def person(client: Client) -> User:
    user = known()
    sign_in(client)
    return user


def stale(client: Client) -> None:
    """Let the last proof of this session lie an hour back."""
    session = client.session
    for proof in session["account_authentication_methods"]:
        proof["at"] -= 3600
    session.save()


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_account_answers_under_the_strict_policy(
    client: Client, person: User, page: str, prefix: str
) -> None:
    answer = client.get(prefix + page)

    assert answer.status_code == 200
    text = answer.content.decode()
    assert ("<script>" in text, "style=" in text, " onclick" in text) == (False, False, False)


@pytest.mark.parametrize("page", PAGES)
def test_strangers_are_sent_to_the_sign_in(page: str) -> None:
    answer = Client().get(page)

    assert answer.headers["Location"] == f"/account/login/?next={page}"


# --- A fresh proof before sensitive acts ------------------------------------------------------------------------------

SENSITIVE = (
    "/account/password/", "/account/contact/mobile/", "/account/contact/email/", "/account/close/",
    "/account/factors/app/", "/account/factors/passkeys/add/", "/account/factors/recovery/",
    "/account/factors/recovery/new/", "/account/factors/recovery/file/",
)  # fmt: skip


@pytest.mark.parametrize("page", SENSITIVE)
def test_a_sensitive_page_asks_an_old_session_for_a_fresh_proof(client: Client, person: User, page: str) -> None:
    stale(client)

    assert client.get(page).headers["Location"].startswith("/account/prove/password/?next=")


def test_the_proof_by_password_leads_back(client: Client, person: User) -> None:
    stale(client)
    refused = client.post("/account/prove/password/?next=/account/password/", {"password": "wrong"})
    assert (refused.status_code, client.get("/account/password/").status_code) == (422, 302)
    answer = client.post("/account/prove/password/?next=/account/password/", {"password": PASSWORD})

    assert (answer.headers["Location"], client.get("/account/password/").status_code) == ("/account/password/", 200)


def test_people_without_a_password_prove_by_code(client: Client) -> None:
    user = known()
    user.set_unusable_password()
    user.save()
    client.post("/account/login/code/", {"contact": "13800138000"})
    client.post("/account/code/", {"code": newest_code()})
    stale(client)
    assert client.get("/account/factors/app/").headers["Location"].startswith("/account/prove/code/")
    client.post("/account/prove/code/", {"send": "email", "next": "/account/factors/app/"})
    answer = client.post("/account/prove/code/", {"code": newest_code(), "next": "/account/factors/app/"})

    assert (answer.headers["Location"], client.get("/account/factors/app/").status_code) == (
        "/account/factors/app/",
        200,
    )


# --- Profile, contacts, password --------------------------------------------------------------------------------------


def test_language_and_size_are_kept_in_the_profile_and_come_back_with_the_sign_in(client: Client, person: User) -> None:
    client.post("/account/profile/", {"display_name": "周敏", "locale": "en", "large_text": "on"})
    person.refresh_from_db()
    assert (person.locale, person.large_text) == ("en", True)

    elsewhere = Client()
    assert sign_in(elsewhere) == "/en/desk/"
    assert elsewhere.cookies["size"].value == "large"


def test_a_new_number_counts_after_its_code_and_the_old_ones_hear_of_it(client: Client, person: User) -> None:
    client.post("/account/contact/mobile/", {"contact": "139 0013 9000"})
    person.refresh_from_db()
    assert person.mobile == "+8613800138000"
    assert client.post("/account/contact/code/", {"code": "nonsense"}).status_code == 422
    client.post("/account/contact/code/", {"code": newest_code()})

    person.refresh_from_db()
    assert person.mobile == "+8613900139000"
    told = Delivery.objects.filter(message__person=person, message__event="contact_changed")
    assert sorted(told.values_list("channel", "address")) == [
        ("email", "min@city.example"), ("sms", "+8613800138000"),
    ]  # fmt: skip
    entry = AuditEntry.objects.get(verb="contact_changed")
    assert (entry.actor, entry.before, entry.after) == (person, ["138****8000"], ["139****9000"])


def test_the_old_address_no_longer_opens_the_account(client: Client, person: User) -> None:
    client.post("/account/contact/email/", {"contact": "new@city.example"})
    client.post("/account/contact/code/", {"code": newest_code()})

    assert [sign_in(Client(), name) for name in ("min@city.example", "new@city.example")] == ["", "/desk/"]


def test_a_number_of_somebody_else_is_refused_after_the_code_only(client: Client, person: User) -> None:
    other = known(email="other@city.example", mobile="+8613900139000")
    asked = client.post("/account/contact/mobile/", {"contact": "13900139000"})
    answer = client.post("/account/contact/code/", {"code": newest_code()})

    person.refresh_from_db()
    other.refresh_from_db()
    assert (asked.status_code, answer.status_code) == (302, 422)
    assert (person.mobile, other.mobile) == ("+8613800138000", "+8613900139000")


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client: Client, person: User) -> None:
    elsewhere = Client()
    sign_in(elsewhere)
    answer = client.post("/account/password/", {"password1": "another sentence 8", "password2": "another sentence 8"})

    assert answer.headers["Location"] == "/account/"
    assert (client.get("/account/").status_code, elsewhere.get("/account/").status_code) == (200, 302)
    assert [sign_in(Client(), password=word) for word in (PASSWORD, "another sentence 8")] == ["", "/desk/"]


def test_two_different_new_passwords_change_nothing(client: Client, person: User) -> None:
    answer = client.post("/account/password/", {"password1": "another sentence 8", "password2": "another sentence 7"})

    assert (answer.status_code, sign_in(Client())) == (422, "/desk/")


# --- Agreements -------------------------------------------------------------------------------------------------------


def test_an_agreement_is_given_and_taken_back_alone(client: Client, person: User) -> None:
    client.post("/account/consents/", {"purpose": "publication", "give": "1"})
    client.post("/account/consents/", {"purpose": "publication", "give": "1"})
    client.post("/account/consents/", {"purpose": "reminders", "give": "1"})
    client.post("/account/consents/", {"purpose": "publication", "withdraw": "1"})

    rows = {row.purpose: row for row in Consent.objects.filter(user=person)}
    assert (len(rows), Consent.objects.count()) == (2, 2)
    assert rows["publication"].withdrawn_at is not None
    assert rows["publication"].withdrawn_at >= rows["publication"].given_at
    assert rows["reminders"].withdrawn_at is None
    verbs = AuditEntry.objects.filter(verb__startswith="consent").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["consent_given", "consent_given", "consent_withdrawn"]


def test_the_agreement_that_the_account_rests_on_goes_with_the_account_only(client: Client, person: User) -> None:
    give_consent(person, ConsentPurpose.ACCOUNT)
    client.post("/account/consents/", {"purpose": "account", "withdraw": "1"})

    assert Consent.objects.get(user=person).withdrawn_at is None


def test_a_changed_text_asks_again_and_keeps_what_held_before(client: Client, person: User) -> None:
    Consent.objects.create(user=person, purpose="reminders", text_version="2025-01", given_at=clock.now())
    assert "2025-01" in client.get("/account/consents/").content.decode()
    client.post("/account/consents/", {"purpose": "reminders", "give": "1"})

    versions = list(Consent.objects.order_by("pk").values_list("text_version", "withdrawn_at"))
    assert [version for version, _ in versions] == ["2025-01", "2026-12"]
    assert (versions[0][1] is None, versions[1][1] is None) == (False, True)


# --- Sessions and sign-ins --------------------------------------------------------------------------------------------


def test_an_ended_session_is_really_over(client: Client, person: User) -> None:
    elsewhere = Client(headers={"user-agent": "Mozilla/5.0 (iPhone) Version/17 Safari/604"})
    sign_in(elsewhere)
    row = UserSession.objects.get(session_key=elsewhere.session.session_key)
    assert "Safari · iPhone" in client.get("/account/sessions/").content.decode()
    client.post("/account/sessions/", {"session": str(row.pk)})

    assert (elsewhere.get("/account/").status_code, client.get("/account/").status_code) == (302, 200)


def test_all_other_sessions_end_at_once(client: Client, person: User) -> None:
    others = [Client(), Client()]
    for other in others:
        sign_in(other)
    client.post("/account/sessions/", {"others": "1"})

    assert [each.get("/account/").status_code for each in (*others, client)] == [302, 302, 200]


def test_nobody_ends_somebody_elses_session(client: Client, person: User) -> None:
    known(email="other@city.example", mobile=None)
    other = Client()
    sign_in(other, "other@city.example")
    row = UserSession.objects.get(session_key=other.session.session_key)
    client.post("/account/sessions/", {"session": str(row.pk)})

    assert (other.get("/account/").status_code, UserSession.objects.filter(pk=row.pk).exists()) == (200, True)


def test_the_list_of_sign_ins_shows_ones_own_and_costs_the_same_for_more(client: Client, person: User) -> None:
    counts = []
    for number in range(2):
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/account/sign-ins/")
        counts.append(len(queries))
        for _ in range(2):
            sign_in(Client(), password="wrong")
        sign_in(Client(), f"nobody{number}@city.example", "wrong")

    assert counts[0] == counts[1]
    assert page.context["page"].paginator.count == 3


def test_sign_ins_are_forgotten_after_a_year(person: User) -> None:
    SignInRecord.objects.create(
        user=person, at=clock.now() - SIGN_INS_KEPT - timedelta(days=1), method="code", outcome=SignInOutcome.IN
    )

    assert (forget_old_sign_ins(), SignInRecord.objects.count()) == (1, 1)


# --- One's own data ---------------------------------------------------------------------------------------------------


def test_the_export_holds_everything_of_the_person_and_nothing_of_others(client: Client, person: User) -> None:
    other = make_user(Role.CLERK, name="别人的名字", email="canary@city.example")
    give_consent(other, ConsentPurpose.REMINDERS)
    give_consent(person, ConsentPurpose.REMINDERS)
    from accounts.models import RoleGrant

    RoleGrant.objects.create(user=other, role=Role.HEAD, granted_by=person, starts_on=clock.today())
    answer = client.post("/account/export/json/")
    data: dict[str, Any] = json.loads(answer.content)

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert data["person"]["mobile"] == "+8613800138000"
    assert [row["purpose"] for row in data["consents"]] == [ConsentPurpose.REMINDERS.label]
    assert len(data["sign_ins"]) == len(data["sessions"]) == 1
    assert [(row["act"], row["on"]) for row in data["acts"]] == [("表示同意", "同意记录")]
    assert [row["number"] for row in data["named_in"] if row["number"]] == [1]
    text = answer.content.decode()
    secrets = (person.password, client.session.session_key or "-", "别人的名字", "canary@city.example")
    assert [secret in text for secret in secrets] == [False] * 4
    assert AuditEntry.objects.get(verb="own_data_exported").actor == person


def test_every_table_that_names_people_is_in_the_export(person: User) -> None:
    from accounts.flows.exporting import own_data

    data = own_data(person)
    assert {"person", "roles", "consents", "sign_ins", "sessions", "second_factors", "acts", "named_in"} <= set(data)


def test_the_printed_export_says_the_same(client: Client, person: User) -> None:
    answer = client.post("/account/export/pdf/")

    assert (answer.status_code, answer.content[:5], answer.headers["Content-Type"]) == (
        200,
        b"%PDF-",
        "application/pdf",
    )
    assert AuditEntry.objects.get(verb="own_data_exported").facts == {"form": "pdf"}


def test_the_export_asks_for_a_fresh_proof_and_takes_no_get(client: Client, person: User) -> None:
    assert client.get("/account/export/json/").status_code == 405
    stale(client)

    assert client.post("/account/export/json/").headers["Location"].startswith("/account/prove/password/")
    assert not AuditEntry.objects.filter(verb="own_data_exported").exists()


# --- Leaving ----------------------------------------------------------------------------------------------------------


def test_a_person_asks_to_leave_and_thinks_again(client: Client, person: User) -> None:
    assert client.post("/account/close/", {"reason": "搬家"}).status_code == 422
    client.post("/account/close/", {"reason": "搬家", "sure": "on"})
    client.post("/account/close/", {"reason": "搬家", "sure": "on"})
    assert ClosingRequest.objects.count() == 1
    client.post("/account/close/keep/")

    assert ClosingRequest.objects.get().taken_back_at is not None
    assert client.get("/account/").status_code == 200


def test_a_closed_account_forgets_contacts_and_secrets_and_keeps_the_name_in_records(
    client: Client, person: User
) -> None:
    clerk = make_user(Role.CLERK)
    client.post("/account/close/", {"sure": "on"})
    close_account(clerk, ClosingRequest.objects.get())

    person.refresh_from_db()
    assert (person.is_active, person.mobile, person.display_name) == (False, None, "周敏")
    assert (person.email, person.has_usable_password()) == (f"{person.pk}@closed.invalid", False)
    assert (SignInRecord.objects.filter(user=person).count(), inside(client)) == (0, None)
    assert not Consent.objects.filter(user=person, withdrawn_at__isnull=True).exists()
    assert sign_in(Client()) == ""


def test_who_holds_a_role_cannot_be_closed(client: Client) -> None:
    from venture.kernel.errors import RuleRefusal

    person = known(Role.EXPERT)
    sign_in(client)
    client.post("/account/close/", {"sure": "on"})
    with pytest.raises(RuleRefusal, match="closing_role_held"):
        close_account(make_user(Role.CLERK), ClosingRequest.objects.get())

    person.refresh_from_db()
    assert (person.is_active, ClosingRequest.objects.get().closed_at) == (True, None)


def test_the_button_for_large_text_is_kept_in_the_profile(client: Client, person: User) -> None:
    client.post("/display/", {"size": "large", "next": "/account/"})

    person.refresh_from_db()
    assert (person.large_text, client.cookies["size"].value) == (True, "large")
