"""Six-digit codes that prove an address. Kept as a keyed hash under their challenge, sent at once, never a message.

They stand in no outbox, no inbox, no job and no log. OWASP ASVS 5.0 6.5 and 6.6: short life, few tries, one use.
"""

import hmac
import secrets
import unicodedata
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from venture.kernel import clock
from venture.notify.channels import send_mail, send_sms
from venture.notify.enums import Channel
from venture.notify.models import SecretCode

VALID = timedelta(minutes=10)
TRIES = 5
DIGITS = 6


def issue(challenge: str, *, channel: str, address: str, language: str) -> None:
    """Make a code for ``challenge`` (any text, kept as its hash) and send it. An earlier code of it is void.

    ``channel`` is a ``Channel``. Raise ``OSError`` when the channel did not take it.
    """
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    now = clock.now()
    SecretCode.objects.filter(expires_at__lt=now).delete()
    SecretCode.objects.update_or_create(
        challenge=_name(challenge),
        defaults={"digest": _digest(challenge, code), "tries_left": TRIES, "expires_at": now + VALID},
    )
    minutes = int(VALID.total_seconds() // 60)
    with translation.override(language):
        text = _("Your code is %(code)s, valid for %(minutes)s minutes. Tell it to nobody; staff never ask for it.") % {
            "code": code,
            "minutes": minutes,
        }
        name = settings.SITE["name"].get(language, settings.SITE["name"]["zh-hans"])
        subject = _("Your code for %(site)s") % {"site": name}
    if channel == Channel.SMS:
        send_sms(address, f"【{name}】{text}")
    else:
        send_mail(address, subject, text)


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


def _name(challenge: str) -> str:
    return _keyed(f"challenge:{challenge}")


def _digest(challenge: str, code: str) -> str:
    return _keyed(f"code:{challenge}:{code}")


def _keyed(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), sha256).hexdigest()
