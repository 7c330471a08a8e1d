from typing import Any

from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.flows.rotating import close_others_anew, close_secrets_anew


class Command(BaseCommand):
    help = "After SECRET_KEY has changed: close second factors and account numbers with the new key."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count, others = close_secrets_anew(), close_others_anew()
        except InvalidToken:
            raise CommandError(
                _("A secret cannot be opened: put the key before the change into SECRET_KEY_FALLBACKS.")
            ) from None
        self.stdout.write(
            _("%(count)s second factors and %(others)s account numbers are closed with the new key.")
            % {"count": count, "others": others}
        )
