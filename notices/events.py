"""What staff are told of objections. Authors have no account: they get a text message (``notices.tasks``)."""

from django.utils.translation import gettext_lazy as _

from venture.notify.registry import event

event(
    "objection_received",
    title=_("Objection received: %(receipt)s"),
    text=_("Somebody objects to “%(notice)s”. Accept or refuse it until %(due)s. Number: %(receipt)s."),
    sms=True,
)
event(
    "objection_given",
    title=_("An objection is yours to examine: %(receipt)s"),
    text=_("Examine it and propose an answer until %(due)s. Number: %(receipt)s."),
    sms=True,
)
event(
    "objection_proposed",
    title=_("An answer waits for the second person: %(receipt)s"),
    text=_("The answer to objection %(receipt)s was proposed. Somebody without a part in it decides until %(due)s."),
)
event(
    "objection_sent_back",
    title=_("The answer came back: %(receipt)s"),
    text=_("The answer to objection %(receipt)s was sent back: %(reason)s"),
)
