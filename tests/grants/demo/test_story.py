"""The call in implementation as the small city shows it: rows for every desk."""

from collections import Counter

import pytest

from grants.models import ChangeRequest, Evaluation, Expense, Grant, Measure, Payment, PaymentOrder, Report
from organizations.models import BankAccount

pytestmark = pytest.mark.usefixtures("city")
OF_THE_CALL = {"grant__round__code": "2026-s"}


def test_the_call_in_implementation_has_what_a_bureau_meets_in_a_year() -> None:
    grants = Grant.objects.filter(round__code="2026-s")
    found = {
        "grants": dict(Counter(grants.values_list("state", flat=True))),
        "payments": dict(Counter(Payment.objects.filter(**OF_THE_CALL).values_list("state", flat=True))),
        "orders": set(PaymentOrder.objects.values_list("state", flat=True)),
        "evaluations": sorted(Evaluation.objects.filter(**OF_THE_CALL).values_list("phase", "state")),
        "changes": list(ChangeRequest.objects.filter(**OF_THE_CALL).values_list("kind", "state")),
        "measures": list(Measure.objects.filter(**OF_THE_CALL).values_list("kind", "state")),
    }

    assert found == {
        "grants": {"active": 2, "suspended": 1, "agreed": 1, "offered": 1},
        "payments": {"paid": 3, "returned": 1, "requested": 1},
        "orders": {"settled"},
        "evaluations": [("midterm", "confirmed"), ("midterm", "proposed")],
        "changes": [("budget", "asked")],
        "measures": [("suspension", "approved")],
    }
    assert set(Report.objects.filter(**OF_THE_CALL).values_list("state", flat=True)) == {"accepted", "due"}
    assert set(Expense.objects.filter(**OF_THE_CALL).values_list("state", flat=True)) == {"accepted", "entered"}


def test_a_payment_that_came_back_was_paid_to_another_account() -> None:
    back = Payment.objects.get(state="returned")
    again = Payment.objects.get(tranche=back.tranche, state="paid")

    states = dict(BankAccount.objects.filter(organization=back.grant.organization).values_list("pk", "state"))
    assert {states[back.account_id or 0], states[again.account_id or 0]} == {"replaced", "current"}
    assert (back.amount_fen, back.grant.paid_fen) == (again.amount_fen, again.amount_fen)
