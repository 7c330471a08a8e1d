"""Every code of the standard's note and of public registers, good and bad."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizations.domain import uscc
from venture.kernel.errors import RuleRefusal

VALID = [
    "53100000500021676K",
    "53100000500019795A",
    "53100000500021326D",
    "51100000500002862F",
    "51100000500009247D",
    "51100000500012681T",
    "5144030050267905XD",
    "51310110501144395U",
    "52110000MJ0163191U",
    "52110000MJ0166456X",
    "52440300MJL186084F",
    "51440300MJL1712376",
    "53100000500009167K",
    "51100000MJ0000632D",
]
CHECK_FAILS = {
    "53440300MJL0167883": "P",
    "51100000500000024G": "M",
    "53100000500020462H": "K",
    "52110101MJ0018899X": "T",
    "531000005000074012": "D",
    "51440300MJL18627XQ": "A",
    "53100000500012676K": "3",
}

# What the note counted by hand: the weighted sum of the seventeen characters.
SUMS = {
    "91350100M000100Y4": 1640,
    "53100000500021676K": 601,
    "53100000500019795A": 827,
    "53100000500021326D": 421,
    "51100000500002862F": 481,
    "51100000500009247D": 669,
    "51100000500012681T": 501,
    "5144030050267905XD": 1692,
    "51310110501144395U": 810,
    "52110000MJ0163191U": 1430,
    "52110000MJ0166456X": 1552,
    "53100000500009167K": 725,
    "51100000MJ0000632D": 1165,
    "11330700002592580J": 819,
}


def refusal_of(text: str, check=uscc.validated_applicant) -> tuple[str, dict[str, object]]:
    with pytest.raises(RuleRefusal) as refused:
        check(text)
    return refused.value.code, refused.value.details


@pytest.mark.parametrize("code", VALID)
def test_a_code_of_a_real_register_is_accepted_and_its_inner_part_holds(code):
    assert uscc.validated_applicant(code) == code
    assert uscc.inner_check_holds(code)


@pytest.mark.parametrize(("code", "expected"), CHECK_FAILS.items())
def test_a_code_whose_last_character_does_not_fit_is_refused(code, expected):
    assert refusal_of(code) == ("uscc_check", {"last": code[-1]})
    assert uscc.check_character(code[:-1]) == expected


@pytest.mark.parametrize(("code", "total"), SUMS.items())
def test_the_weights_give_the_sum_that_was_counted_by_hand(code, total):
    digits = zip(code[:17], uscc.WEIGHTS, strict=True)

    assert sum(uscc.ALPHABET.index(each) * weight for each, weight in digits) == total
    assert uscc.check_character(code[:17]) == uscc.ALPHABET[-total % 31]


def test_the_example_of_the_standard_adds_up_but_its_printed_end_is_no_code():
    assert uscc.check_character("91350100M000100Y4") == "3"
    assert uscc.validated("91350100M000100Y43") == "91350100M000100Y43"
    assert refusal_of("91350100M000100Y4Z") == ("uscc_alphabet", {"character": "Z", "place": 18})


def test_a_letter_that_no_code_has_is_named_with_its_place():
    assert refusal_of("52110000MJ0163191V") == ("uscc_alphabet", {"character": "V", "place": 18})


def test_a_bureau_has_a_valid_code_and_may_not_apply():
    assert uscc.validated("11330700002592580J") == "11330700002592580J"
    assert refusal_of("11330700002592580J") == ("uscc_not_applicant", {"prefix": "11"})


def test_full_width_small_letters_and_spaces_are_tidied():
    assert uscc.validated_applicant(" ５２１１００００ｍｊ 0163191-u ") == "52110000MJ0163191U"


def test_a_letter_o_or_i_is_suggested_and_never_swapped():
    assert refusal_of("521IOOOOMJ0163191U") == ("uscc_look_alike", {"suggestion": "52110000MJ0163191U"})
    assert uscc.clean("5211O") == "5211O"


def test_a_letter_o_in_a_wrong_code_is_only_named():
    assert refusal_of("5311O000500021676A") == ("uscc_alphabet", {"character": "O", "place": 5})


@pytest.mark.parametrize(("text", "code"), [("", "uscc_empty"), (" \u3000", "uscc_empty"), ("5211", "uscc_length")])
def test_nothing_or_a_part_is_refused(text, code):
    assert refusal_of(text)[0] == code


def test_letters_in_the_division_are_refused():
    assert refusal_of("51AB0000500002862F") == ("uscc_division", {"division": "AB0000"})


@given(st.text(alphabet=uscc.ALPHABET, min_size=9, max_size=9), st.integers(0, 999_999), st.integers(0, 16))
def test_one_wrong_character_is_always_found(subject, division, place):
    body = f"52{division:06d}{subject}"
    code = body + uscc.check_character(body)
    changed = code[:place] + uscc.ALPHABET[(uscc.ALPHABET.index(code[place]) + 1) % 31] + code[place + 1 :]

    assert uscc.validated(code) == code
    assert refusal_of(changed, uscc.validated)[0] in {"uscc_check", "uscc_division"}


def test_a_subject_that_ignored_gb_11714_is_a_warning_only():
    body = "52110000MJ0163192"
    code = body + uscc.check_character(body)

    assert uscc.validated_applicant(code) == code
    assert not uscc.inner_check_holds(code)
