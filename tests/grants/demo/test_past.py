"""The call that ran to its end: what the demonstration shows of it, and that every account of its money agrees."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest

from grants.demo import past
from grants.models import AnnualAccount, Closure, Evaluation, Expense, Grant, Payment, Recovery, RoundTarget
from grants.queries.annual import account_content
from grants.queries.invariants import findings
from grants.queries.ledger import balances_of_grants
from grants.queries.public import figures, open_rows
from venture.audit.queries import first_fault

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.minutes, pytest.mark.sampled(4)]


def counted(rows: Iterable[Any]) -> dict[Any, int]:
    return dict(Counter(rows))


def test_the_year_before_last_is_closed_and_every_account_of_its_money_agrees() -> None:
    round_ = past.play()
    grants = Grant.objects.filter(round=round_).order_by("project__code")
    paid, returned = sum(each.paid_fen for each in grants), sum(each.returned_fen for each in grants)

    round_.refresh_from_db()
    assert (round_.code, round_.state) == ("2025-s", "archived")
    assert _states(grants) == {
        "grants": {"closed": 4},
        "closures": {("closed", True): 4},
        "payments": {"paid": 7},
        "evaluations": {("final", "published", True): 3},
        "expenses": {"accepted": 17, "disallowed": 1},
        "recoveries": {("unspent", "settled"): 3, ("termination", "written_off"): 1},
        "measures": {("termination", "approved"): 1},
    }
    assert all(closure.archive_sha256 for closure in Closure.objects.filter(grant__in=grants))
    assert RoundTarget.objects.filter(round=round_).exclude(actual="").count() == len(past.TARGETS)
    _agree(grants, paid, returned)
    assert (findings(), first_fault()) == ([], None)


def _states(grants: Any) -> dict[str, dict[Any, int]]:
    of = {"grant__in": grants}
    return {
        "grants": counted(grants.values_list("state", flat=True)),
        "closures": counted(
            (state, archive is not None)
            for state, archive in Closure.objects.filter(**of).values_list("state", "archive_id")
        ),
        "payments": counted(Payment.objects.filter(**of).values_list("state", flat=True)),
        "evaluations": counted(Evaluation.objects.filter(**of).values_list("phase", "state", "passed")),
        "expenses": counted(Expense.objects.filter(**of).values_list("state", flat=True)),
        "recoveries": counted(Recovery.objects.filter(**of).values_list("ground", "state")),
        "measures": counted(grants.filter(measures__isnull=False).values_list("measures__kind", "measures__state")),
    }


def _agree(grants: Any, paid: int, returned: int) -> None:
    """The grants, the ledger, the portal's figures, the open data and the published account say one and the same."""
    ledger = balances_of_grants([each.pk for each in grants]).values()
    year = dict(figures()["years"])[past.YEAR]
    rows = [row for row in open_rows() if row["id"].startswith("cn-venture-YX2025-s-")]
    account = AnnualAccount.objects.get(year=past.YEAR)
    projects = account_content(account.source_id, past.YEAR + 1)["projects"]
    held = [row for row in projects if row["code"].startswith("YX2025-s-")]

    assert {
        "ledger": (sum(each.paid for each in ledger), sum(each.returned for each in ledger)),
        "portal": (year["paid_fen"], year["returned_fen"]),
        "open": tuple(sum(Decimal(row[name]) for row in rows) * 100 for name in ("amountDisbursed", "amountReturned")),
        "account": (sum(row["paid_in_all_fen"] for row in held), sum(row["returned_fen"] for row in held)),
    } == dict.fromkeys(("ledger", "portal", "open", "account"), (paid, returned))
    assert 0 < returned < paid
    assert (account.state, account.content["figures"]["given_fen"]) == (
        "published", account_content(account.source_id, past.YEAR)["figures"]["given_fen"],
    )  # fmt: skip
    assert [row["grade"] for row in account.content["projects"]] == ["优秀", "良好", "合格", ""]
