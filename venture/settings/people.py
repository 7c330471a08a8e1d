"""People: how they sign in, what they prove, how long it lasts."""

import os

# Guardian's backend stays out on purpose: Django asks backends in turn and any yes wins, so a stray row would grant
# what a declared rule refuses. Guardian's rows are read inside the declared rules instead.
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "venture.kernel.policy.PolicyBackend",
]
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
ANONYMOUS_USER_NAME = None
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "mobile", "display_name")},
    },
    {"NAME": "accounts.validators.GuessablePasswordValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:desk"
LOGOUT_REDIRECT_URL = "portal:home"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
# Who may sign in and how a contact is proved is ours; the library asks this list only whether passwords are used.
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_TIMEOUT = 15 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Per name and per address of the network. A whole office may sit behind one address: those limits are wide.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "40/m/ip,5/5m/key",
    "reauthenticate": "10/5m/user",
    "send_code": "40/10m/ip,4/10m/key,20/d/key",
    "check_code": "80/10m/ip,15/10m/key",
}

MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_FORMS = {
    "authenticate": "accounts.forms.factors.Prove",
    "reauthenticate": "accounts.forms.factors.ProveAgain",
    "activate_totp": "accounts.forms.factors.AddApp",
    "add_webauthn": "accounts.forms.factors.AddPasskey",
    "edit_webauthn": "accounts.forms.factors.RenamePasskey",
}
ACCOUNT_FORMS = {"reauthenticate": "accounts.forms.factors.PasswordAgain"}
# A contact is proved before it is kept: there are no unverified addresses.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1

# Whoever carries a part in the round proves a second factor. Production refuses to start without it.
SECOND_FACTOR_REQUIRED = True

# Behind proxies: how many of them are ours. Without this nobody's X-Forwarded-For is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "0"))
SESSION_COOKIE_AGE = 14 * 86400
STAFF_SESSION_SECONDS = 12 * 3600
CSRF_FAILURE_VIEW = "venture.doors.kept.expired"
