"""A token: shown once, hashed, narrowed to its scopes, ended by day or by hand; every refusal is the same 401."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.domain import tokens
from accounts.enums import Scope
from accounts.flows.tokens import LIVE_AT_MOST, make_token, revoke_token
from accounts.models import ApiToken, User
from tests.accounts.factories import make_user
from tests.api.conftest import Caller
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

LIST = "/api/v1/rounds/"


def test_a_token_is_kept_as_a_hash_and_makes_an_audit_entry(db: None) -> None:
    person = make_user()

    _token, text = make_token(actor=person, name="报表", scopes=["rounds:read"], days=30)

    kept = ApiToken.objects.get()
    entry = AuditEntry.objects.order_by("-seq").first()
    assert (kept.user, kept.scopes, kept.revoked_at, kept.last_used_at) == (person, ["rounds:read"], None, None)
    assert kept.digest == tokens.digest_of(text)
    assert text.startswith(f"vt_{kept.prefix}_")
    assert kept.expires_at - kept.created_at == timedelta(days=30)
    assert entry is not None
    assert (entry.verb, entry.actor, entry.facts) == ("token.make", person, {"scopes": ["rounds:read"], "days": 30})
    assert text.split("_", 2)[2] not in str(vars(kept)) + str(vars(entry))


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"scopes": []}, "token_scope_missing"),
        ({"scopes": ["rounds:write"]}, "token_scope_missing"),
        ({"days": 0}, "token_too_long"),
        ({"days": 366}, "token_too_long"),
    ],
)
def test_a_token_without_scope_or_end_is_refused(db: None, asked: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleRefusal) as refusal:
        make_token(actor=make_user(), name="x", **{"scopes": ["rounds:read"], "days": 1, **asked})

    assert (refusal.value.code, ApiToken.objects.count(), AuditEntry.objects.count()) == (code, 0, 0)


def test_a_person_holds_ten_live_tokens_and_a_revoked_one_frees_its_place(db: None) -> None:
    person = make_user()
    made = [make_token(actor=person, name=str(n), scopes=["rounds:read"], days=1)[0] for n in range(LIVE_AT_MOST)]

    with pytest.raises(RuleRefusal, match="token_too_many"):
        make_token(actor=person, name="one more", scopes=["rounds:read"], days=1)
    revoke_token(token_id=made[0].pk, actor=person)
    make_token(actor=person, name="one more", scopes=["rounds:read"], days=1)

    assert ApiToken.objects.live(clock.now()).count() == LIVE_AT_MOST


def test_the_use_of_a_token_is_noted_once_a_minute(caller: Caller) -> None:
    caller.get(LIST)
    first = ApiToken.objects.get().last_used_at
    caller.get(LIST)
    again = ApiToken.objects.get().last_used_at
    with clock.at(clock.now() + timedelta(minutes=2)):
        caller.get(LIST)

    assert first is not None
    assert again == first
    assert ApiToken.objects.get().last_used_at > first


def _spoil(how: str, text: str) -> str:
    token = ApiToken.objects.get()
    match how:
        case "unknown":
            return "vt_abcdefgh_" + "x" * 43
        case "cut":
            return text[:-1]
        case "garbage":
            return "ÿþ vt_"
        case "revoked":
            revoke_token(token_id=token.pk, actor=token.user)
        case "expired":
            ApiToken.objects.update(created_at=clock.now() - timedelta(days=2), expires_at=clock.now())
        case "person inactive":
            User.objects.filter(pk=token.user_id).update(is_active=False)
    return text


@pytest.mark.parametrize("how", ["unknown", "cut", "garbage", "revoked", "expired", "person inactive"])
def test_every_token_that_does_not_hold_gets_the_same_401(caller: Caller, how: str) -> None:
    before = caller.get(LIST).status_code
    caller.token = _spoil(how, caller.token)

    answer = caller.get(LIST)

    assert (before, answer.status_code, answer.headers["WWW-Authenticate"]) == (200, 401, 'Bearer realm="api"')
    assert answer.json()["code"] == "token_invalid"


def test_a_token_reads_only_what_its_scopes_name(db: None) -> None:
    _token, text = make_token(actor=make_user(), name="公示", scopes=[Scope.NOTICES], days=1)
    caller = Caller(text)

    answers = [caller.get(path) for path in (LIST, "/api/v1/rounds/2027/", "/api/v1/notices/")]

    assert [answer.status_code for answer in answers] == [403, 403, 200]
    assert answers[0].headers["Content-Type"] == "application/problem+json"


def test_the_page_shows_the_token_once_and_only_its_beginning_afterwards(client: Client, db: None) -> None:
    client.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")

    made = client.post("/account/tokens/", {"name": "年报", "scopes": ["rounds:read"], "days": "90"})
    text = made.context["text"]
    later = client.get("/account/tokens/")

    assert made.status_code == 200
    assert made.content.decode().count(text) == 1
    assert "no-store" in made.headers["Cache-Control"]
    assert text not in later.content.decode()
    assert f"vt_{ApiToken.objects.get().prefix}…" in later.content.decode()
    assert Caller(text).get(LIST).status_code == 200


def test_a_form_that_lacks_something_makes_nothing(client: Client, db: None) -> None:
    client.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")

    answer = client.post("/account/tokens/", {"name": "", "days": "9999"})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name", "scopes", "days"}
    assert ApiToken.objects.count() == 0


def test_nobody_revokes_the_token_of_another(client: Client, db: None) -> None:
    owner, other = make_user(), make_user()
    token, text = make_token(actor=owner, name="x", scopes=["rounds:read"], days=1)
    path = f"/account/tokens/{token.pk}/revoke/"

    answers = []
    answers.append(client.post(path).status_code)
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    answers.append(client.post(path).status_code)
    still = Caller(text).get(LIST).status_code
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    answers += [client.get(path).status_code, client.post(path).status_code, client.post(path).status_code]

    assert (answers, still, Caller(text).get(LIST).status_code) == ([302, 404, 405, 302, 302], 200, 401)
    assert AuditEntry.objects.filter(verb="token.revoke").count() == 1
