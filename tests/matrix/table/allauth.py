"""allauth's pages: signing in and out, the second factor, sessions. They keep their own way with methods."""

from collections.abc import Mapping
from typing import Any

from tests.matrix.doors import DoorLine, library

OWN = {"public": False}


def email_key() -> Mapping[str, Any]:
    return {"key": "none"}


def reset_key() -> Mapping[str, Any]:
    return {"uidb36": "1", "key": "none"}


TABLE: dict[str, DoorLine] = {
    "account_login": library(),
    "account_logout": library(),
    "account_inactive": library(),
    "account_signup": library(),
    "account_reauthenticate": library(**OWN),
    "account_email": library(**OWN),
    "account_email_verification_sent": library(),
    "account_change_password": library(**OWN),
    "account_set_password": library(**OWN, screens=False),
    "account_reset_password": library(),
    "account_confirm_login_code": library(screens=False),
    "account_confirm_email": library(keys=email_key, screens=False),
    "account_reset_password_from_key_done": library(),
    "account_reset_password_from_key": library(keys=reset_key),
    "account_reset_password_done": library(),
    "mfa_index": library(**OWN),
    "mfa_authenticate": library(screens=False),
    "mfa_reauthenticate": library(**OWN, screens=False),
    "mfa_activate_totp": library(**OWN, screens=False),
    "mfa_deactivate_totp": library(**OWN, screens=False),
    "mfa_view_recovery_codes": library(**OWN, screens=False),
    "mfa_generate_recovery_codes": library(**OWN, screens=False),
    "mfa_download_recovery_codes": library(**OWN, screens=False),
    "usersessions_list": library(**OWN),
}
