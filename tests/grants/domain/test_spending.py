"""What strikes the checks of an expense: properties of the pure rules."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grants.domain.spending import Ground, Share, Spending, flags_of, words_of

START, END = date(2027, 2, 1), date(2027, 11, 30)
GROUND = Ground(
    {"b1": Share("茶点", 100_000), "b2": Share("补贴", 500_000)}, START, END, frozenset({"周敏"}),
    ("因公出国（境）、公务接待、公务用车购置及运行费用", "楼堂馆所建设和职工住宅"), 50_000, 1_000,
)  # fmt: skip
GOOD = Spending("k", "b1", START, 1_000, "V1", "茶叶店", "transfer", "茶点", "a" * 64)
spendings = st.builds(
    Spending,
    key=st.text("abc", min_size=1, max_size=3),
    line=st.sampled_from(["b1", "b2", "b9", ""]),
    on=st.dates(START - timedelta(days=40), END + timedelta(days=40)),
    amount_fen=st.integers(1, 1_000_000),
    voucher_number=st.sampled_from(["V1", "V2", "ｖ１"]),
    payee=st.sampled_from(["周敏", "茶叶店", "云溪物资"]),
    method=st.sampled_from(["cash", "transfer"]),
    purpose=st.sampled_from(["茶点", "公务接待", "办公"]),
    sha256=st.sampled_from(["", "a" * 64, "b" * 64]),
)


def codes(spending: Spending, *others: Spending, spent: int = 0, ground: Ground = GROUND) -> set[str]:
    return {each.code for each in flags_of(spending, spent_fen=spent, others=others, ground=ground)}


def test_a_plain_expense_strikes_nothing() -> None:
    assert codes(GOOD) == set()


def test_a_line_may_be_overspent_by_what_the_round_allows_to_the_fen() -> None:
    assert codes(replace(GOOD, amount_fen=10_000), spent=100_000) == set()
    assert codes(replace(GOOD, amount_fen=10_001), spent=100_000) == {"expense_line_over"}


def test_a_ban_is_read_word_by_word_without_what_leads_up_to_it() -> None:
    assert words_of("因公出国（境）、公务接待、公务用车购置及运行费用") == ["出国", "接待", "用车"]
    assert codes(replace(GOOD, purpose="接待午餐")) == {"expense_banned"}


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(spendings, st.lists(spendings, max_size=4), st.integers(0, 1_000_000))
def test_the_order_of_the_others_changes_nothing_and_itself_is_never_its_double(
    spending: Spending, others: list[Spending], spent: int
) -> None:
    assert codes(spending, *others, spent=spent) == codes(spending, *reversed(others), spent=spent)
    assert codes(spending, spending, spent=spent) == codes(spending, spent=spent)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(spendings, st.integers(0, 1_000_000), st.integers(1, 1_000_000))
def test_more_money_never_strikes_less(spending: Spending, spent: int, more: int) -> None:
    larger = replace(spending, amount_fen=spending.amount_fen + more)
    assert codes(spending, spent=spent) <= codes(larger, spent=spent)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(spendings)
def test_the_same_voucher_under_another_key_always_strikes(spending: Spending) -> None:
    assert "expense_voucher_twice" in codes(replace(spending, key="zz"), spending)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(spendings)
def test_days_and_cash_strike_exactly_beyond_their_bounds(spending: Spending) -> None:
    found = codes(spending)
    assert ("expense_before_start" in found) == (spending.on < START)
    assert ("expense_after_end" in found) == (spending.on > END)
    assert ("expense_cash_large" in found) == (spending.method == "cash" and spending.amount_fen > 50_000)
    assert ("expense_out_of_plan" in found) == (spending.line not in GROUND.lines)
