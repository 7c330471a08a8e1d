"""What organisations and staff are told on the way to an agreement."""

from django.utils.translation import gettext_lazy as _

from venture.notify.registry import event

event(
    "grant_offered",
    title=_("Grant for %(code)s: next comes the agreement"),
    text=_("“%(title)s” (%(code)s) is granted %(yuan)s yuan. The agreement is to be signed by %(day)s."),
    sms=True,
)
event(
    "improvement_opened",
    title=_("Please revise plan and budget: %(code)s"),
    text=_("Before “%(title)s” (%(code)s) is agreed on, plan and budget are to be revised: %(wishes)s"),
    sms=True,
)
event(
    "improvement_offered",
    title=_("Plan and budget revised: %(code)s"),
    text=_("%(by)s handed over the revised plan and budget of “%(title)s” (%(code)s)."),
)
event(
    "improvement_returned",
    title=_("Revise plan and budget once more: %(code)s"),
    text=_("The revised plan and budget of “%(title)s” (%(code)s) came back: %(reason)s"),
    sms=True,
)
event(
    "improvement_agreed",
    title=_("Plan and budget accepted: %(code)s"),
    text=_("The revised plan and budget of “%(title)s” (%(code)s) are in force."),
)
event(
    "improvement_dropped",
    title=_("Nothing to revise any more: %(code)s"),
    text=_("Plan and budget of “%(title)s” (%(code)s) stay as they were: %(reason)s"),
)
event(
    "agreement_sent",
    title=_("Agreement to sign: %(code)s"),
    text=_("Agreement %(number)s on “%(title)s” (%(code)s) is to be read and signed by %(day)s."),
    sms=True,
)
event(
    "agreement_prolonged",
    title=_("More time to sign: %(code)s"),
    text=_("The agreement on “%(title)s” (%(code)s) may be signed until %(day)s. %(reason)s"),
)
event(
    "agreement_signed",
    title=_("Signed: %(code)s"),
    text=_("%(by)s signed agreement %(number)s on “%(title)s” (%(code)s). The bureau signs next."),
)
event(
    "agreement_to_countersign",
    title=_("To be countersigned: %(code)s"),
    text=_("The organisation signed agreement %(number)s on “%(title)s” (%(code)s)."),
)
event(
    "agreement_in_force",
    title=_("Agreement in force: %(code)s"),
    text=_(
        "Both sides have signed agreement %(number)s on “%(title)s” (%(code)s). The first payment may be asked for."
    ),
    sms=True,
)
event(
    "agreement_void",
    title=_("Agreement taken back: %(code)s"),
    text=_("Agreement %(number)s on “%(title)s” (%(code)s) was taken back: %(reason)s"),
)
event(
    "agreement_due",
    title=_("To be signed soon: %(code)s"),
    text=_(
        "Agreement %(number)s on “%(title)s” (%(code)s) is to be signed by %(day)s; afterwards the grant may lapse."
    ),
    sms=True,
)
event(
    "agreement_late",
    title=_("Not signed in time: %(code)s"),
    text=_("Agreement %(number)s on “%(title)s” (%(code)s) was to be signed by %(day)s. Call the bureau today."),
    sms=True,
)
event(
    "grant_abandoned",
    title=_("Grant given up: %(code)s"),
    text=_("The grant for “%(title)s” (%(code)s) counts as given up: %(reason)s"),
    sms=True,
)
