from datetime import date

import pytest

from organizations.domain import numbers
from venture.kernel.errors import RuleRefusal

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("number", ["11010519491231002X", "34052419800101001X", "370101190102039973"])
def test_a_number_of_the_textbooks_is_accepted(number):
    assert numbers.validated_resident_id(number, today=TODAY) == number
    assert numbers.validated_resident_id(number.lower() + " ", today=TODAY) == number


@pytest.mark.parametrize(
    ("number", "total", "rest"),
    [("11010519491231002X", 167, 2), ("34052419800101001X", 189, 2), ("370101190102039973", 262, 9)],
)
def test_the_weights_of_the_card_give_the_sum_that_was_counted_by_hand(number, total, rest):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

    assert sum(int(digit) * weight for digit, weight in zip(number[:17], weights, strict=True)) == total
    assert (total % 11, "10X98765432"[rest]) == (rest, number[17])


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("110105194912310021", "resident_id_check"),
        ("11010519491331002X", "resident_id_birthday"),
        ("11010520991231002X", "resident_id_birthday"),
        ("110105491231002", "resident_id_old"),
        ("1101051949123100", "resident_id_shape"),
        ("01010519491231002X", "resident_id_shape"),
        ("", "resident_id_shape"),
    ],
)
def test_a_wrong_number_is_refused_by_its_fault(number, code):
    with pytest.raises(RuleRefusal) as refused:
        numbers.validated_resident_id(number, today=TODAY)
    assert refused.value.code == code


def test_a_page_shows_three_first_and_four_last_places():
    assert numbers.masked_resident_id("11010519491231002X") == "110***********002X"


@pytest.mark.parametrize(
    ("number", "holds"),
    [
        ("6222020000000000000", True),
        ("6217000000000000004", True),
        ("79927398713", True),
        ("79927398710", False),
        ("6222 0200 0000 0000 000", True),
        ("x", False),
        ("", False),
    ],
)
def test_luhn_tells_whether_a_card_adds_up(number, holds):
    assert numbers.passes_luhn(number) is holds


@pytest.mark.parametrize("text", ["13800001234", "+86 138 0000 1234", "１３８００００１２３４"])
def test_a_mobile_number_is_tidied(text):
    assert numbers.validated_mobile(text) == "13800001234"


@pytest.mark.parametrize("text", ["23800001234", "1380000123", "138000012345", "", "1380000123a"])
def test_a_wrong_mobile_number_is_refused(text):
    with pytest.raises(RuleRefusal, match="mobile_shape"):
        numbers.validated_mobile(text)
