"""May we apply? By questions for everybody, by the record for members."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from rounds.models import Round
from tests.organizations.factories import make_organization, make_verified
from tests.projects.applications.factories import NOW, owner_of
from tests.rounds.factories import make_draft, make_published
from venture.kernel import clock

pytestmark = pytest.mark.django_db


@dataclass
class Page:
    client: Client
    round: Round

    def get(self, **answers: str) -> str:
        with clock.at(NOW), override("en"):
            answer: Any = self.client.get(f"/en/calls/{self.round.code}/check/", answers)
        assert answer.status_code == 200
        return str(answer.content.decode())

    def name(self, kind: str) -> str:
        return f"r{self.round.eligibility.get(kind=kind).pk}"

    def all(self, answer: str) -> dict[str, str]:
        return {f"r{each.pk}": answer for each in self.round.eligibility.all()}


@pytest.fixture
def page(client: Client) -> Page:
    return Page(client, make_published())


def test_anybody_answers_and_nothing_is_kept(page: Page) -> None:
    drawn = page.get()
    assert drawn.count("<fieldset>") == page.round.eligibility.count()
    assert "By these answers you may apply" in page.get(done="1", **page.all("yes"))
    assert set(page.client.cookies) <= {"csrftoken"}


def test_one_condition_that_is_not_met_is_named_with_what_to_do(page: Page) -> None:
    answers = {**page.all("yes"), page.name("age_months"): "no", page.name("scope"): "unsure"}
    drawn = page.get(done="1", **answers)
    assert "Not as it stands: 1 condition is not met" in drawn
    assert "Wait for the next round" in drawn
    assert "1 condition is still open" in drawn
    assert "By these answers you may apply" not in drawn


def test_what_was_not_answered_is_open(page: Page) -> None:
    drawn = page.get(done="1")
    assert f"{page.round.eligibility.count()} conditions are still open" in drawn


def test_a_member_sees_what_the_record_decides_and_which_fact(page: Page) -> None:
    organization = make_verified(registered_on=NOW.date().replace(year=NOW.year - 3))
    page.client.force_login(owner_of(organization), backend="django.contrib.auth.backends.ModelBackend")
    drawn = page.get()
    assert "36 months" in drawn
    assert f'name="{page.name("age_months")}"' not in drawn
    assert f'name="{page.name("scope")}"' in drawn


def test_an_organisation_that_waits_is_told_to_hand_its_certificate_in(page: Page) -> None:
    organization = make_organization()
    page.client.force_login(owner_of(organization), backend="django.contrib.auth.backends.ModelBackend")
    drawn = page.get(done="1", **page.all("yes"))
    assert "Hand the certificate in for verification" in drawn
    assert "By these answers you may apply" not in drawn


def test_a_round_that_is_being_prepared_has_no_check(client: Client) -> None:
    make_draft(code="2026-b")
    assert client.get("/calls/2026-b/check/").status_code == 404


def test_the_check_costs_eleven_queries_at_most(page: Page) -> None:
    organization = make_verified()
    page.client.force_login(owner_of(organization), backend="django.contrib.auth.backends.ModelBackend")
    page.get()
    with CaptureQueriesContext(connection) as seen:
        page.get()
    assert len(seen) <= 11, [each["sql"] for each in seen]
