"""A person's own account, beside allauth's pages."""

from collections.abc import Mapping
from typing import Any

from accounts.demo import person
from accounts.models import ApiToken
from tests.matrix.doors import DoorLine, act, form


def clerks_token() -> Mapping[str, Any]:
    from accounts.flows.tokens import make_token

    found = ApiToken.objects.filter(user=person("clerk")).first()
    if found is None:
        found, _text = make_token(actor=person("clerk"), name="演示", scopes={"rounds:read"}, days=30)
    return {"pk": found.pk}


TABLE: dict[str, DoorLine] = {
    "tokens": form(),
    "token-revoke": act("clerk", keys=clerks_token, foreign=lambda: {"pk": 999_999}),
}
