"""allauth's adapter for second factors: secrets are encrypted at rest, and the last factor a part needs stays."""

import base64
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.domain.factors import need_of


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Codes of the app change every 30 seconds: enter the newest one."),
        "cannot_delete_authenticator": _("Your part in the round needs a second factor. Add another one first."),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret. Raise ``InvalidToken`` when the site changed its key and did not keep the old one."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        user = authenticator.user
        if not settings.SECOND_FACTOR_REQUIRED or need_of(user.roles) != "strong":
            return True
        strong = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
        return strong.exclude(pk=authenticator.pk).exists()

    def get_totp_issuer(self) -> str:
        return self._get_site_name()

    def _get_site_name(self) -> str:
        names: Any = settings.SITE["name"]
        return names.get(get_language() or "", names["zh-hans"])

    def _get_user_identifier(self, user: Any) -> str:
        return user.email or user.mobile or str(user)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return str(_("Passkey %(number)s") % {"number": count + 1})

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": self._get_site_name()}


def _cipher() -> MultiFernet:
    """Return the cipher of the site's key; older keys still open what they closed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str | bytes) -> bytes:
    plain = key if isinstance(key, bytes) else key.encode()
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"accounts.second-factor").derive(plain)
    return base64.urlsafe_b64encode(made)


__all__ = ["InvalidToken", "MFAAdapter"]
