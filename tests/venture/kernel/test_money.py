"""Money is whole fen; what people type and what cheques need is turned exactly."""

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from venture.kernel import money
from venture.kernel.errors import RuleRefusal

amounts = st.integers(min_value=0, max_value=money.LARGEST_FEN)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1,920", 192_000),
        ("１９２０.５", 192_050),
        ("¥3.5万", 3_500_000),
        ("3.5 万元", 3_500_000),
        (" 0 ", 0),
        ("0.01", 1),
        ("1e3", 100_000),
        ("18,4000元", 18_400_000),
    ],
)
def test_what_people_type_becomes_fen(typed: str, fen: int) -> None:
    assert money.parse_yuan(typed) == fen


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "money_unreadable"),
        ("about 5", "money_unreadable"),
        ("1.2.3", "money_unreadable"),
        ("NaN", "money_unreadable"),
        ("Infinity", "money_unreadable"),
        ("-1", "money_negative"),
        ("0.001", "money_too_fine"),
        ("99999999999999", "money_too_large"),
    ],
)
def test_what_is_no_amount_is_refused_with_its_own_code(typed: str, code: str) -> None:
    with pytest.raises(RuleRefusal) as refused:
        money.parse_yuan(typed)

    assert refused.value.code == code


@given(amounts)
def test_an_amount_written_and_read_again_is_the_same(fen: int) -> None:
    assert money.parse_yuan(money.format_yuan(fen)) == fen


@pytest.mark.parametrize(
    ("fen", "yuan", "wan"),
    [(0, "0", "0"), (5, "0.05", "0"), (192_050, "1,920.50", "0.2"), (18_400_000, "184,000", "18.4"),
     (600_000_000, "6,000,000", "600")],
)  # fmt: skip
def test_an_amount_is_shown_in_yuan_and_in_ten_thousands(fen: int, yuan: str, wan: str) -> None:
    assert (money.format_yuan(fen), money.format_wan(fen)) == (yuan, wan)


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角整"),
        (107_000_53, "壹拾万柒仟元伍角叁分"),
        (140_950, "壹仟肆佰零玖元伍角整"),
        (600_714, "陆仟零柒元壹角肆分"),
        (168_032, "壹仟陆佰捌拾元叁角贰分"),
        (32_504, "叁佰贰拾伍元零肆分"),
        (10_000_000_000, "壹亿元整"),
        (-100, "负壹元整"),
    ],
)
def test_capital_figures_are_those_of_the_payment_rules(fen: int, words: str) -> None:
    assert money.capital(fen) == words


@given(st.integers(min_value=1, max_value=10**12 * money.FEN))
def test_capital_figures_agree_with_an_independent_library(fen: int) -> None:
    # cn2an follows everyday writing for the tail; the integer part is where mistakes cost money.
    yuan = fen // money.FEN * money.FEN
    if yuan:
        assert money.capital(yuan) == cn2an.an2cn(str(yuan // money.FEN), "rmb")


@given(st.integers(min_value=1, max_value=99))
def test_capital_figures_of_jiao_and_fen_agree_with_an_independent_library(cents: int) -> None:
    ours = money.capital(100_000 + cents).removesuffix("整")
    theirs = cn2an.an2cn(str(Decimal(100_000 + cents) / 100), "rmb")

    assert ours.replace("零", "") == theirs.replace("零", "").removesuffix("整")


@given(amounts, st.lists(st.integers(min_value=0, max_value=10_000), min_size=1, max_size=20).filter(any))
def test_a_split_loses_no_fen_and_is_off_by_less_than_one(fen: int, shares: list[int]) -> None:
    parts = money.split(fen, shares)

    assert sum(parts) == fen
    assert all(abs(part * sum(shares) - fen * share) < sum(shares) for part, share in zip(parts, shares, strict=True))


@pytest.mark.parametrize("shares", [[], [0, 0], [3, -1]])
def test_a_split_without_positive_shares_is_an_error(shares: list[int]) -> None:
    with pytest.raises(ValueError, match="shares"):
        money.split(100, shares)
