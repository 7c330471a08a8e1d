"""Changing the site's key: second factors go on, and after rotate_keys the old key can go."""

import io

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import override_settings

from tests.accounts.factories import make_user
from tests.venture.test_settings import KEY

OLD, NEW = KEY, KEY[::-1]


@pytest.fixture
def factor(db: None) -> Authenticator:
    user = make_user()
    with override_settings(SECRET_KEY=OLD):
        Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "x", "credential": {}})
        return Authenticator.objects.create(
            user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt("JBSWY3DPEHPK3PXP")}
        )


def _secret(factor: Authenticator) -> str:
    factor.refresh_from_db()
    return str(get_adapter().decrypt(factor.data["secret"]))


def test_the_old_key_opens_until_it_is_taken_away_and_rotation_makes_it_needless(factor: Authenticator) -> None:
    out = io.StringIO()
    with override_settings(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=[OLD]):
        before = _secret(factor)
        call_command("rotate_keys", stdout=out)
    with override_settings(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=[]):
        after = _secret(factor)

    assert before == after == "JBSWY3DPEHPK3PXP"
    assert "1" in out.getvalue()


def test_a_key_that_is_lost_is_told_and_nothing_is_changed(factor: Authenticator) -> None:
    kept = factor.data["secret"]
    with override_settings(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=[]), pytest.raises(CommandError):
        call_command("rotate_keys")

    factor.refresh_from_db()
    assert factor.data["secret"] == kept
