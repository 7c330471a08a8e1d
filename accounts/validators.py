"""What a password may not be. Long is good; forced changes and required signs are not (NIST SP 800-63B 3.1.1.2)."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What guessing lists for Chinese sites begin with, in the forms that reach the length.
COMMON = re.compile(
    r"(?:woaini|wodemima|mima|password|qwerty|asdfgh|zxcvbn|1qaz2wsx|admin|gongyi|minzheng)"
    r"[\W_]*(?:1314|520|521|123|1234|12345|123456|888|8888|666|20[0-3]\d)*[\W_]*"
    r"|1?[a-z]{1,2}(?:123456789?0?|12345678|87654321)",
    re.IGNORECASE,
)
MOBILE = re.compile(r"[a-z]{0,2}1[3-9]\d{9}[a-z]{0,2}", re.IGNORECASE)
RUNS = ("0123456789012345", "9876543210987654", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
FEWEST_SIGNS = 5


class GuessablePasswordValidator:
    """Refuse what is tried first: favourites, telephone numbers, runs of keys, few different signs."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = password.strip().lower()
        if COMMON.fullmatch(plain) or MOBILE.fullmatch(plain):
            raise ValidationError(_("This password is among the first that are guessed."), code="password_guessable")
        if len(set(plain)) < FEWEST_SIGNS or any(plain in run for run in RUNS):
            raise ValidationError(
                _("Use more different signs: this password repeats itself or follows the keys."), code="password_run"
            )

    def get_help_text(self) -> str:
        return _("No telephone number, no row of keys, nothing that is tried first. A short sentence is good.")
