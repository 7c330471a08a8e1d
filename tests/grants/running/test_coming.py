"""The project's own page names the tranche that may be asked for, and says what still holds one back."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from grants.flows import paying
from grants.models import BANK_PURPOSE, Grant, Payment, Report
from rounds.enums import Trigger
from tests.grants.factories import make_payment
from tests.grants.paying import cases
from tests.grants.paying.cases import NOW, Crew
from tests.grants.running.factories import END, PLAN, START, activity, expense, member
from tests.reviews.decide_factories import loose
from venture.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with clock.at(NOW):
        yield


def project(**more: Any) -> Grant:
    """Return a running project of 100,000 yuan, signed, with an account: its first tranche may be asked for."""
    return cases.ready(plan=PLAN, starts_on=START, ends_on=END, **more)


def read(grant: Grant, person: User) -> tuple[str, str]:
    """Return the text of "what comes next" on the project's page, and the address of its first button."""
    client = Client()
    client.force_login(person)
    answer = client.get(reverse("grants:desk", args=[grant.project.code]))
    assert answer.status_code == 200
    found = re.search(r'<section class="nextup.*?</section>', answer.content.decode(), re.DOTALL)
    assert found is not None
    button = re.search(r'class="btn light[^"]*" href="([^"]+)"', found[0])
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])).strip(), button[1] if button else ""


def ask_page(grant: Grant, order: int) -> str:
    return reverse("money:ask", args=[grant.project.code, order])


def test_the_tranche_that_may_be_asked_for_is_what_comes_next() -> None:
    grant = project()
    words, button = read(grant, cases.owner_of(grant))
    assert "申请拨付第 1 期款项：50,000 元" in words
    assert button == ask_page(grant, 1)
    client = Client()
    client.force_login(cases.owner_of(grant))
    assert client.get(button).status_code == 200


def test_a_member_who_may_not_ask_reads_who_does() -> None:
    grant = project()
    words, button = read(grant, member(grant, "editor"))
    assert "第1期：50,000元 现在可以申请，由机构所有者或财务人员提出。" in words
    assert button == "#qk"


def test_a_report_that_somebody_waits_for_comes_first_and_the_money_stands_beneath() -> None:
    grant = project()
    Report.objects.create(grant=grant, kind="progress", order=1, state="due", due_on=NOW.date() + timedelta(days=3))
    words, button = read(grant, cases.owner_of(grant))
    assert "写进度报告" in words
    assert button == reverse("grants:report", args=[grant.project.code, "progress", 1])
    assert "第1期：50,000元 现在可以申请。 申请拨付本期款项" in words


def test_what_holds_a_tranche_back_is_said_with_who_mends_it() -> None:
    grant = project()
    make_payment(grant, 1, "paid")
    Report.objects.create(grant=grant, kind="progress", order=1, state="submitted", due_on=NOW.date())
    words, button = read(grant, cases.owner_of(grant))
    assert "第2期：40,000元 暂不能申请。" in words
    assert "中期评估尚未通过。 由评估方处理" in words
    assert "有 1 份到期报告尚未通过。 由机构处理" in words
    assert button == "#qk"


def test_a_request_that_stands_says_how_it_stands_and_what_it_lacks() -> None:
    grant, crew = project(), Crew()
    payment = cases.ask(grant)
    words, _button = read(grant, cases.owner_of(grant))
    assert "第1期：50,000元 待批准" in words
    Report.objects.create(grant=grant, kind="progress", order=1, state="submitted", due_on=NOW.date())
    assert "有 1 份到期报告尚未通过。 由机构处理" in read(grant, cases.owner_of(grant))[0]
    Report.objects.all().delete()
    paying.approve_request(payment_id=payment.pk, actor=crew.head)
    assert "第1期：50,000元 已审批，待拨付" in read(grant, cases.owner_of(grant))[0]


def test_money_that_came_back_is_told_with_its_reason_and_asked_for_again() -> None:
    grant, crew = project(), Crew()
    payment = cases.approved(grant, crew)
    cases.sent([payment], crew)
    cases.settle(payment, crew)
    paying.return_payment(
        payment_id=payment.pk,
        reason="户名与账号不符",
        on=NOW.date(),
        voucher="T1",
        actor=crew.maker,
        file_key=loose(crew.maker, BANK_PURPOSE).key,
    )
    words, button = read(grant, cases.owner_of(grant))
    assert "户名与账号不符" in words
    assert "申请拨付第 1 期款项：50,000 元" in words
    assert button == ask_page(grant, 1)


@pytest.mark.parametrize("state", ["offered", "terminated", "closed"])
def test_nothing_is_told_of_money_before_the_agreement_and_after_the_end(state: str) -> None:
    grant = project()
    Grant.objects.filter(pk=grant.pk).update(state=state)
    words, _button = read(grant, cases.owner_of(grant))
    assert "50,000" not in words


def test_where_all_is_paid_nothing_is_told_of_money() -> None:
    grant = project(tranches=((10_000, Trigger.SIGNED, []),))
    make_payment(grant, 1, "paid")
    words, button = read(grant, cases.owner_of(grant))
    assert "100,000" not in words
    assert button == "#qk"


def test_the_page_costs_at_most_fifteen_queries_however_its_money_stands() -> None:
    grant = project()
    row, url = activity(grant), reverse("grants:desk", args=[grant.project.code])
    client = Client()
    client.force_login(cases.owner_of(grant))

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    free = cost()
    cases.ask(grant)
    waiting = cost()
    Payment.objects.all().delete()
    make_payment(grant, 1, "paid")
    held = cost()
    for _each in range(3):
        expense(grant, activity_id=row.pk)
        activity(grant)
    assert cost() == held
    assert max(free, waiting, held) <= 15, (free, waiting, held)
