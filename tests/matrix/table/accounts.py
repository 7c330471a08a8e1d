"""A person's own account, beside allauth's pages."""

from collections.abc import Mapping
from typing import Any

from accounts.demo import person
from accounts.models import ApiToken
from tests.matrix.doors import DoorLine, act, form, page


def clerks_token() -> Mapping[str, Any]:
    from accounts.flows.tokens import make_token

    found = ApiToken.objects.filter(user=person("clerk")).first()
    if found is None:
        found, _text = make_token(actor=person("clerk"), name="演示", scopes={"rounds:read"}, days=30)
    return {"pk": found.pk}


TABLE: dict[str, DoorLine] = {
    "account_home": page(),
    "account_profile": form(),
    "account_contact": form(keys=lambda: {"kind": "mobile"}, screens=False),
    "account_contact_code": form(screens=False),
    "account_change_password": form(screens=False),
    "account_consents": form(),
    "account_sign_ins": page(),
    "account_export": page(),
    "account_export_file": act(keys=lambda: {"form": "json"}),
    "account_close": form(screens=False),
    "account_keep": act(),
    "tokens": form(),
    "token-revoke": act("clerk", keys=clerks_token, foreign=lambda: {"pk": 999_999}),
}
