"""Donations from the intention on, funds and supports by program: the right role moves them, nobody else finds them."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from grants.models import Donation, Gift, JournalEntry, NamedFund, Refund, Support
from rounds.models import FundSource
from tests.accounts.factories import make_user
from tests.api.conftest import Caller, calling
from tests.grants.agreements.cases import OFFERED, make_case
from tests.grants.giving.cases import EARLY, Giving, agreed, make_giving, received, registered
from tests.reviews.decide_factories import REVIEWED, WAN, make_scored_round
from venture.audit.models import AuditEntry
from venture.kernel import clock

pytestmark = pytest.mark.django_db
API = "/api/v1/"
KEY = {"Idempotency-Key": "act-00000001"}


@pytest.fixture
def case() -> Any:
    with clock.at(EARLY):
        yield make_giving(make_scored_round().round)


def stands() -> tuple[Any, ...]:
    """Return everything that these acts may move."""
    rows = (Donation, Gift, Refund, NamedFund, Support)
    return (*(list(model.objects.order_by("pk").values()) for model in rows), AuditEntry.objects.count())


def refused(program: Caller, path: str, body: Any, *, status: int = 409, method: str = "POST") -> str:
    before = stands()
    answer = program.send(method, f"{API}{path}", body, **KEY)
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert stands() == before
    return str(answer.json()["code"])


def last() -> tuple[str, Any]:
    entry = AuditEntry.objects.order_by("-pk")[0]
    return entry.verb, entry.actor


def intention(case: Giving, **more: Any) -> dict[str, Any]:
    return {
        "target": "fund", "fund": case.fund.slug, "donor_kind": "enterprise", "donor_name": "云溪纺织有限公司",
        "mobile": "13900000001", "amount_fen": 4 * WAN, **more,
    }  # fmt: skip


def test_everybody_who_signed_in_registers_an_intention_once_and_nobody_is_told_the_telephone(case: Giving) -> None:
    donor = calling(make_user())
    asked = intention(case, round=case.round.code)

    assert refused(donor, "donations/", {**asked, "round": "1999"}, status=404) == "not_found"
    assert refused(donor, "donations/", {**asked, "fund": "none"}) == "donation_target_unknown"
    assert refused(donor, "donations/", {**asked, "mobile": "123"}) == "mobile_shape"
    assert refused(donor, "donations/", {**asked, "amount_fen": 0}) == "donation_nothing"
    assert donor.send("POST", f"{API}donations/", asked).status_code == 400
    first, again = (donor.send("POST", f"{API}donations/", asked, **KEY) for _twice in range(2))
    strangers = calling(make_user()).send("POST", f"{API}donations/", asked, **KEY)

    made = Donation.objects.get(receipt=first.json()["receipt"])
    assert (first.status_code, again.json(), strangers.status_code) == (201, first.json(), 201)
    assert strangers.json()["receipt"] != made.receipt
    assert (made.state, made.fund, made.entered_by, made.shown_at) == ("intended", case.fund, None, None)
    assert (first.json()["named"], first.json()["amount_fen"]) == (False, 4 * WAN)
    assert "13900000001" not in first.content.decode()
    assert last() == ("donation.register", None)
    with clock.at(REVIEWED):
        assert refused(donor, "donations/", asked, status=404) == "not_found"


def test_the_staff_enter_an_intention_agree_to_it_and_record_what_arrived(case: Giving) -> None:
    clerk, maker, nobody = calling(case.clerk), calling(case.maker), calling(make_user(Role.EXPERT))
    desk = f"rounds/{case.round.code}/donations/"
    for other in (nobody, calling(case.checker)):
        assert refused(other, desk, intention(case), status=404) == "not_found"
    entered = clerk.send("POST", f"{API}{desk}", intention(case, contact="周女士"), **KEY)
    at = f"donations/{entered.json()['receipt']}"
    assert (entered.status_code, last()) == (201, ("donation.register", case.clerk))

    money = {
        "kind": "money", "amount_fen": 3 * WAN, "on": EARLY.date().isoformat(), "receipt_number": "PJ9", "voucher": "V9"
    }  # fmt: skip
    assert refused(maker, f"{at}/gifts/", money) == "donation_not_yours"
    assert refused(maker, f"{at}/agree/", {"document_number": "1号"}) == "donation_not_yours"
    assert refused(nobody, f"{at}/agree/", {"document_number": "1号"}, status=404) == "not_found"
    assert refused(clerk, f"{at}/agree/", {}, status=400) == "invalid"
    done = clerk.send("POST", f"{API}{at}/agree/", {"document_number": "1号"})
    assert (done.json()["state"], done.json()["document_number"], last()[0]) == ("agreed", "1号", "donation.agree")

    assert refused(maker, f"{at}/gifts/", {**money, "voucher": ""}) == "gift_voucher_missing"
    assert refused(maker, f"{at}/gifts/", {**money, "on": "2999-01-01"}) == "gift_in_future"
    assert refused(clerk, f"{at}/gifts/", money) == "donation_not_yours"
    first, again = (maker.send("POST", f"{API}{at}/gifts/", money, **KEY) for _twice in range(2))
    gift = Gift.objects.get()
    assert (first.status_code, again.json()) == (201, first.json())
    assert ([each["state"] for each in first.json()["gifts"]], gift.recorded_by) == (["waiting"], case.maker)
    assert (last(), JournalEntry.objects.count()) == (("gift.record", case.maker), 0)
    assert refused(clerk, f"{at}/decline/", {"reason": "不捐了"}) == "gift_waits"


def test_an_intention_that_comes_to_nothing_is_closed_with_the_reason(case: Giving) -> None:
    at = f"donations/{registered(case).receipt}/decline/"

    assert refused(calling(case.head), at, {"reason": "联系不上"}) == "donation_not_yours"
    assert refused(calling(make_user()), at, {"reason": "联系不上"}, status=404) == "not_found"
    done = calling(case.clerk).send("POST", f"{API}{at}", {"reason": "联系不上"})

    kept = Donation.objects.get()
    assert (done.json()["state"], kept.state, kept.reason) == ("declined", "declined", "联系不上")
    assert last() == ("donation.decline", case.clerk)
    assert refused(calling(case.clerk), at, {"reason": "再关"}) == "donation_not_yours"


def test_a_fund_is_entered_opened_with_consent_and_closed_by_the_head_alone(case: Giving) -> None:
    clerk, head, nobody = calling(case.clerk), calling(case.head), calling(make_user())
    words = {
        "slug": "qihang", "name": "启航基金", "donor_name": "云溪银行", "field": case.fund.field, "purpose": "助学",
        "founded_on": "2027-01-01",
    }  # fmt: skip
    assert refused(nobody, "funds/", words, status=404) == "not_found"
    assert refused(calling(case.maker), "funds/", words, status=404) == "not_found"
    assert refused(clerk, "funds/", {**words, "slug": case.fund.slug}, status=400) == "invalid"
    made = clerk.send("POST", f"{API}funds/", words)
    assert (made.status_code, made.json()["state"], last()) == (201, "draft", ("fund.save", case.clerk))

    assert refused(clerk, "funds/qihang/open/", {}) == "fund_not_yours"
    assert refused(nobody, "funds/qihang/open/", {}, status=404) == "not_found"
    assert refused(head, "funds/qihang/open/", {}) == "fund_consent_missing"
    changed = {name: value for name, value in words.items() if name != "slug"} | {"consent": "协议第三条"}
    assert refused(nobody, "funds/qihang/", changed, status=404, method="PUT") == "not_found"
    assert refused(calling(case.maker), "funds/qihang/", changed, method="PUT") == "fund_not_yours"
    assert clerk.send("PUT", f"{API}funds/qihang/", changed).json()["consent"] == "协议第三条"
    assert head.send("POST", f"{API}funds/qihang/open/", {}).json()["state"] == "open"
    assert refused(clerk, "funds/qihang/", {**changed, "consent": ""}, method="PUT") == "fund_fixed"
    closed = head.send("POST", f"{API}funds/qihang/close/", {})
    assert (closed.json()["state"], last()) == ("closed", ("fund.close", case.head))
    assert [each["slug"] for each in clerk.get(f"{API}funds/?state=closed").json()["results"]] == ["qihang"]
    assert nobody.get(f"{API}funds/").json()["results"] == []


def test_every_refund_that_a_round_owes_is_asked_for_in_one_act(case: Giving) -> None:
    project = case.round.projects.order_by("pk")[0]
    gift = received(case, agreed(case, project=project))
    at = f"rounds/{case.round.code}/refunds/"
    clerk = calling(case.clerk)

    assert refused(calling(make_user()), at, {}, status=404) == "not_found"
    assert refused(calling(case.head), at, {}) == "refund_not_yours"
    assert refused(clerk, at, {}) == "refunds_nothing_left"
    type(project).objects.filter(pk=project.pk).update(state="rejected")
    asked = clerk.send("POST", f"{API}{at}", {})

    assert (asked.status_code, [each["gift"] for each in asked.json()["results"]]) == (201, [gift.pk])
    refund = Refund.objects.get()
    assert (refund.state, refund.asked_by, last()) == ("asked", case.clerk, ("refund.ask", case.clerk))
    assert refused(clerk, f"refunds/{refund.pk}/approve/", {}) == "refund_not_yours"
    assert refused(clerk, at, {}) == "refunds_nothing_left"


def test_a_support_is_proposed_by_one_and_decided_by_another() -> None:
    whole = make_case()
    case = make_giving(whole.scored.round)
    received(case, agreed(case, fund=True), 3 * WAN)
    at, body = f"rounds/{case.round.code}/supports/", {
        "application": whole.award.project.code, "fund": case.fund.slug, "amount_fen": WAN, "reason": "对口",
    }  # fmt: skip
    with clock.at(OFFERED):
        clerk, head, nobody = calling(case.clerk), calling(case.head), calling(make_user())
        assert refused(nobody, at, body, status=404) == "not_found"
        assert refused(head, at, body) == "support_step_not_yours"
        assert refused(clerk, at, {**body, "fund": "none"}) == "support_source_foreign"
        assert refused(clerk, at, {**body, "amount_fen": 4 * WAN}) == "support_short"
        asked = clerk.send("POST", f"{API}{at}", body)
        support = f"supports/{asked.json()['id']}"
        assert (asked.status_code, asked.json()["state"], last()) == (201, "asked", ("support.ask", case.clerk))

        assert refused(clerk, f"{support}/approve/", {}) == "support_step_not_yours"
        assert refused(nobody, f"{support}/approve/", {}, status=404) == "not_found"
        assert refused(head, f"{support}/refuse/", {}) == "donation_reason_missing"
        assert refused(head, f"{support}/withdraw/", {}) == "support_step_not_yours"
        done = head.send("POST", f"{API}{support}/approve/", {"answer": "同意"})
        assert (done.json()["state"], last()) == ("approved", ("support.approve", case.head))
        assert clerk.get(f"{API}supports/").json()["results"] == [done.json()]
        assert nobody.get(f"{API}supports/").json()["results"] == []


def one_more_support(case: Giving) -> None:
    Support.objects.create(
        project=case.round.projects.order_by("pk")[0], amount_fen=1, reason="对口", asked_by=case.clerk, asked_at=EARLY,
        source=FundSource.objects.create(slug=f"more-{Support.objects.count()}", name=f"更多{Support.objects.count()}"),
    )  # fmt: skip


def one_more_fund(case: Giving) -> None:
    number = NamedFund.objects.count()
    source = FundSource.objects.create(slug=f"more-{number}", name=f"更多{number}")
    NamedFund.objects.create(
        slug=f"more-{number}", name="更多", donor_name="企业", source=source, field=case.fund.field, purpose="助学",
        founded_on=EARLY.date(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "make"),
    [
        ("donations/", lambda case: registered(case, fund=True)), ("funds/", one_more_fund),
        ("supports/", one_more_support),
    ],
)  # fmt: skip
def test_a_list_costs_the_same_for_one_row_and_for_three(case: Giving, path: str, make: Any) -> None:
    program, costs, shown = calling(case.clerk), [], []
    for more in (1, 2):
        for _each in range(more):
            make(case)
        program.get(f"{API}{path}")
        with CaptureQueriesContext(connection) as captured:
            shown.append(len(program.get(f"{API}{path}").json()["results"]))
        costs.append(len(captured))

    assert (costs[0] == costs[1], shown[1] - shown[0]) == (True, 2)
