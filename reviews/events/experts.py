"""What experts are told of their part in a round, and what staff are told of conflicts."""

from django.utils.translation import gettext_lazy as _

from venture.notify.registry import event

event(
    "expert_invited",
    title=_("You are invited to review: %(round)s"),
    text=_(
        "You are asked to review applications of “%(round)s”, at most %(most)s. Please sign the pledge and declare what"
        " ties you to organisations first; no project is shown before. You can decline on the same page."
    ),
    sms=True,
)
event(
    "expert_reminded",
    title=_("Please sign the pledge: %(round)s"),
    text=_(
        "You have not signed the pledge and declared your ties for “%(round)s” yet. Projects can only be given to you"
        " when you have."
    ),
    sms=True,
)
event(
    "expert_released",
    title=_("Your part has ended: %(round)s"),
    text=_("You were released from the review of “%(round)s”. Thank you; what you learned there stays confidential."),
)
event(
    "conflict_came_up",
    title=_("A conflict came up: %(code)s"),
    text=_(
        "%(name)s had %(code)s and a conflict of interest came up. The project was taken away at once and what was"
        " scored no longer counts. Please find somebody else."
    ),
)
