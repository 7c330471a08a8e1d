"""Signing in and out, proving again, second factors, sessions: ours in front, allauth behind."""

from tests.matrix.doors import DoorLine, form, library, page, public

FORM = frozenset({"GET", "HEAD", "POST"})
OWN = {"public": False}
# A page for which the sessions of the matrix hold no fresh proof asks for one first: that is what is crawled elsewhere.
UNPROVED = {"screens": False}

TABLE: dict[str, DoorLine] = {
    "account_login": library(public=True),
    "account_login_code": public(methods=FORM),
    "account_signup": public(methods=FORM),
    "account_code": public(methods=FORM, screens=False),
    "account_create": public(methods=FORM, screens=False),
    "account_second_step": library(screens=False),
    "account_logout": public(methods=FORM, screens=False),
    "account_inactive": public(),
    "account_kept": page(screens=False),
    "account_reauthenticate": form(),
    "account_prove": form(),
    "account_second_factor": page(screens=False),
    "mfa_authenticate": library(screens=False),
    "mfa_login_webauthn": library(screens=False),
    "mfa_reauthenticate": library(**OWN, screens=False),
    "mfa_reauthenticate_webauthn": library(**OWN, screens=False),
    "mfa_index": page(),
    "mfa_activate_totp": library(**OWN, **UNPROVED),
    "mfa_deactivate_totp": library(**OWN, screens=False),
    "mfa_add_webauthn": library(**OWN, **UNPROVED),
    "mfa_edit_webauthn": library(**OWN, keys=lambda: {"pk": 1}, screens=False),
    "mfa_remove_webauthn": library(**OWN, keys=lambda: {"pk": 1}, screens=False),
    "mfa_view_recovery_codes": library(**OWN, screens=False),
    "mfa_generate_recovery_codes": library(**OWN, screens=False),
    "mfa_download_recovery_codes": library(**OWN, screens=False),
    "usersessions_list": form(),
}
