"""Closing a bank account's number, so that a copy of the database pays nobody."""

import base64
import hashlib
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

__all__ = ["InvalidToken", "fingerprint", "seal", "unseal"]


def seal(number: str, keys: Sequence[str]) -> str:
    """Return the number closed with the first of the site's keys."""
    return _cipher(keys).encrypt(number.encode()).decode()


def unseal(sealed: str, keys: Sequence[str]) -> str:
    """Return the number. Raise ``cryptography.fernet.InvalidToken`` when none of the keys closed it."""
    return _cipher(keys).decrypt(sealed.encode()).decode()


def fingerprint(number: str, keys: Sequence[str]) -> str:
    """Return what two equal numbers have in common and nobody can count back from without the key."""
    return hmac.new(_derived(keys[0], b"fingerprint"), number.encode(), hashlib.sha256).hexdigest()


def _cipher(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(key, b"seal"))) for key in keys])


def _derived(key: str, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"organizations.bank-account." + use).derive(
        key.encode()
    )
