"""The pages of an agreement: what the organisation reads and signs, what staff see and press."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from grants.flows.agreements.improving import mark_of, typed_now
from grants.models import Improvement
from reviews.models import Award
from tests.grants.agreements.cases import ASKED, OFFERED, Case, drafted, make_case, member, offered, sent, signed
from tests.reviews.decide_factories import WAN
from venture.kernel import clock

pytestmark = pytest.mark.django_db


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def read(user: User, path: str) -> Any:
    with clock.at(OFFERED):
        return as_(user).get(path)


def press(user: User, path: str, **data: Any) -> Any:
    with clock.at(OFFERED):
        return as_(user).post(path, data, follow=True)


def page_of(case: Case, more: str = "") -> str:
    return f"/grants/{case.award.project.code}/agreement/{more}"


def desk_of(case: Case, more: str = "") -> str:
    return f"/admin/desk/agreement/{case.award.project.code}/{more}"


def test_the_list_names_what_comes_next_and_until_when() -> None:
    case = make_case()
    sent(case)
    told = read(case.owner, "/grants/").content.decode()
    assert case.award.project.title in told
    assert page_of(case) in told
    assert "80,000" in told


@pytest.mark.parametrize("approved", [6 * WAN, ASKED])
def test_ones_desk_names_what_is_to_be_revised_or_signed(approved: int) -> None:
    case = make_case(approved=approved)
    (sent if approved == ASKED else offered)(case)
    told = read(case.owner, reverse("portal:desk-applications")).content.decode()
    assert page_of(case) in told
    assert "/grants/" in told


def test_ones_desk_says_that_an_application_is_funded_or_its_call_decided() -> None:
    case = make_case()
    desk = reverse("portal:desk-applications")
    assert "已获立项" in read(case.owner, desk).content.decode()
    Award.objects.filter(pk=case.award.pk).update(state="none")
    told = read(case.owner, desk).content.decode()
    assert "已获立项" not in told
    assert "本届已审定" in told
    assert "等待专家评审" not in told


def test_an_empty_list_says_how_grants_come() -> None:
    case = make_case()
    assert "/applications" in read(case.owner, "/grants/").content.decode()


def test_the_page_shows_the_paper_the_sums_and_the_signature_to_who_signs() -> None:
    case = make_case(signing="either")
    agreement = sent(case)
    told = read(case.owner, page_of(case)).content.decode()
    assert agreement.number in told
    assert agreement.sha256 in told
    assert 'value="code"' not in told
    assert 'value="send"' in told
    assert 'value="scan"' in told
    viewer = read(member(case, "viewer"), page_of(case)).content.decode()
    assert 'value="send"' not in viewer
    assert 'value="give-up"' not in viewer
    assert agreement.number in viewer


def test_a_draft_is_not_shown_to_the_organisation() -> None:
    case = make_case()
    agreement = drafted(case)
    told = read(case.owner, page_of(case)).content.decode()
    assert agreement.number not in told


def test_a_wrong_code_signs_nothing_and_a_viewer_who_presses_finds_nothing() -> None:
    case = make_case()
    agreement = sent(case)
    answer = press(case.owner, page_of(case), act="code", sha256=agreement.sha256, code="000000")
    assert answer.status_code == 200
    assert case.agreement.state == "sent"
    assert (
        press(member(case, "viewer"), page_of(case), act="code", sha256=agreement.sha256, code="1").status_code == 404
    )
    assert press(case.owner, page_of(case), act="nothing").status_code == 404


def test_the_budget_is_revised_on_its_page_and_handed_over_on_the_agreements() -> None:
    case = make_case(approved=6 * WAN)
    offered(case)
    typed = typed_now(case.grant, Improvement.objects.get(), "budget")
    seen = mark_of(typed)
    told = read(case.owner, page_of(case, "improve/budget/")).content.decode()
    assert seen in told
    press(
        case.owner, page_of(case, "improve/budget/"), **{**typed, "lines.b1.price": "375", "seen": seen, "go": "back"}
    )
    assert Improvement.objects.get().changes["typed"]["budget"]["lines.b1.price"] == "375"
    stale = press(case.owner, page_of(case, "improve/budget/"), **{**typed, "lines.b1.price": "1", "seen": seen})
    assert stale.status_code == 409
    press(case.owner, page_of(case), act="offer", answer="已调整")
    assert Improvement.objects.get().state == "offered"
    assert read(case.owner, page_of(case, "improve/budget/")).status_code == 404
    assert read(case.owner, page_of(case, "improve/team/")).status_code == 404


def test_giving_up_needs_a_reason_and_a_tick() -> None:
    case = make_case()
    offered(case)
    assert press(case.owner, page_of(case), act="give-up", reason="放弃").status_code == 422
    assert case.grant.state == "offered"
    press(case.owner, page_of(case), act="give-up", reason="放弃", known="on")
    assert case.grant.state == "abandoned"


def test_the_desk_leads_from_the_award_to_the_countersignature() -> None:
    case = make_case(signing="scan")
    rounds = f"/admin/desk/agreements/{case.scored.round.code}/"
    assert case.award.project.code in read(case.clerk, rounds).content.decode()
    press(case.clerk, f"{rounds}act/offer-all/")
    press(case.clerk, desk_of(case, "act/draft/"), number="云民协〔2025〕1号")
    assert case.agreement.number == "云民协〔2025〕1号"
    for kind in ("docx", "pdf"):
        assert read(case.clerk, desk_of(case, f"agreement.{kind}")).status_code == 200
    press(case.clerk, desk_of(case, "act/send/"))
    assert case.agreement.state == "sent"
    told = read(case.clerk, desk_of(case)).content.decode()
    assert case.agreement.sha256 in told


def test_a_countersignature_waits_for_another_head_on_the_desk() -> None:
    case = make_case()
    signed(case)
    assert "act/countersign/" not in read(case.clerk, desk_of(case)).content.decode()
    assert "act/countersign/" in read(case.head, desk_of(case)).content.decode()
    press(case.clerk, desk_of(case, "act/countersign/"))
    assert case.grant.state == "offered"
    press(case.head, desk_of(case, "act/countersign/"))
    assert (case.grant.state, case.agreement.signed_by_funder) == ("agreed", case.head)


def test_overdue_is_told_on_both_sides_and_given_up_by_two_on_the_desk() -> None:
    case = make_case()
    sent(case)
    late = OFFERED + timedelta(days=60)
    with clock.at(late):
        assert 'value="send"' not in as_(case.owner).get(page_of(case)).content.decode()
        told = as_(case.clerk).get("/admin/grants/grant/?step=overdue").content.decode()
        assert case.award.project.code in told
        as_(case.clerk).post(desk_of(case, "act/abandon/"), {"reason": "逾期未签"})
        assert "act/confirm-abandon/" not in as_(case.clerk).get(desk_of(case)).content.decode()
        assert "act/confirm-abandon/" in as_(case.head).get(desk_of(case)).content.decode()
        as_(case.head).post(desk_of(case, "act/confirm-abandon/"))
    assert case.grant.state == "abandoned"


def test_the_sheet_holds_numbers_as_numbers_and_text_as_text() -> None:
    case = make_case()
    agreement = sent(case)
    answer = read(case.clerk, f"/admin/desk/agreements/{case.scored.round.code}/list.xlsx")
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[1][0] == case.award.project.code
    assert rows[1][3] == 80_000
    assert rows[1][4] == agreement.number


@pytest.mark.parametrize("which", ["page", "desk", "round"])
def test_pages_keep_within_their_queries(which: str) -> None:
    case = make_case(approved=6 * WAN)
    offered(case)
    user, path, most = {
        "page": (case.owner, page_of(case), 30),
        "desk": (case.clerk, desk_of(case), 45),
        "round": (case.clerk, f"/admin/desk/agreements/{case.scored.round.code}/", 35),
    }[which]
    client = as_(user)
    with clock.at(OFFERED):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
    assert len(asked) <= most, [query["sql"][:90] for query in asked]
