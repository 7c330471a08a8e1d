"""Parts of a tranche by source, ticks, numbers and lines of a statement: the pure rules."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.domain.numbers import number_in, payment_number
from grants.domain.parts import parts_of
from grants.domain.statement import Line, Sent, matched, missing
from grants.domain.ticks import SAFETY, Facts, crosses, spent_needed, ticks_of

DAY = date(2026, 11, 27)
GOOD = Facts(
    day=DAY, signed=True, state="active", under_way=True, verified=True, account=7, usable_from=DAY, account_asked=7,
    holder_fits=True, receipt=True, receipt_kind="receipt", receipt_wanted="receipt", receipt_fen=500, amount_fen=500,
    tranche_fen=500, award_left_fen=1000, parts={"1:2026": 500}, left={"1:2026": 1000},
)  # fmt: skip


@st.composite
def plans(draw: st.DrawFn) -> tuple[dict[str, int], list[int]]:
    """Shares, and tranches over the same money."""
    shares = draw(st.dictionaries(st.sampled_from("abcd"), st.integers(1, 10**9), min_size=1))
    total = sum(shares.values())
    cuts = sorted(draw(st.lists(st.integers(0, total), max_size=4)))
    return shares, [later - before for before, later in zip([0, *cuts], [*cuts, total], strict=True)]


@settings(max_examples=60)
@given(plans())
def test_every_tranche_is_drawn_to_the_fen_and_all_together_use_each_share_up(
    plan: tuple[dict[str, int], list[int]],
) -> None:
    shares, tranches = plan
    drawn = [parts_of(shares, tranches, number) for number in range(len(tranches))]

    assert [sum(parts.values()) for parts in drawn] == tranches
    assert {key: sum(parts.get(key, 0) for parts in drawn) for key in shares} == shares
    assert all(fen > 0 for parts in drawn for fen in parts.values())


def test_a_tranche_is_drawn_in_proportion() -> None:
    assert parts_of({"lottery": 600, "treasury": 400}, [500, 400, 100], 0) == {"lottery": 300, "treasury": 200}


def test_shares_and_tranches_of_different_money_are_refused() -> None:
    with pytest.raises(ValueError, match="same money"):
        parts_of({"a": 10}, [5, 4], 0)


def test_hours_of_training_are_asked_for_only_where_the_round_does() -> None:
    assert "training" not in {each.code for each in ticks_of(GOOD)}

    (cross,) = crosses(ticks_of(replace(GOOD, hours_needed=6, hours=5)))
    assert (cross.code, cross.why, cross.who) == ("training", "training_too_little", "organisation")
    assert cross.details == {"hours": 5, "needed_hours": 6}
    assert crosses(ticks_of(replace(GOOD, hours_needed=6, hours=6))) == []


def test_all_green_facts_have_no_cross() -> None:
    assert crosses(ticks_of(GOOD)) == []
    assert len(ticks_of(GOOD)) == 15
    assert len(ticks_of(replace(GOOD, asked=False))) == 14


@pytest.mark.parametrize(
    ("changed", "code", "why", "who"),
    [
        ({"held": True}, "hold", "held", "bureau"),
        ({"award_gone": True}, "hold", "award_gone", "bureau"),
        ({"award_gone": True, "held": True}, "hold", "award_gone", "bureau"),
        ({"stopped": True}, "stop", "stopped", "bureau"),
        ({"under_way": False, "state": "suspended"}, "under_way", "not_under_way", "bureau"),
        ({"verified": False}, "verified", "unverified", "organisation"),
        ({"sanctioned": True}, "sanction", "sanctioned", "bureau"),
        ({"holder_fits": False}, "account", "account_holder", "organisation"),
        ({"usable_from": date(2026, 11, 28)}, "account", "account_waits", "time"),
        ({"account_waits": True}, "account_same", "account_changing", "organisation"),
        ({"account_asked": 6}, "account_same", "account_changed", "organisation"),
        ({"trigger": "midterm_passed"}, "trigger", "midterm_passed", "evaluator"),
        ({"trigger": "final_passed"}, "trigger", "final_passed", "evaluator"),
        ({"reports_open": 1}, "reports", "reports_open", "organisation"),
        ({"earlier_open": 1}, "earlier", "earlier_open", "finance"),
        ({"previous_fen": 1000, "spent_share": 7000, "spent_fen": 699}, "spent", "spent_too_little", "organisation"),
        ({"receipt": False}, "receipt", "receipt_missing", "organisation"),
        ({"receipt_wanted": "invoice"}, "receipt", "receipt_kind", "organisation"),
        ({"receipt_fen": 501}, "receipt", "receipt_amount", "organisation"),
        ({"tranche_fen": 501}, "amount", "amount_other", "bureau"),
        ({"award_left_fen": 499}, "amount", "amount_above", "bureau"),
        ({"left": {"1:2026": 499}}, "amount", "source_short", "finance"),
        ({"parts": {}}, "amount", "source_short", "finance"),
        ({"closed_years": frozenset({2026})}, "year", "year_closed", "finance"),
    ],
)
def test_each_fact_has_its_cross_and_who_mends_it(changed: dict[str, object], code: str, why: str, who: str) -> None:
    [cross] = crosses(ticks_of(replace(GOOD, **changed)))  # type: ignore[arg-type]
    assert (cross.code, cross.why, cross.who) == (code, why, who)


def test_without_agreement_or_account_more_than_one_check_says_no() -> None:
    assert [each.code for each in crosses(ticks_of(replace(GOOD, signed=False)))] == ["agreement", "trigger"]
    assert [each.why for each in crosses(ticks_of(replace(GOOD, account=None)))] == [
        "account_missing",
        "account_changed",
    ]


def test_money_that_stands_as_payable_is_not_asked_of_the_award_again() -> None:
    assert crosses(ticks_of(replace(GOOD, booked=True, award_left_fen=0, left={}))) == []


def test_what_must_be_spent_counts_the_tranches_before_in_full() -> None:
    assert spent_needed(replace(GOOD, before_previous_fen=500, previous_fen=401, spent_share=5000)) == 701
    assert spent_needed(replace(GOOD, before_previous_fen=500, previous_fen=400, spent_share=0)) == 0


def test_the_safety_checks_are_among_all_checks() -> None:
    assert {each.code for each in ticks_of(GOOD)} >= SAFETY


def test_a_number_is_found_in_what_a_bank_prints_and_never_as_part_of_a_longer_one() -> None:
    number = payment_number("GY2027-0012", 1, 1)
    assert number == "ZF-GY2027-0012-0101"
    numbers = [number, "ZF-GY2027-0012-0102"]
    assert number_in("项目款ZFGY202700120101 转账", numbers) == number
    assert number_in("zf-gy2027-0012-01012", numbers) == ""
    assert number_in("ZF-GY2027-0012-0101 ZF-GY2027-0012-0102", numbers) == ""
    assert number_in("", numbers) == ""


A = Sent("ZF-A-0101", 500, "3077", "sent")
B = Sent("ZF-B-0101", 700, "1111", "paid", "V9", DAY)


def line(row: int, fen: int, number: str, words: str = "", *, tail: str = "", voucher: str = "V1") -> Line:
    return Line(row, DAY, fen, number, tail=tail, voucher=voucher, words=words)


def what(*lines: Line, payments: tuple[Sent, ...] = (A, B)) -> list[tuple[str, str, str]]:
    return [(each.outcome.value, each.act, each.fault) for each in matched(lines, payments)]


def test_a_line_settles_only_what_fits_in_number_amount_and_account() -> None:
    assert what(line(1, 500, "ZF-A-0101", tail="3077")) == [("paid", "confirm", "")]
    assert what(line(1, 500, "别的款项")) == [("strange", "", "number")]
    assert what(line(1, 501, "ZF-A-0101")) == [("strange", "", "amount")]
    assert what(line(1, 500, "ZF-A-0101", tail="9999")) == [("strange", "", "account")]
    assert what(line(1, 500, "ZF-A-0101", voucher="")) == [("strange", "", "voucher")]
    assert what(line(1, 500, "ZF-A-0101", "交易失败")) == [("failed", "fail", "")]
    assert what(line(1, -300, "退回结余")) == [("strange", "", "number")]
    assert what(line(1, -300, "结余上缴")) == [("received", "", "")]


def test_the_same_payment_is_never_confirmed_twice() -> None:
    assert what(line(1, 500, "ZF-A-0101"), line(2, 500, "ZF-A-0101", voucher="V2")) == [
        ("paid", "confirm", ""),
        ("strange", "", "twice"),
    ]
    assert what(line(1, 700, "ZF-B-0101", voucher="V9")) == [("paid", "known", "")]
    assert what(line(1, 700, "ZF-B-0101", voucher="V10")) == [("strange", "", "twice")]


def test_money_that_comes_back_returns_what_was_paid_even_on_the_same_sheet() -> None:
    assert what(line(1, 500, "ZF-A-0101"), line(2, -500, "ZF-A-0101", "退汇")) == [
        ("paid", "confirm", ""),
        ("returned", "return", ""),
    ]
    assert what(line(1, -500, "ZF-A-0101", "退汇")) == [("strange", "", "not_paid")]


def test_what_no_line_speaks_of_is_told() -> None:
    assert missing(matched([], [A, B]), [A, B]) == ["ZF-A-0101"]
