"""The finance's pages and the organisation's money page: what they show, what they cost, who gets in."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import User
from grants.models import BankStatement, OrganizationStop, PaymentOrder
from tests.accounts.factories import make_user
from tests.grants.factories import make_payment
from tests.grants.paying import cases
from tests.grants.paying.cases import NOW, NUMBER, Crew
from tests.grants.paying.test_statement import csv_of, paid_row
from tests.reviews.decide_factories import WAN
from tests.venture.files import samples
from venture.kernel import clock

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def counted(client: Client, path: str) -> tuple[int, str]:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200
    return len(asked), answer.content.decode()


def test_the_desk_costs_the_same_for_one_row_and_for_three() -> None:
    crew = Crew()
    grants = [cases.ready() for _each in range(3)]
    client = signed_in(crew.maker)
    with clock.at(NOW):
        make_payment(grants[0])
        counted(client, "/admin/desk/payments/")
        first, _page = counted(client, "/admin/desk/payments/")
        for grant in grants[1:]:
            make_payment(grant)
        again, page = counted(client, "/admin/desk/payments/")
    assert first == again
    assert again <= 15
    assert all(grant.project.title in page for grant in grants)


def test_the_finance_works_from_the_desk_to_the_banks_word() -> None:
    crew, grant = Crew(), cases.ready()
    payment = cases.approved(grant, crew)
    maker, checker = signed_in(crew.maker), signed_in(crew.checker)
    with clock.at(NOW):
        made = maker.post("/admin/desk/payments/several/order/", {"payment": [payment.pk]})
        order = PaymentOrder.objects.get()
        assert made.headers["Location"] == f"/admin/desk/payment-orders/{order.pk}/"
        queries, page = counted(checker, made.headers["Location"])
        assert queries <= 30
        assert NUMBER not in page
        checker.post(f"/admin/desk/payment-orders/{order.pk}/act/check/", {"document_number": "1号"})
        maker.post(f"/admin/desk/payment-orders/{order.pk}/act/send/")
        queries, page = counted(maker, f"/admin/desk/payments/{payment.pk}/")
        assert queries <= 30
        assert "伍万元整" in page
        tried = maker.post(f"/admin/desk/statements/{grant.round.code}/", {"file": csv_of(paid_row(payment))})
        assert payment.number in tried.content.decode()
        assert BankStatement.objects.count() == 0
        loaded = maker.post(f"/admin/desk/statements/{grant.round.code}/load/", {"file": tried.context["file"].key})
        statement = BankStatement.objects.get()
        assert loaded.headers["Location"] == f"/admin/desk/statement/{statement.pk}/"
        counted(maker, loaded.headers["Location"])
    payment.refresh_from_db()
    order.refresh_from_db()
    assert (payment.state, order.state) == ("paid", "settled")


def test_the_organisation_asks_on_its_money_page_and_reads_why_it_waits() -> None:
    grant = cases.ready()
    owner = signed_in(cases.owner_of(grant))
    code = grant.project.code
    with clock.at(NOW):
        queries, page = counted(owner, f"/grants/{code}/money/")
        assert queries <= 20
        assert f"/grants/{code}/money/1/" in page
        form = owner.get(f"/grants/{code}/money/1/")
        key = form.context["form"]["key"].value()
        sent: dict[str, Any] = {"key": key, "receipt_number": "PJ1", "receipt_fen": "50,000.00"}
        answer = owner.post(f"/grants/{code}/money/1/", {**sent, "receipt": samples.upload("a.pdf", samples.pdf())})
        assert answer.status_code == 302, answer.content.decode()[:3000]
        payment = grant.payments.get()
        assert (payment.receipt_number, payment.receipt_fen, payment.state) == ("PJ1", 5 * WAN, "requested")
        OrganizationStop.objects.create(
            organization=grant.organization, reason="线索核查", placed_by=make_user(Role.HEAD), placed_at=NOW
        )
        _queries, page = counted(owner, f"/grants/{code}/money/")
        assert "线索核查" in page
        owner.post(f"/grants/{code}/money/requests/{payment.pk}/withdraw/")
    payment.refresh_from_db()
    assert payment.state == "withdrawn"


def test_strangers_and_readers_find_no_page_or_no_button() -> None:
    crew, grant = Crew(), cases.ready()
    payment = cases.ask(grant)
    with clock.at(NOW):
        stranger = signed_in(make_user())
        assert stranger.get(f"/grants/{grant.project.code}/money/").status_code == 404
        assert stranger.get("/admin/desk/payments/").status_code == 404
        auditor = signed_in(make_user(Role.AUDITOR))
        page = auditor.get(f"/admin/desk/payments/{payment.pk}/").content.decode()
        assert "/act/approve/" not in page
        assert "/stops/" not in page
        for what in ("summary", "bank"):
            order = payment.order or PaymentOrder.objects.create(
                round=grant.round, number=f"BF-{what}", route="treasury", made_by=crew.maker, made_at=NOW
            )
            answer = auditor.post(f"/admin/desk/payment-orders/{order.pk}/file/{what}/")
            assert answer.status_code in {302, 404}
            assert answer.content[:2] != b"PK"
