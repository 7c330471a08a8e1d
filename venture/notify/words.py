from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts
from venture.kernel.errors import word

word(
    {
        "delivery_illegal_move": _("This message is “%(state)s” now; the button no longer applies. Reload the page."),
        "delivery_address_gone": _("There is no address to send this to: the account was closed or the time is over."),
        "code_not_sent": _(
            "The code could not be sent just now. Try again in a minute, or sign in with your password."
        ),
        "codes_too_many": _("Too many codes in a short time. Wait ten minutes and try again."),
    }
)

name_acts(
    {
        "delivery.resend": _("Message sent again"),
        "delivery.take_off": _("Undeliverable message taken off the list"),
    }
)

# What staff read instead of the name of a fault. Anything else stands there by its name, for whoever mends it.
FAULTS = {
    "SMTPRecipientsRefused": _("The mail server does not know or take this address."),
    "RefusedForGoodError": _("The SMS gateway does not take this number or text."),
    "SMTPAuthenticationError": _("The mail server does not take our password."),
    "SMTPSenderRefused": _("The mail server does not take our sender’s address."),
    "ConnectionError": _("The gateway did not take the message."),
    "ConnectionRefusedError": _("Nobody answers at the server’s address."),
    "TimeoutError": _("The server did not answer in time."),
    "gaierror": _("The server’s name is not known."),
    "URLError": _("The gateway cannot be reached."),
}


def fault_in_words(name: str) -> str:
    """Return why a message was not taken, in the reader's language."""
    return str(FAULTS.get(name, name))
