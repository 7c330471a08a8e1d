"""What applicants are told of the decision."""

from django.utils.translation import gettext_lazy as _

from venture.notify.registry import event

event(
    "award_lost",
    title=_("Award lost: %(code)s"),
    text=_("“%(title)s” (%(code)s) is no longer among the proposed awards. Reason: %(reason)s"),
    sms=True,
)
event(
    "award_called",
    title=_("Called from the reserve: %(code)s"),
    text=_("“%(title)s” (%(code)s) moves up from the reserve and is published as a proposed award."),
    sms=True,
)
event(
    "feedback_released",
    title=_("The experts' comments: %(code)s"),
    text=_("What the experts wrote on “%(title)s” (%(code)s) can be read on the application's page."),
)
