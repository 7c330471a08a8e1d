"""After the site's key has changed: close the secrets of second factors anew, so that the old key can go."""

from collections.abc import Callable

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import transaction

SECRETS = ("secret", "seed")

_others: list[Callable[[], int]] = []


def closes_anew(closer: Callable[[], int]) -> None:
    """Let a higher app close its own secrets with the newest key; ``closer`` returns how many."""
    _others.append(closer)


def close_others_anew() -> int:
    """Close what higher apps keep closed and return how many secrets that were. Raises as ``close_secrets_anew``."""
    return sum(closer() for closer in _others)


def close_secrets_anew() -> int:
    """Read every secret with the key that closed it, close it with the newest, and return how many factors that were.

    Each factor in a transaction of its own, so that nobody waits who signs in meanwhile. Raise
    ``cryptography.fernet.InvalidToken`` at the first one that none of the site's keys opens; those before it are done.
    """
    adapter, count = get_adapter(), 0
    for pk in (
        Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).order_by("pk").values_list("pk", flat=True)
    ):
        with transaction.atomic():
            factor = Authenticator.objects.select_for_update().get(pk=pk)
            closed = {name: text for name, text in factor.data.items() if name in SECRETS}
            factor.data |= {name: adapter.encrypt(adapter.decrypt(text)) for name, text in closed.items()}
            factor.save(update_fields=["data"])
            count += bool(closed)
    return count
