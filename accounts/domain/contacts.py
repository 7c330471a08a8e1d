"""How a person is reached: a Chinese mobile number or an e-mail address, written in one way only."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Kind = Literal["mobile", "email"]
# Eleven digits, the first of them 1, the second 3 to 9: 工信部《电信网编号计划》, mobile services.
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_SPACING = re.compile(r"[\s\-‐–—()（）]+")
LONGEST_EMAIL = 254


@dataclass(frozen=True)
class Contact:
    """A way to reach a person. ``value`` is ``+8613800138000`` or a lower-case address."""

    kind: Kind
    value: str

    @property
    def masked(self) -> str:
        """Return enough to recognise one's own, too little to use: ``138****8000``, ``z***n@city.example``."""
        if self.kind == "mobile":
            digits = self.value.removeprefix("+86")
            return f"{digits[:3]}****{digits[-4:]}"
        name, _at, host = self.value.partition("@")
        return f"{name[0]}***{name[-1] if len(name) > 1 else ''}@{host}"

    @property
    def plain(self) -> str:
        """Return it as people write it: a mobile number without the country."""
        return self.value.removeprefix("+86") if self.kind == "mobile" else self.value


def mobile_of(text: str) -> str | None:
    """Return ``text`` as ``+86`` and eleven digits, or ``None`` when it is no Chinese mobile number.

    Spaces, dashes, full-width digits and the country's prefix are taken as people type them.
    """
    digits = _SPACING.sub("", unicodedata.normalize("NFKC", text))
    match = _MOBILE.fullmatch(digits)
    return f"+86{match[1]}" if match else None


def email_of(text: str) -> str | None:
    """Return ``text`` as an address in lower case, or ``None`` when it is none."""
    address = unicodedata.normalize("NFKC", text).strip().lower()
    return address if _EMAIL.fullmatch(address) and len(address) <= LONGEST_EMAIL else None


def contact_of(text: str) -> Contact | None:
    """Return the mobile number or the address that ``text`` is, or ``None``."""
    if mobile := mobile_of(text):
        return Contact("mobile", mobile)
    if email := email_of(text):
        return Contact("email", email)
    return None
