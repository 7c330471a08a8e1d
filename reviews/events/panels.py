"""What applicants and experts are told of a live panel."""

from django.utils.translation import gettext_lazy as _

from venture.notify.registry import event

event(
    "panel_seat",
    title=_("You sit on a panel: %(name)s"),
    text=_("“%(name)s” hears %(count)s projects. It begins on %(when)s at %(place)s. Bring your identity card."),
    sms=True,
)
event(
    "panel_call",
    title=_("Hearing of your project: %(code)s"),
    text=_(
        "Project %(code)s is number %(order)s of “%(name)s”, which begins on %(when)s at %(place)s. "
        "You have %(minutes)s minutes to present and %(answers)s minutes for questions."
    ),
    sms=True,
)
