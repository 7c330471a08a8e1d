"""The desk of the prizes: from money set aside to the tax receipt by its buttons; each person sees the own step."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from grants.models import Allotment, PrizePayment
from tests.accounts.factories import make_user
from tests.grants.factories import GRANTED
from tests.grants.prizes.cases import YUAN, Prizes, add_prize, make_prizes, paid
from venture.kernel import clock

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(client: Client, case: Prizes) -> str:
    answer = client.get(reverse("admin:prizes_desk", args=[case.round.code]))
    assert answer.status_code == 200
    return answer.content.decode()


def press(client: Client, name: str, *args: Any, **data: Any) -> str:
    answer = client.post(reverse(f"admin:{name}", args=args), data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def verbs(text: str) -> list[str]:
    return sorted(set(re.findall(r'(?:action|formaction)="[^"]*/(?:prize|prize-payments)/\d+/act/(\w+)/"', text)))


def test_a_prize_goes_through_the_desk_by_its_buttons_and_each_person_sees_the_own_step() -> None:
    with clock.at(GRANTED):
        case = make_prizes()
        maker, checker = signed_in(case.maker), signed_in(case.checker)
        assert "尚未安排" in page(maker, case)
        press(
            maker, "prizes_act", case.round.code, "aside", key="k", source_id=case.source.pk, year=case.round.year,
            kind="reserve", amount_fen="5000", document_number="云民函〔2025〕9号",
        )  # fmt: skip
        press(checker, "allotment_act", Allotment.objects.get().pk, "approve")
        assert verbs(page(maker, case)) == ["ask"]
        assert verbs(page(checker, case)) == []
        press(maker, "prize_act", case.prize.pk, "ask", source=case.source.pk, key="form", account_tail="6217")
        payment = PrizePayment.objects.get()
        assert (verbs(page(maker, case)), verbs(page(checker, case))) == (["withdraw"], ["approve", "refuse"])
        press(checker, "prize_payment_act", payment.pk, "approve", words="同意")
        assert (verbs(page(maker, case)), verbs(page(checker, case))) == (["fail", "pay"], [])
        press(maker, "prize_payment_act", payment.pk, "pay", voucher="V-1", on=GRANTED.date().isoformat())
        assert verbs(page(maker, case)) == ["remit", "return"]
        text = press(maker, "prize_payment_act", payment.pk, "remit", voucher="T-1", on=GRANTED.date().isoformat())

        assert verbs(text) == []
        payment.refresh_from_db()
        assert (payment.state, payment.voucher, payment.tax_voucher) == ("paid", "V-1", "T-1")
        entry = signed_in(case.checker).get(reverse("admin:grants_journalentry_changelist")).content.decode()
        assert entry.count("奖") >= 3


def test_a_refusal_is_said_on_the_page_and_a_step_of_others_moves_nothing() -> None:
    with clock.at(GRANTED):
        case = make_prizes(aside=5_000 * YUAN)
        maker = signed_in(case.maker)
        press(maker, "prize_act", case.prize.pk, "ask", source=case.source.pk, key="form")
        payment = PrizePayment.objects.get()
        press(maker, "prize_payment_act", payment.pk, "approve")
        press(signed_in(make_user(Role.AUDITOR)), "prize_payment_act", payment.pk, "approve")
        said = press(signed_in(case.checker), "prize_payment_act", payment.pk, "refuse", words=" ")
        assert "请说明理由" in said
        payment.refresh_from_db()
        assert payment.state == "asked"
        outsider = signed_in(make_user()).get(reverse("admin:prizes_desk", args=[case.round.code]))
        assert outsider.status_code in {302, 404}


def test_home_leads_to_the_round_whose_prizes_wait_or_to_the_list() -> None:
    with clock.at(GRANTED):
        case = make_prizes(aside=5_000 * YUAN)
        maker = signed_in(case.maker)
        desk = reverse("admin:prizes_desk", args=[case.round.code])
        assert maker.get(reverse("admin:prizes"))["Location"] == desk
        paid(case)
        listed = maker.get(reverse("admin:prizes"))["Location"]
        assert listed == reverse("admin:grants_prizepayment_changelist")
        assert "V-1" in maker.get(listed).content.decode()


def test_the_desk_asks_the_same_number_of_questions_however_many_prizes_there_are() -> None:
    with clock.at(GRANTED):
        case = make_prizes(aside=50_000 * YUAN)
        maker = signed_in(case.maker)
        paid(case)
        counts = []
        for _each in range(2):
            page(maker, case)
            with CaptureQueriesContext(connection) as asked:
                page(maker, case)
            counts.append(len(asked))
            for _prize in range(3):
                paid(case, add_prize(case.contest))
        assert counts[0] == counts[1] <= 40
