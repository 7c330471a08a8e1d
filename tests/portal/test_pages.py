"""The public pages answer anybody, each person lands on the desk of their part, and a strange address is missing."""

import pytest
from django.test import Client

from accounts.demo import ACCOUNTS, PASSWORD
from accounts.models import User
from rounds.models import Round, RulesVersion

PAGES = (
    "/",
    "/calls/",
    "/calls/2027/",
    "/notices/",
    "/needs/",
    "/help/",
    "/privacy/",
    "/accessibility/",
    "/audit/heads/",
)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("page", [*PAGES, "/account/login/"])
def test_every_public_page_answers_under_the_strict_policy(city: None, client: Client, page: str, prefix: str) -> None:
    answer = client.get(prefix + page)

    assert answer.status_code == 200
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert len(answer.content) < 60_000


def test_each_account_lands_on_the_desk_that_the_table_promises(city: None, client: Client) -> None:
    landed = {}
    for account in ACCOUNTS:
        client.force_login(User.objects.get(email=account.email), backend="django.contrib.auth.backends.ModelBackend")
        answer = client.get("/desk/")
        landed[account.email] = (answer.headers["Location"], client.get(answer.headers["Location"]).status_code)

    assert landed == {account.email: (account.desk, 200) for account in ACCOUNTS}


def test_somebody_elses_desk_and_a_draft_look_missing(city: None, client: Client) -> None:
    Round.objects.filter(code="2027").update(state="draft")
    expert = User.objects.get(email="expert@yunxi.example")
    client.force_login(expert, backend="django.contrib.auth.backends.ModelBackend")

    assert [client.get(path).status_code for path in ("/finance/", "/admin/", "/calls/2027/", "/nosuch/")] == [404] * 4


def test_a_person_signs_in_with_the_printed_password(city: None, client: Client) -> None:
    answer = client.post("/account/login/", {"login": "clerk@yunxi.example", "password": PASSWORD})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")


def test_the_demonstration_publishes_by_three_people_and_freezes_the_rules(city: None) -> None:
    round_ = Round.objects.get(code="2027")

    assert round_.state == "open"
    assert len({round_.proposed_by_id, round_.checked_by_id, round_.published_by_id}) == 3
    assert len(RulesVersion.objects.get(round=round_).sha256) == 64
