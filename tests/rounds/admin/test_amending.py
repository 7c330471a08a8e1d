"""An amendment on the desk: old and new in words, decided by another, and what was typed comes back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from rounds import flows
from rounds.models import Amendment, Round, RulesVersion
from tests.accounts.factories import make_user
from tests.rounds.admin.test_setup import client_of
from tests.rounds.factories import make_published

pytestmark = pytest.mark.django_db
FORM = {
    "closes_at_0": "2025-04-02", "closes_at_1": "17:00", "grace_seconds": "0", "enquiry_phone": "0999-5550101",
    "supervision_phone": "0999-5550102", "lead": "新的宗旨", "reason": "台风停工",
}  # fmt: skip


@pytest.fixture
def published() -> Round:
    return make_published()


@pytest.fixture
def clerk() -> Client:
    return client_of("second-clerk", Role.CLERK)


def test_a_refused_form_comes_back_as_it_was_typed(clerk: Client, published: Round) -> None:
    answer = clerk.post("/admin/rounds/2025/amend/", {**FORM, "reason": ""})
    form = answer.context["amend_form"]

    assert (answer.status_code, list(form.errors)) == (422, ["reason"])
    assert (form["lead"].value(), form["closes_at"].value()) == ("新的宗旨", ["2025-04-02", "17:00"])
    assert not Amendment.objects.exists()


def test_what_is_asked_for_is_told_as_old_and_new_in_chinese(clerk: Client, published: Round) -> None:
    answer = clerk.post("/admin/rounds/2025/amend/", FORM, follow=True)
    told = answer.context["amendments"][0]

    assert answer.status_code == 200
    assert [(each.label, each.old, each.new) for each in told.changes] == [
        ("截止时间", "2025年3月28日 09:00", "2025年4月2日 17:00"),
        ("一句话说明", published.lead, "新的宗旨"),
    ]


def test_who_asked_for_it_has_no_button_and_the_second_person_puts_it_in_force(clerk: Client, published: Round) -> None:
    clerk.post("/admin/rounds/2025/amend/", FORM)
    amendment = Amendment.objects.get()
    path = f"/admin/rounds/2025/amend/{amendment.pk}/"
    assert path not in clerk.get("/admin/rounds/2025/").content.decode()
    clerk.post(path, {"answer": "approve"})
    amendment.refresh_from_db()
    assert amendment.state == "asked"

    head = client_of("second-head", Role.HEAD)
    assert path in head.get("/admin/rounds/2025/").content.decode()
    head.post(path, {"answer": "approve"})
    told = Client().get("/calls/2025/").content.decode()

    assert RulesVersion.objects.count() == 2
    assert ("台风停工" in told, "2025年3月28日 09:00" in told) == (True, True)


def test_the_frozen_text_is_handed_out_byte_by_byte(clerk: Client, published: Round) -> None:
    version = RulesVersion.objects.get()
    answer = clerk.get("/admin/rounds/2025/rules/1.json")

    assert answer.content == version.rules.encode()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="rules-2025-v1.json"'
    assert clerk.get("/admin/rounds/2025/rules/2.json").status_code == 404
    page = clerk.get(f"/admin/rounds/rulesversion/{version.pk}/change/").content.decode()
    assert (version.sha256 in page, "/admin/rounds/2025/rules/1.json" in page) == (True, True)


def test_many_amendments_cost_the_desk_no_more_queries(clerk: Client, published: Round) -> None:
    assert published.closes_at is not None
    costs = []
    for count in (1, 3):
        while Amendment.objects.count() < count:
            flows.ask_amendment(
                round_id=published.pk, changes={"closes_at": (published.closes_at + timedelta(days=1)).isoformat()},
                reason="延期", actor=make_user(Role.OPERATOR),
            )  # fmt: skip
        with CaptureQueriesContext(connection) as seen:
            clerk.get("/admin/rounds/2025/")
        costs.append(len(seen))

    assert costs[0] == costs[1]
