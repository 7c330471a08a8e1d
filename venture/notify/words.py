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
