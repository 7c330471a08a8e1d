from typing import Any

from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.flows.rotating import close_secrets_anew


class Command(BaseCommand):
    help = "After SECRET_KEY has changed: close the secrets of second factors with the new key."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = close_secrets_anew()
        except InvalidToken:
            raise CommandError(
                _("A second factor cannot be opened: put the key before the change into SECRET_KEY_FALLBACKS.")
            ) from None
        self.stdout.write(_("%(count)s second factors are closed with the new key.") % {"count": count})
