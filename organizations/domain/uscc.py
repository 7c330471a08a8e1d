"""The unified social credit code of a legal person (GB 32100-2015) and the part of it that follows GB 11714.

Eighteen characters: department, kind, six digits of division, nine of the subject, one check character.
Nothing is mended silently: a doubtful O or I is named and the likely code is offered to the reader.
"""

from typing import Final

from venture.kernel.errors import RuleRefusal

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH: Final = 18
WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(LENGTH - 1))
APPLICANT_PREFIXES: Final = frozenset({"51", "52", "53"})

_INNER_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_FULL_WIDTH_FIRST, _FULL_WIDTH_LAST, _TO_HALF_WIDTH = 0xFF01, 0xFF5E, 0xFEE0
_LOOK_ALIKES: Final = {"O": "0", "I": "1"}


def clean(text: str) -> str:
    """Return what was typed in half-width capitals without spaces or hyphens. No character is swapped."""
    halved = "".join(
        chr(ord(each) - _TO_HALF_WIDTH) if _FULL_WIDTH_FIRST <= ord(each) <= _FULL_WIDTH_LAST else each for each in text
    )
    return "".join(each for each in halved if each.isprintable() and not each.isspace() and each != "-").upper()


def check_character(body: str) -> str:
    """Return the eighteenth character for the seventeen before it. Raise ``ValueError`` outside the alphabet."""
    total = sum(ALPHABET.index(each) * weight for each, weight in zip(body, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def inner_check_character(body: str) -> str:
    """Return the check character of the subject part by GB 11714 for its first eight characters."""
    remainder = sum(int(each, 36) * weight for each, weight in zip(body, _INNER_WEIGHTS, strict=True)) % 11
    return {0: "0", 1: "X"}.get(remainder, str(11 - remainder))


def inner_check_holds(code: str) -> bool:
    """Tell whether places 9 to 17 fit GB 11714. Worth a warning, never a refusal: not every register followed it."""
    return inner_check_character(code[8:16]) == code[16]


def suggestion_for(code: str) -> str | None:
    """Return the code with O read as 0 and I as 1 when only that makes it a valid one, else ``None``."""
    other = "".join(_LOOK_ALIKES.get(each, each) for each in code)
    return other if other != code and _is_well_formed(other) else None


def validated(text: str) -> str:
    """Return the clean code, or raise ``RuleRefusal`` saying what is wrong with it.

    Codes: ``uscc_empty``, ``uscc_length``, ``uscc_look_alike`` (with the suggestion), ``uscc_alphabet``,
    ``uscc_division``, ``uscc_check``.
    """
    code = clean(text)
    if not code:
        raise RuleRefusal("uscc_empty")
    if len(code) != LENGTH:
        raise RuleRefusal("uscc_length", length=len(code))
    if suggested := suggestion_for(code):
        raise RuleRefusal("uscc_look_alike", suggestion=suggested)
    for place, each in enumerate(code, start=1):
        if each not in ALPHABET:
            raise RuleRefusal("uscc_alphabet", character=each, place=place)
    if not code[2:8].isdigit():
        raise RuleRefusal("uscc_division", division=code[2:8])
    if not _is_well_formed(code):
        raise RuleRefusal("uscc_check", last=code[-1])
    return code


def validated_applicant(text: str) -> str:
    """Return the clean code of a body that civil affairs registered, or raise ``RuleRefusal``.

    Only 51 (association), 52 (social service organisation) and 53 (foundation) may apply: else ``uscc_not_applicant``.
    """
    code = validated(text)
    if code[:2] not in APPLICANT_PREFIXES:
        raise RuleRefusal("uscc_not_applicant", prefix=code[:2])
    return code


def _is_well_formed(code: str) -> bool:
    return (
        len(code) == LENGTH
        and all(each in ALPHABET for each in code)
        and code[2:8].isdigit()
        and check_character(code[:-1]) == code[-1]
    )
