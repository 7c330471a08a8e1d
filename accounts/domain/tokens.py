"""API tokens as strings: ``vt_`` + eight characters that may be shown + the secret."""

import hashlib
import secrets
from dataclasses import dataclass

MARK = "vt"
PREFIX_LENGTH = 8
SECRET_BYTES = 32
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Fresh:
    """A token just made. ``text`` is shown once; ``prefix`` and ``digest`` are kept."""

    text: str
    prefix: str
    digest: str


def fresh() -> Fresh:
    prefix = "".join(secrets.choice(_LETTERS) for _ in range(PREFIX_LENGTH))
    text = f"{MARK}_{prefix}_{secrets.token_urlsafe(SECRET_BYTES)}"
    return Fresh(text, prefix, digest_of(text))


def digest_of(text: str) -> str:
    """Return what is kept of a token. The secret holds 256 random bits: a plain SHA-256 cannot be searched."""
    return hashlib.sha256(text.encode()).hexdigest()


def looks_like_one(text: str) -> bool:
    mark, _, rest = text.partition("_")
    prefix, _, secret = rest.partition("_")
    return mark == MARK and len(prefix) == PREFIX_LENGTH and len(secret) >= SECRET_BYTES and text.isascii()
