"""Refusals and acts of lending one application to an observer."""

from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts
from venture.kernel.errors import word

word(
    {
        "application_lender": _("You cannot lend an application to yourself."),
        "application_lent_too_long": _("An application is lent for %(days)s days at most."),
        "application_observer_applies": _(
            "The person belongs to an organisation that may apply and cannot look into an application of others."
        ),
    }
)
name_acts(
    {
        "project_observer.lend": _("Application lent to an observer"),
        "project_observer.take_back": _("Application taken back from an observer"),
    }
)
