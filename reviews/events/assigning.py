"""What experts are told of their projects."""

from django.utils.translation import gettext_lazy as _

from venture.notify.registry import event

event(
    "projects_given",
    title=_("%(count)s projects to review"),
    text=_("In “%(round)s” %(count)s projects wait for your review. Sign in to read and score them."),
    sms=True,
)
