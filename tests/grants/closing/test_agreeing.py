"""The same money everywhere: ledger, portal, open data and annual account agree to the fen."""

from decimal import Decimal

import pytest
from django.db.models import F, Sum

from grants.domain.ledger import CREDIT_SIDE
from grants.enums import AccountKind
from grants.models import Account, Grant
from grants.queries.annual import account_content
from grants.queries.public import figures, open_rows

pytestmark = pytest.mark.usefixtures("city")


def total(kind: AccountKind) -> int:
    sign = -1 if kind in CREDIT_SIDE else 1
    found = Account.objects.filter(kind=kind).aggregate(sum=Sum(F("debit_fen") - F("credit_fen"), default=0))
    return sign * int(found["sum"])


def test_portal_open_data_and_annual_accounts_add_up_to_the_ledger() -> None:
    paid, returned = total(AccountKind.PAID), total(AccountKind.RETURNED)
    assert paid > 0
    whole = figures()["all"]
    rows = open_rows()
    years = Account.objects.order_by("source_id").values_list("source_id", flat=True).distinct()
    latest = 2100
    accounts = [account_content(source, latest) for source in years]
    projects = [row for content in accounts for row in content["projects"]]

    assert (whole["paid_fen"], whole["returned_fen"]) == (paid, returned)
    assert sum(Decimal(row["amountDisbursed"]) for row in rows) * 100 == paid
    assert sum(row["paid_in_all_fen"] for row in projects) == paid
    assert sum(row["returned_fen"] for row in projects) == returned
    assert sum(grant.paid_fen for grant in Grant.objects.all()) == paid


def test_by_year_and_by_field_are_the_whole_once_more() -> None:
    found = figures()
    for part in ("years", "fields"):
        for name, value in found["all"].items():
            assert sum(held[name] for _name, held in found[part]) == value


def test_an_account_begins_with_what_the_year_before_left() -> None:
    sources = Account.objects.order_by("source_id").values_list("source_id", flat=True).distinct()
    for source in sources:
        before, after = (account_content(source, year)["figures"] for year in (2026, 2027))
        assert after["brought_fen"] == before["left_fen"]
        moved = after["given_fen"] - after["paid_fen"] + after["returned_fen"]
        assert after["left_fen"] == after["brought_fen"] + moved
