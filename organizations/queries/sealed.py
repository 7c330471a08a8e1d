"""The one place that closes and opens account numbers with the site's keys."""

from django.conf import settings

from organizations.domain import sealing
from organizations.models import BankAccount


def number_of(account: BankAccount) -> str:
    """Return the whole number. Raise ``cryptography.fernet.InvalidToken`` when the site lost the key.

    Whoever shows it to a person calls ``flows.reveal_account``, which writes that down.
    """
    return sealing.unseal(account.sealed, _keys())


def sealed(number: str) -> dict[str, str]:
    """Return the columns under which a number is kept."""
    return {
        "sealed": sealing.seal(number, _keys()),
        "tail": number[-4:],
        "fingerprint": sealing.fingerprint(number, _keys()),
    }


def _keys() -> list[str]:
    return [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
