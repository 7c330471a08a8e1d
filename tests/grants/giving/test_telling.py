"""A donor is texted when money arrived and when it went back: each once, and nothing for goods."""

from datetime import timedelta

import pytest

from grants.flows import giving
from grants.flows.giving import telling
from grants.models import Refund
from projects.models import Project
from tests.grants.giving.cases import Giving, agreed, make_giving, received, recorded
from tests.reviews.decide_factories import REVIEWED, WAN, make_scored_round
from venture.jobs.models import Job
from venture.kernel import clock
from venture.notify.models import TrayItem

pytestmark = pytest.mark.django_db
LATER = REVIEWED + timedelta(days=40)


@pytest.fixture
def case() -> Giving:
    return make_giving(make_scored_round().round)


def texts() -> list[tuple[str, str]]:
    """Return to whom which text went, the first first."""
    return list(TrayItem.objects.filter(channel="sms").order_by("pk").values_list("address", "body"))


def jobs() -> list[str]:
    return list(Job.objects.filter(name="grants.tell_donor").order_by("pk").values_list("key", flat=True))


def returned(case: Giving, project: Project) -> Refund:
    Project.objects.filter(pk=project.pk).update(state="rejected")
    with clock.at(LATER):
        (refund,) = giving.ask_refunds(round_id=case.round.pk, actor=case.clerk)
        giving.approve_refund(refund_id=refund.pk, actor=case.head)
        return giving.pay_refund(refund_id=refund.pk, voucher="T7", on=LATER.date(), actor=case.maker)


def test_a_donor_reads_what_arrived_and_what_went_back(case: Giving) -> None:
    project = case.round.projects.order_by("pk")[0]
    donation = agreed(case, project=project)
    waiting = recorded(case, donation)
    assert jobs() == []
    with clock.at(LATER):
        giving.confirm_gift(gift_id=waiting.pk, actor=case.checker)
    telling.send_arrived(gift_id=waiting.pk)
    refund = returned(case, project)
    telling.send_returned(refund_id=refund.pk)

    assert jobs() == [f"arrived:{waiting.pk}", f"returned:{refund.pk}"]
    (to, came), (again, back) = texts()
    assert to == again == "+8613900000001"
    assert f"您捐给“{project.title}”的40,000元已到账并登记，捐赠票据号{waiting.receipt_number}" in came
    assert f"您捐给“{project.title}”的40,000元已于" in back
    assert "全额退还，银行凭证号T7。退还原因：项目未入选，按捐赠协议退还捐赠人。" in back
    assert all(f"/donations/{donation.receipt}/" in text and text.startswith("【") for text in (came, back))


def test_nothing_is_said_of_goods_nor_of_what_does_not_stand(case: Giving) -> None:
    project = case.round.projects.order_by("pk")[0]
    received(case, agreed(case, project=project, goods="米"), WAN, kind="goods", voucher="", what="米，按市价")
    refund = returned(case, project)
    assert (refund.state, jobs()) == ("paid", [])
    unconfirmed = recorded(case, agreed(case))

    telling.send_arrived(gift_id=unconfirmed.pk)

    assert texts() == []
