"""Sign-in codes: six digits on their way to a contact, kept only as a keyed hash under their challenge."""

import hmac
import secrets
import unicodedata
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache

from accounts.domain.contacts import Contact

VALID_SECONDS = 10 * 60
TRIES = 5


def send_code(contact: Contact, *, key: str, purpose: str, language: str) -> None:
    """Make a code for the challenge ``key`` and send it to ``contact``."""
    code = f"{secrets.randbelow(10**6):06d}"
    cache.set(f"accounts.code:{key}", (_hash(key, code), TRIES), VALID_SECONDS)
    OUTGOING.append((contact.value, purpose, code))


def code_is_right(key: str, code: str) -> bool:
    """Compare once; the right code is used up, and five wrong ones end the challenge."""
    kept = cache.get(f"accounts.code:{key}")
    if kept is None:
        return False
    expected, left = kept
    typed = unicodedata.normalize("NFKC", code).replace(" ", "").replace("-", "")
    if hmac.compare_digest(expected, _hash(key, typed)):
        cache.delete(f"accounts.code:{key}")
        return True
    if left <= 1:
        cache.delete(f"accounts.code:{key}")
    else:
        cache.set(f"accounts.code:{key}", (expected, left - 1), VALID_SECONDS)
    return False


def _hash(key: str, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{key}:{code}".encode(), sha256).hexdigest()


OUTGOING: list[tuple[str, str, str]] = []
