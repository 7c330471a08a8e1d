"""A code on its way: the session knows where it went and which challenge it answers, never the code itself."""

import logging
import secrets
import time
from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.domain.contacts import Contact
from accounts.flows.codes import code_is_right, send_code
from venture.kernel.errors import RuleRefusal

logger = logging.getLogger(__name__)

SESSION = "account_challenge"
PROVED = "account_proved_contact"
VALID_SECONDS = 10 * 60
CREATE_SECONDS = 30 * 60
WRONG = gettext_lazy("This code is not right, or no longer valid. After five wrong tries ask for a new one.")
WRONG_PASSWORD = gettext_lazy("This is not your password.")
TOO_MANY = gettext_lazy(
    "Too many codes in a short time. Wait ten minutes, or sign in with your password. The telephone is below."
)


@dataclass(frozen=True)
class Challenge:
    """One code on its way. ``key`` names it in the table of hashed codes; without the code it opens nothing."""

    purpose: str
    contact: Contact
    key: str
    at: float


def begin(request: HttpRequest, purpose: str, contact: Contact) -> bool:
    """Send a code to ``contact`` and remember the challenge; say whether the limits allowed it.

    Nothing here asks whether the contact belongs to anybody: the same work, the same answer.
    """
    if not ratelimit.consume(request, app="allauth.account", action="send_code", key=contact.value, limit_get=True):
        return False
    key = secrets.token_urlsafe(24)
    try:
        network = get_adapter().get_client_ip(request)
        send_code(contact, key=key, language=get_language() or "zh-hans", network=network)
    except RuleRefusal:
        return False
    except OSError as failure:
        logger.warning("a code could not be sent: %s", type(failure).__name__)
        raise RuleRefusal("code_not_sent") from None
    request.session[SESSION] = {
        "purpose": purpose,
        "kind": contact.kind,
        "value": contact.value,
        "key": key,
        "at": time.time(),
    }
    return True


def running(request: HttpRequest, purpose: str, contact: Contact | None = None) -> Challenge | None:
    """Return the challenge that waits for its code, if it is for ``purpose`` (and ``contact``) and still valid."""
    kept: Any = request.session.get(SESSION)
    if not kept or kept["purpose"] != purpose or time.time() - kept["at"] > VALID_SECONDS:
        return None
    found = Challenge(purpose, Contact(kept["kind"], kept["value"]), kept["key"], kept["at"])
    return None if contact is not None and found.contact != contact else found


def passes(request: HttpRequest, challenge: Challenge, code: str) -> bool:
    """Say whether ``code`` answers the challenge; a right answer ends it."""
    if not ratelimit.consume(request, app="allauth.account", action="check_code", key=challenge.contact.value):
        return False
    if not code_is_right(challenge.key, code):
        return False
    request.session.pop(SESSION, None)
    return True


def say_again(request: HttpRequest, challenge: Challenge) -> None:
    """Send another code to the same place; the one before no longer counts."""
    if begin(request, challenge.purpose, challenge.contact):
        messages.success(request, _("A new code is on its way. Only the newest one counts."))
    else:
        messages.error(request, str(TOO_MANY))


def keep_proved(request: HttpRequest, contact: Contact) -> None:
    request.session[PROVED] = {"kind": contact.kind, "value": contact.value, "at": time.time()}


def proved(request: HttpRequest) -> Contact | None:
    """Return the contact that this session proved within the last half hour and that has no account yet."""
    kept: Any = request.session.get(PROVED)
    if not kept or time.time() - kept["at"] > CREATE_SECONDS:
        return None
    return Contact(kept["kind"], kept["value"])


def forget_proved(request: HttpRequest) -> None:
    request.session.pop(PROVED, None)


def password_is_right(request: HttpRequest, user: Any, password: str) -> bool:
    """Compare a password under the same limit as the sign-in."""
    if not ratelimit.consume(request, app="allauth.account", action="check_code", key=f"password:{user.pk}"):
        return False
    return bool(check_password(password, user.password or make_password(None)))
