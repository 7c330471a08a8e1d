"""Refusals and acts of resources, of support by residents and of citations."""

from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts
from venture.kernel.errors import word

word(
    {
        "resource_not_yours": _("This step is not yours, or the matter has moved on. Read it again."),
        "need_project_of_another": _("This application is not one of the chosen organisation. Choose again."),
        "support_needs_phone": _("Add your mobile number to your account first: one number is one voice."),
        "resource_illegal_move": _("This is not possible now: the resource is “%(state)s”. Reload the page."),
        "resource_reason_missing": _("State what is to be mended; who offers it reads it."),
        "resource_not_free": _("This resource is not free any more. Look for another in the list."),
        "resources_not_taken": _("No round collects resources now. Ask the office by telephone."),
        "wish_words_missing": _("Say in one line what you would use it for."),
        "wish_missing": _("This organisation does not ask for the resource any more. Reload the page."),
    }
)
name_acts(
    {
        "need.support": _("Need supported by a resident"),
        "need.take_support_back": _("Support taken back"),
        "need.cite": _("Need cited by an application"),
        "need.drop_citation": _("Need no longer cited"),
        "resource.offer": _("Resource offered"),
        "resource.edit": _("Resource put into better words"),
        "resource.publish": _("Resource published"),
        "resource.send_back": _("Resource sent back to be mended"),
        "resource.wish": _("Use of a resource asked for"),
        "resource.withdraw_wish": _("Wish to use a resource taken back"),
        "resource.engage": _("Resource given into use"),
        "resource.release": _("Resource free again"),
        "resource.withdraw": _("Resource withdrawn"),
    }
)
