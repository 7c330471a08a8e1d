"""The pages of the ledger: the same cost for few rows and many, the acts of two persons, nothing for others."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import User
from grants.models import Account, Allotment, JournalEntry, YearClosing
from tests.accounts.factories import make_user
from tests.grants.factories import GRANTED, make_finance, make_grants, make_payment
from tests.reviews.decide_factories import WAN, make_scored_round
from venture.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with clock.at(GRANTED):
        yield


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def counted(client: Client, path: str) -> tuple[int, str]:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return len(asked), answer.content.decode()


def test_every_page_costs_the_same_for_few_entries_and_for_many() -> None:
    one, two, three = make_grants([10 * WAN, 8 * WAN, 6 * WAN], "agreed")
    make_payment(one, 1, "paid")
    client = signed_in(make_finance()[0])
    entry = JournalEntry.objects.filter(grant=one).order_by("-number")[0]
    account = Account.objects.get(grant=one, kind="paid")
    paths = [
        "/admin/desk/money/", f"/admin/desk/money/{one.round.code}/", f"/admin/desk/ledger/{entry.pk}/",
        f"/admin/desk/accounts/{account.pk}/", "/admin/grants/journalentry/", "/admin/grants/account/",
    ]  # fmt: skip
    counted(client, paths[0])
    before = [counted(client, path)[0] for path in paths]
    make_payment(two, 1, "paid")
    make_payment(three, 1, "approved")
    after = [counted(client, path) for path in paths]
    assert [asked for asked, _page in after] == before
    assert max(before) <= 15
    assert "50,000" in after[2][1]
    assert one.project.title in after[4][1]
    # The payment stands in both books and is told once.
    assert "50,000.00" in after[4][1]
    assert after[4][1].count("100,000.00") == 1


def test_the_maker_finds_a_round_whose_first_money_is_still_to_be_allotted() -> None:
    round_ = make_scored_round([(9, 9, 9)], code="BARE").round
    assert not Account.objects.filter(round=round_).exists()
    page = signed_in(make_finance()[0]).get("/admin/desk/money/").content.decode()
    assert f'href="/admin/desk/money/{round_.code}/"' in page


def test_the_maker_proposes_and_the_checker_books_on_the_page_of_the_round() -> None:
    grant = make_grants([10 * WAN], "agreed")[0]
    maker, checker = make_finance()
    path, before = f"/admin/desk/money/{grant.round.code}/", JournalEntry.objects.count()
    facts = {
        "key": "k1", "category_id": grant.project.category_id, "source_id": grant.shares.get().source_id, "year": 2025,
        "kind": "allot", "amount_fen": "1.5万", "document_number": "财社〔2025〕9号",
    }  # fmt: skip
    assert signed_in(maker).post(f"{path}act/one/", facts).status_code == 302
    allotment = Allotment.objects.get()
    assert (allotment.amount_fen, allotment.state) == (1_500_000, "asked")
    mine = signed_in(maker).get(path).content.decode()
    theirs = signed_in(checker).get(path).content.decode()
    confirm = f"/admin/desk/allotments/{allotment.pk}/act/approve/"
    assert (confirm in mine, confirm in theirs) == (False, True)
    signed_in(maker).post(confirm)
    assert JournalEntry.objects.count() == before
    signed_in(checker).post(confirm)
    allotment.refresh_from_db()
    assert (allotment.state, JournalEntry.objects.count()) == ("approved", before + 1)


def test_the_ledger_goes_along_as_a_sheet_and_a_year_is_asked_to_be_closed() -> None:
    grant = make_grants([10 * WAN], "agreed")[0]
    maker, checker = make_finance()
    client = signed_in(maker)
    keys = [str(pk) for pk in JournalEntry.objects.values_list("pk", flat=True)]
    sheet = client.post("/admin/grants/journalentry/", {"action": "take_along", "_selected_action": keys})
    assert sheet["Content-Type"].endswith("spreadsheetml.sheet")
    for path in ("/admin/desk/money/sources.xlsx", f"/admin/desk/money/{grant.round.code}/money.xlsx"):
        assert client.get(path)["Content-Type"].endswith("spreadsheetml.sheet")
    client.post("/admin/desk/years/act/close/", {"key": "k", "year": 2024, "document_number": "结账1号"})
    closing = YearClosing.objects.get()
    assert (closing.year, closing.state) == (2024, "asked")
    client.post(f"/admin/desk/years/{closing.pk}/act/approve/")
    closing.refresh_from_db()
    assert closing.state == "asked"
    signed_in(checker).post(f"/admin/desk/years/{closing.pk}/act/approve/")
    closing.refresh_from_db()
    assert closing.state == "approved"


@pytest.mark.parametrize("role", [Role.EXPERT, Role.OPERATOR, Role.EVALUATOR])
def test_who_has_no_part_in_the_money_finds_no_page(role: Role) -> None:
    make_grants([10 * WAN], "agreed")
    client, entry = signed_in(make_user(role)), JournalEntry.objects.order_by("pk")[0]
    assert client.get("/admin/desk/money/").status_code in {302, 404}
    assert client.get(f"/admin/desk/ledger/{entry.pk}/").status_code == 404
