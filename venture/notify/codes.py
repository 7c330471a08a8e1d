"""Six-digit codes that prove an address. Kept as a keyed hash under their challenge, sent at once, never a message.

They stand in no outbox, no inbox, no job and no log. OWASP ASVS 5.0 6.5 and 6.6: short life, few tries, one use.
"""

import hmac
import secrets
import unicodedata
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.channels import send_mail, send_sms, site_name
from venture.notify.domain import limits
from venture.notify.enums import Channel
from venture.notify.models import CodesSent, SecretCode

VALID = timedelta(minutes=10)
TRIES = 5
DIGITS = 6


def issue(challenge: str, *, channel: str, address: str, language: str, network: str = "") -> None:
    """Make a code for ``challenge`` (any text, kept as its hash) and send it. An earlier code of it is void.

    ``channel`` is a ``Channel``; ``network`` the address of the network that asks, where a visitor asks. Both count
    in this table, not in a cache: two web processes share one count. Raise ``RuleRefusal("codes_too_many")`` when too
    many left lately, ``OSError`` when the channel did not take it.
    """
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    with transaction.atomic():
        now = clock.now()
        _count(now, address=address, network=network)
        SecretCode.objects.filter(expires_at__lt=now).delete()
        SecretCode.objects.update_or_create(
            challenge=_name(challenge),
            defaults={"digest": _digest(challenge, code), "tries_left": TRIES, "expires_at": now + VALID},
        )
    # Only now: nobody's row stays locked while a gateway thinks.
    _send(channel, address, code, language)


def check(challenge: str, typed: str) -> bool:
    """Compare once. The right code is used up; wrong ones use up the challenge. Two at once count one by one."""
    clean = unicodedata.normalize("NFKC", typed).replace(" ", "").replace("-", "")
    with transaction.atomic():
        kept = SecretCode.objects.select_for_update().filter(challenge=_name(challenge)).first()
        if kept is None or kept.expires_at <= clock.now():
            return False
        right = hmac.compare_digest(kept.digest, _digest(challenge, clean))
        if right or kept.tries_left <= 1:
            kept.delete()
        else:
            SecretCode.objects.filter(pk=kept.pk).update(tries_left=kept.tries_left - 1)
        return right


def _count(now: datetime, *, address: str, network: str) -> None:
    """Note that one more code leaves, under the lock of both counts, taken in one order: no two wait for each other."""
    asked = {_keyed(f"address:{address}"): limits.PER_ADDRESS}
    if network:
        asked[_keyed(f"network:{network}")] = limits.PER_NETWORK
    for name, most in sorted(asked.items()):
        CodesSent.objects.get_or_create(name=name)
        kept = CodesSent.objects.select_for_update().get(name=name)
        sent = limits.still_counted(map(datetime.fromisoformat, kept.times), now)
        if not limits.lets_one_more(sent, now, most):
            raise RuleRefusal("codes_too_many")
        kept.times, kept.last_at = [at.isoformat() for at in [*sent, now]], now
        kept.save(update_fields=["times", "last_at"])


def _send(channel: str, address: str, code: str, language: str) -> None:
    minutes = int(VALID.total_seconds() // 60)
    with translation.override(language):
        text = _("Your code is %(code)s, valid for %(minutes)s minutes. Tell it to nobody; staff never ask for it.") % {
            "code": code,
            "minutes": minutes,
        }
        name = site_name(language)
        subject = _("Your code for %(site)s") % {"site": name}
    if channel == Channel.SMS:
        send_sms(address, f"【{name}】{text}")
    else:
        send_mail(address, subject, text)


def _name(challenge: str) -> str:
    return _keyed(f"challenge:{challenge}")


def _digest(challenge: str, code: str) -> str:
    return _keyed(f"code:{challenge}:{code}")


def _keyed(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), sha256).hexdigest()
