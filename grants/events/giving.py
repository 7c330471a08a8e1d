"""What the staff are told of donations."""

from django.utils.translation import gettext_lazy as _

from venture.notify.registry import event

event(
    "donation_registered",
    title=_("Intention to donate: %(receipt)s"),
    text=_("%(donor)s wants to give %(yuan)s yuan (%(receipt)s). Ring up and agree on the contract."),
)
