"""What the keepers of the platform are told about messages themselves: in the inbox, for mail may be what failed."""

from django.utils.translation import gettext_lazy as _

from venture.notify.registry import event

event(
    "delivery_parked",
    title=_("Messages could not be delivered"),
    text=_(
        "Today at least one message did not reach its reader. See why, mend the address or the gateway, send again."
    ),
    mail=False,
)
