"""What the log's verbs about applications are called."""

from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts

name_acts(
    {
        "application.begin": _("Application begun"),
        "application.settle": _("Text of two editors settled"),
        "application.bring_paper": _("Paper added to an application"),
        "application.remove_paper": _("Paper taken out of an application"),
        "application.submit": _("Application handed in"),
        "application.recall": _("Application recalled"),
        "application.stand": _("Last hand-in stands at closing"),
        "application.return": _("Application returned for correction"),
        "application.resubmit": _("Correction handed in"),
        "application.lapse": _("Application given up: not corrected in time"),
        "application.accept": _("Application accepted"),
        "application.reject": _("Application refused"),
        "application.withdraw": _("Application withdrawn"),
    }
)
