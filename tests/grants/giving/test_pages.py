"""Donors' and staff's pages of donations, in Chinese, from the intention on a telephone to the refund."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from grants.flows import giving
from grants.models import Donation, Gift, Refund
from grants.queries.invariants import findings
from notices.models import Notice, NoticeSeries
from projects.models import Project
from tests.grants.giving.cases import EARLY, Giving, agreed, make_giving, received
from tests.reviews.decide_factories import REVIEWED, WAN, make_scored_round
from venture.kernel import clock

pytestmark = pytest.mark.django_db
LATER = REVIEWED + timedelta(days=30)
FORM = {"donor_kind": "person", "donor_name": "王某某", "amount_fen": "2,000", "mobile": "13900000009", "key": "k"}


@pytest.fixture
def case() -> Giving:
    case = make_giving(make_scored_round().round)
    project = case.round.projects.order_by("pk")[0]
    series = NoticeSeries.objects.create(code=case.round.code)
    Notice.objects.create(
        round=case.round, series=series, number=1, kind="shortlist", title="入围公示", issuer="云溪市民政局",
        state="published", drafted_by=case.clerk, signed_by=case.head, published_at=EARLY, signed_at=EARLY,
        content_hash="0" * 64, items=[{"code": project.code, "title": project.title}],
    )  # fmt: skip
    return case


def shortlisted(case: Giving) -> Project:
    return case.round.projects.order_by("pk")[0]


def signed_in(case: Giving, who: str) -> Client:
    client = Client()
    client.force_login(getattr(case, who), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_person_gives_in_two_steps_and_follows_it_with_the_receipt(case: Giving, client: Client) -> None:
    project, code = shortlisted(case), case.round.code
    with clock.at(EARLY):
        first = client.get(f"/funds/give/{code}/").content.decode()
        assert f"/funds/give/{code}/project/{project.code}/" in first
        assert case.fund.name in first
        answer = client.post(f"/funds/give/{code}/project/{project.code}/", FORM)
        again = client.post(f"/funds/give/{code}/project/{project.code}/", FORM)

        donation = Donation.objects.get()
        assert answer.status_code == again.status_code == 302
        assert answer["Location"] == f"/donations/{donation.receipt}/"
        page = client.get(answer["Location"]).content.decode()
        assert donation.receipt in page
        assert case.rules.number not in page
        assert "13900000009" not in page

        other = Client()
        assert other.get(answer["Location"]).status_code == 302
        wrong = other.post("/donations/", {"receipt": donation.receipt, "mobile": "13900000001"})
        assert wrong.status_code == 422
        found = other.post("/donations/", {"receipt": donation.receipt.lower(), "mobile": "139 0000 0009"})
        assert found["Location"] == f"/donations/{donation.receipt}/"
        other.post(f"/donations/{donation.receipt}/withdraw/")
    donation.refresh_from_db()
    assert (donation.state, donation.shown_at) == ("withdrawn", None)


def test_the_receipt_says_what_the_donor_can_expect(case: Giving, client: Client) -> None:
    project = shortlisted(case)
    donation = agreed(case, project=project)
    client.post("/donations/", {"receipt": donation.receipt, "mobile": "13900000001"})

    def said(at: datetime) -> str:
        with clock.at(at):
            return client.get(f"/donations/{donation.receipt}/").content.decode()

    assert case.rules.number in said(EARLY)
    gift = received(case, donation)
    assert case.rules.number in said(EARLY)
    stands = said(LATER)
    assert "您的捐款已登记，无需再办理其他手续。如项目未入选，捐款将退还给您。" in stands
    assert case.rules.number not in stands
    Project.objects.filter(pk=project.pk).update(state="rejected")
    with clock.at(LATER):
        (refund,) = giving.ask_refunds(round_id=case.round.pk, actor=case.clerk)
    assert "请勿再转账" in said(LATER)
    with clock.at(LATER):
        giving.approve_refund(refund_id=refund.pk, actor=case.head)
        giving.pay_refund(refund_id=refund.pk, voucher="T1", on=LATER.date(), actor=case.maker)
    gone = said(LATER)
    assert "您的捐款已全额退还" in gone
    assert ("已退还</span>" in gone, "已到账</span>" in gone) == (True, False)
    assert case.rules.number not in gone
    assert gift.refunds.get().state == "paid"


def test_a_form_with_mistakes_keeps_what_was_typed_and_says_what_to_mend(case: Giving, client: Client) -> None:
    with clock.at(EARLY):
        answer = client.post(f"/funds/give/{case.round.code}/fund/{case.fund.slug}/", FORM | {"mobile": "12"})
    assert answer.status_code == 422
    assert "王某某" in answer.content.decode()
    assert not Donation.objects.exists()


def test_where_no_goods_are_taken_the_amount_is_asked_for(case: Giving, client: Client) -> None:
    case.rules.takes_goods = False
    case.rules.save(update_fields=["takes_goods"])
    with clock.at(EARLY):
        page = client.get(f"/funds/give/{case.round.code}/fund/{case.fund.slug}/")
        answer = client.post(f"/funds/give/{case.round.code}/fund/{case.fund.slug}/", FORM | {"amount_fen": ""})
    assert ("goods" in page.context["form"].fields, page.context["form"].fields["amount_fen"].required) == (False, True)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["amount_fen"])
    assert not Donation.objects.exists()


def test_after_the_last_day_nothing_is_offered(case: Giving, client: Client) -> None:
    with clock.at(LATER):
        assert client.get(f"/funds/give/{case.round.code}/").status_code == 404
        assert f"/funds/give/{case.round.code}/" not in client.get("/funds/").content.decode()


def test_a_fund_shows_its_money_and_only_donors_who_agreed(case: Giving, client: Client) -> None:
    received(case, agreed(case, fund=True, shown=True, donor_name="愿意公开的企业"), 3 * WAN)
    received(case, agreed(case, fund=True, donor_name="不愿公开的人"), 2 * WAN)

    page = client.get(f"/funds/{case.fund.slug}/").content.decode()

    assert "50,000" in page
    assert "愿意公开的企业" in page
    assert "不愿公开的人" not in page
    assert "13900000001" not in page


def test_the_staff_take_a_donation_through_to_the_books_and_back(case: Giving) -> None:
    project = shortlisted(case)
    clerk, maker = signed_in(case, "clerk"), signed_in(case, "maker")
    checker, head = signed_in(case, "checker"), signed_in(case, "head")
    with clock.at(EARLY):
        answer = clerk.post(
            f"/admin/desk/donations/new/{case.round.code}/",
            FORM | {"purpose": f"project:{project.code}", "donor_kind": "enterprise"},
        )
        donation = Donation.objects.get()
        desk = f"/admin/desk/donations/{donation.receipt}/"
        assert answer["Location"] == desk
        assert "13900000009" in clerk.get(desk).content.decode()
        assert "13900000009" not in checker.get(desk).content.decode()
        clerk.post(f"{desk}act/agree/", {"document_number": "协议1号"})
        maker.post(
            f"{desk}act/receive/",
            {
                "key": "g", "kind": "money", "amount_fen": "2000", "on": str(EARLY.date()), "voucher": "V1",
                "receipt_number": "P1",
            },
        )  # fmt: skip
        gift = Gift.objects.get()
        maker.post(f"/admin/desk/gifts/{gift.pk}/act/confirm/")
        gift.refresh_from_db()
        assert gift.state == "waiting"
        checker.post(f"/admin/desk/gifts/{gift.pk}/act/confirm/")
        overview = clerk.get(f"/admin/desk/donations/round/{case.round.code}/").content.decode()
        assert project.title in overview
    Project.objects.filter(pk=project.pk).update(state="rejected")
    with clock.at(LATER):
        clerk.post(f"/admin/desk/donations/round/{case.round.code}/act/return/")
        refund = Refund.objects.get()
        head.post(f"/admin/desk/refunds/{refund.pk}/act/approve/")
        maker.post(f"/admin/desk/refunds/{refund.pk}/act/pay/", {"voucher": "T1", "on": str(EARLY.date())})
        assert "T1" in clerk.get(desk).content.decode()
        sheet = clerk.get(f"/admin/desk/donations/round/{case.round.code}/list.xlsx")
    refund.refresh_from_db()
    assert (refund.state, sheet.status_code) == ("paid", 200)
    assert findings() == []
