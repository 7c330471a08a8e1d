"""Numbers of persons in a text that everybody is to read: mobile numbers are masked, identity numbers and cards found.

What is checked is whether the number is one: a code of an organisation or of a project is none.
"""

import re
from typing import Final

_MOBILE: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?(1[3-9][0-9])[- ]?([0-9]{4})[- ]?([0-9]{4})(?![0-9A-Za-z])"
)
_IDENTITY: Final = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_CARD: Final = re.compile(r"(?<![0-9A-Za-z])[3-6][0-9]{15,18}(?![0-9A-Za-z])")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_TEN: Final = 10


def without_private(text: str) -> str:
    """Return the text with every number of a person masked in its middle."""
    text = _MOBILE.sub(lambda found: f"{found[1]}****{found[3]}", text)
    for each in private_in(text):
        text = text.replace(each, f"{each[:3]}{'*' * (len(each) - 7)}{each[-4:]}")
    return text


def private_in(text: str) -> list[str]:
    """Return the identity numbers and bank cards that the text names: those whose check digit is right."""
    identities = [each for each in _IDENTITY.findall(text) if _is_identity(each)]
    return identities + [each for each in _CARD.findall(text) if _is_card(each)]


def _is_identity(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == number[17].upper()


def _is_card(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value >= _TEN else value
    return total % _TEN == 0
