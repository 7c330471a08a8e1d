"""Numbers of persons and cards: what the standard says about them, no more."""

import re
from datetime import date
from typing import Final

from organizations.domain.uscc import clean
from venture.kernel.errors import RuleRefusal

_ID_WEIGHTS: Final = tuple(pow(2, 17 - place, 11) for place in range(17))
_ID_CHECKS: Final = "10X98765432"
_MOBILE: Final = re.compile(r"1[0-9]{10}")


def validated_resident_id(text: str, *, today: date) -> str:
    """Return a clean resident identity number (GB 11643-1999, MOD 11-2), or raise ``RuleRefusal``.

    Codes: ``resident_id_old`` (fifteen digits), ``resident_id_shape``, ``resident_id_birthday``, ``resident_id_check``.
    """
    number = clean(text)
    if re.fullmatch(r"[0-9]{15}", number):
        raise RuleRefusal("resident_id_old")
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number):
        raise RuleRefusal("resident_id_shape")
    born = birthday_in(number)
    if born is None or born > today or born.year < 1900:
        raise RuleRefusal("resident_id_birthday")
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _ID_WEIGHTS, strict=True))
    if _ID_CHECKS[total % 11] != number[17]:
        raise RuleRefusal("resident_id_check")
    return number


def birthday_in(number: str) -> date | None:
    """Return the day of birth that an eighteen-place number names, or ``None`` when there is no such day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def masked_resident_id(number: str) -> str:
    """Return the number as a page may show it: first three and last four places."""
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def validated_mobile(text: str) -> str:
    """Return a clean mainland mobile number of eleven digits, or raise ``RuleRefusal`` (``mobile_shape``)."""
    number = clean(text).removeprefix("+86")
    if not _MOBILE.fullmatch(number):
        raise RuleRefusal("mobile_shape")
    return number


def passes_luhn(text: str) -> bool:
    """Tell whether a card number adds up by Luhn's rule.

    Only ever a warning, and only for cards of persons: accounts of organisations follow their bank's own scheme.
    """
    digits = clean(text)
    if not re.fullmatch(r"[0-9]+", digits):
        return False
    doubled = (sum(divmod(int(each) * 2, 10)) for each in digits[-2::-2])
    return (sum(int(each) for each in digits[-1::-2]) + sum(doubled)) % 10 == 0
