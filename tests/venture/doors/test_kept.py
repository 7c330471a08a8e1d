"""A form that comes too late: what was typed is kept, shown and sent again; secrets and strangers' forms never."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from tests.accounts.people import known, sign_in

pytestmark = pytest.mark.django_db
HERE = {"HTTP_ORIGIN": "http://testserver"}
TYPED = {"display_name": "写了一下午的长文字", "locale": "zh-hans", "large_text": "on"}


@pytest.fixture
def person() -> User:
    return known()


def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def token_of(page: Any) -> str:
    return str(page.context["csrf_token"])


def test_an_ended_session_keeps_the_form_until_after_the_sign_in(client: Client, person: User) -> None:
    answer = client.post("/account/profile/", TYPED, **HERE)
    assert answer.headers["Location"] == "/account/login/?next=/account/kept/"
    assert client.get(answer.headers["Location"]).context["kept_form"]
    assert sign_in(client, next="/account/kept/") == "/account/kept/"

    page = client.get("/account/kept/")
    assert page.status_code == 200
    assert page.context["path"] == "/account/profile/"
    assert dict(page.context["all_fields"]) == TYPED
    client.post(page.context["path"], dict(page.context["all_fields"]))
    person.refresh_from_db()
    assert (person.display_name, person.large_text) == (TYPED["display_name"], True)


def test_an_old_token_of_somebody_inside_returns_the_text_and_sends_it_again(person: User) -> None:
    client = strict()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    page = client.post("/account/profile/", {**TYPED, "csrfmiddlewaretoken": "old"}, **HERE)
    assert (page.status_code, page.context["may_send"]) == (403, True)
    assert TYPED["display_name"] in page.content.decode()

    again = {**dict(page.context["all_fields"]), "csrfmiddlewaretoken": token_of(page)}
    assert client.post(page.context["path"], again, **HERE).status_code == 302
    person.refresh_from_db()
    assert person.display_name == TYPED["display_name"]


def test_an_old_token_of_somebody_signed_out_leads_through_the_sign_in(person: User) -> None:
    client = strict()
    page = client.post("/account/profile/", {**TYPED, "csrfmiddlewaretoken": "old"}, **HERE)
    assert (page.status_code, page.context["sign_in"]) == (403, "/account/login/?next=/account/kept/")

    form = client.get("/account/login/")
    sign_in(client, csrfmiddlewaretoken=token_of(form), next="/account/kept/")
    assert dict(client.get("/account/kept/").context["all_fields"]) == TYPED


SECRETS = ("password", "password1", "code", "sms_code", "api_token", "credential", "new-password")


@pytest.mark.parametrize("name", SECRETS)
def test_secrets_are_neither_kept_nor_shown(name: str, person: User) -> None:
    client = strict()
    page = client.post("/account/profile/", {**TYPED, name: "geheim-canary"}, **HERE)

    assert "geheim-canary" not in page.content.decode()
    assert (page.context["may_send"], page.context["sign_in"], "kept_form" in client.session) == (False, "", False)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example", ""])
def test_a_form_from_another_site_is_neither_shown_nor_kept(origin: str, person: User) -> None:
    client = strict()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    sender = {"HTTP_ORIGIN": origin} if origin else {}
    page = client.post("/account/profile/", TYPED, **sender)

    assert (page.status_code, page.context["may_send"], TYPED["display_name"] in page.content.decode()) == (
        403, False, False,
    )  # fmt: skip
    assert "kept_form" not in client.session


def test_files_are_named_to_be_chosen_again(person: User) -> None:
    client = strict()
    file = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 canary")
    page = client.post("/account/profile/", {**TYPED, "plan": file}, **HERE)

    assert page.context["files"] == ["plan"]
    assert "canary" not in page.content.decode()


def test_typed_markup_stays_text(person: User) -> None:
    page = strict().post("/account/profile/", {"display_name": "<script>alert(1)</script>"}, **HERE)

    assert "<script>alert(1)</script>" not in page.content.decode()


def test_a_very_long_text_is_shown_even_where_it_cannot_be_kept(person: User) -> None:
    client = strict()
    page = client.post("/account/profile/", {"display_name": "长" * 400_001}, **HERE)

    assert ("kept_form" in client.session, page.content.decode().count("长") >= 400_001) == (False, True)


def test_nothing_waits_for_somebody_who_posted_nothing(client: Client, person: User) -> None:
    sign_in(client)

    assert client.get("/account/kept/").headers["Location"] == "/desk/"


def test_the_staff_desk_keeps_forms_too(client: Client, person: User) -> None:
    answer = client.post("/admin/", {"text": "长文字"}, **HERE)

    assert answer.headers["Location"] == "/account/login/?next=/account/kept/"
    assert client.session["kept_form"]["path"] == "/admin/"
