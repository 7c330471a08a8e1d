"""What can be told of a bank account without asking the bank. An organisation's number follows its bank's scheme."""

import re
import unicodedata
from typing import Final

from organizations.domain.uscc import clean
from venture.kernel.errors import RuleRefusal

_NUMBER: Final = re.compile(r"[0-9]{8,30}")
_BANK_CODE: Final = re.compile(r"[0-9]{12}")
# The first three digits of a bank code name the kind of bank: policy banks, the large ones, joint-stock and local ones.
_BANKS: Final = frozenset(
    {"201", "202", "203", "401", "402", "403", *map(str, range(102, 106)), *map(str, range(301, 326))}
)


def validated_number(text: str) -> str:
    """Return a clean account number, or raise ``RuleRefusal`` (``account_number``). Never held against Luhn's rule."""
    number = clean(text)
    if not _NUMBER.fullmatch(number):
        raise RuleRefusal("account_number")
    return number


def validated_bank_code(text: str) -> str:
    """Return a clean twelve-digit bank code (联行号), empty when none was given, or raise ``RuleRefusal``."""
    code = clean(text)
    if code and not _BANK_CODE.fullmatch(code):
        raise RuleRefusal("bank_code_shape")
    return code


def bank_code_is_plausible(code: str) -> bool:
    """Tell whether the check digit (ISO 7064, MOD 11,10) fits and the bank is a known kind. Only ever a warning."""
    product = 10
    for digit in code[:11]:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (product + int(code[11])) % 10 == 1 and (code[:3] in _BANKS or code[0] in "567")


def is_same_name(one: str, other: str) -> bool:
    """Tell whether two names are the same but for blanks and the width of brackets and letters."""
    return one == other or _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())
