"""What can be told of an account without its bank: shape, plausible bank code, the holder's name."""

import pytest

from organizations.domain import bank, sealing
from venture.kernel.errors import RuleRefusal

# Bank codes as the banks print them; the last digit is ISO 7064, MOD 11,10.
PRINTED = [
    "102100099996", "103100000026", "104100000004", "105100000017", "301290000007", "302100011000", "303100000006",
    "305100000013", "306581000003", "307584007998", "308584000013", "309391000011", "310290000013", "403100000004",
]  # fmt: skip


@pytest.mark.parametrize("code", PRINTED)
def test_a_printed_bank_code_is_plausible_and_one_wrong_digit_is_not(code: str) -> None:
    wrong = f"{code[:6]}{(int(code[6]) + 1) % 10}{code[7:]}"

    assert bank.validated_bank_code(f"{code[:3]} {code[3:]}") == code
    assert (bank.bank_code_is_plausible(code), bank.bank_code_is_plausible(wrong)) == (True, False)


def test_a_code_that_adds_up_but_names_no_known_kind_of_bank_is_not_plausible() -> None:
    assert not any(bank.bank_code_is_plausible(f"98710009999{digit}") for digit in range(10))


@pytest.mark.parametrize("text", ["1021", "10210009999X", "1021000999960"])
def test_a_bank_code_of_another_shape_is_refused_and_none_is_none(text: str) -> None:
    with pytest.raises(RuleRefusal, match="bank_code_shape"):
        bank.validated_bank_code(text)
    assert bank.validated_bank_code(" ") == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3200 0123 0900 0012 345", "3200012309000012345"),
        ("１２３４５６７８", "12345678"),
        ("1234-5678-9012", "123456789012"),
        # Generated, adds up by Luhn; and one that does not: an organisation's number follows its bank's own scheme.
        ("6222020000000000000", "6222020000000000000"),
        ("79927398710", "79927398710"),
    ],
)
def test_a_number_is_tidied_and_never_held_against_luhn(text: str, number: str) -> None:
    assert bank.validated_number(text) == number


@pytest.mark.parametrize("text", ["", "1234567", "1" * 31, "62220200000000A"])
def test_what_no_bank_prints_is_refused(text: str) -> None:
    with pytest.raises(RuleRefusal, match="account_number"):
        bank.validated_number(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("和邻社会工作服务中心", "和邻社会工作服务中心", True),
        ("和邻社会工作服务中心（城东站）", "和邻社会工作服务中心(城东站) ", True),
        ("ＡＢ 公益", "AB公益", True),
        ("和邻社会工作服务中心", "和邻社工服务中心", False),
    ],
)
def test_names_are_the_same_but_for_blanks_and_width(one: str, other: str, same: bool) -> None:
    assert bank.is_same_name(one, other) is same


def test_a_closed_number_opens_with_an_old_key_and_two_closings_differ_but_for_the_fingerprint() -> None:
    old, new = "old-key", "new-key"
    first, second = sealing.seal("3200012309000012345", [old]), sealing.seal("3200012309000012345", [old])

    assert first != second
    assert "3200012309000012345" not in first
    assert sealing.unseal(first, [new, old]) == "3200012309000012345"
    with pytest.raises(sealing.InvalidToken):
        sealing.unseal(first, [new])
    assert sealing.fingerprint("1234", [old]) == sealing.fingerprint("1234", [old])
    assert sealing.fingerprint("1234", [old]) != sealing.fingerprint("1234", [new])
