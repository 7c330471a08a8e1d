"""The city of the matrix: loaded once per module, everybody signed in, all of it rolled back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.matrix.once import forget
from tests.matrix.personas import ANONYMOUS, people
from tests.ready_made import city_laid

City = dict[str, tuple[Client, Any]]


@pytest.fixture(scope="package")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[City]:
    with django_db_blocker.unblock(), city_laid():
        block = transaction.atomic()
        block.__enter__()
        try:
            clients: City = {ANONYMOUS: (Client(raise_request_exception=False), None)}
            for name, user in people().items():
                client = Client(raise_request_exception=False)
                client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
                clients[name] = (client, user)
            yield clients
        finally:
            transaction.set_rollback(True)
            block.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _rows_of_this_test() -> None:
    forget()
