"""After the site's key has changed: close the account numbers anew, so that the old key can go."""

from django.db import transaction

from accounts.flows.rotating import closes_anew
from organizations import queries
from organizations.models import BankAccount


def close_numbers_anew() -> int:
    """Read every number with the key that closed it, close it with the newest, return how many accounts that were.

    Raise ``cryptography.fernet.InvalidToken`` at the first one that none of the site's keys opens.
    """
    numbers = list(BankAccount.objects.order_by("pk").values_list("pk", flat=True))
    for pk in numbers:
        with transaction.atomic():
            account = BankAccount.objects.select_for_update().get(pk=pk)
            closed = queries.sealed(queries.number_of(account))
            for name, value in closed.items():
                setattr(account, name, value)
            account.save(update_fields=list(closed))
    return len(numbers)


closes_anew(close_numbers_anew)
