"""What comes next on the way to an agreement, as the organisation and the bureau read it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

# For the organisation: the heading of the box, and what it means.
OWN: Mapping[str, tuple[Any, Any]] = {
    "revise": (_("Revise plan and budget"), _("Then whoever signs for the organisation hands the revision over.")),
    "accept": (_("The bureau reads your revision"), _("You are told as soon as it is accepted or comes back.")),
    "draft": (_("The bureau prepares the agreement"), _("You are told when it is there to be read and signed.")),
    "send": (_("The bureau prepares the agreement"), _("You are told when it is there to be read and signed.")),
    "sign": (_("Read the agreement and sign it"), _("Whoever signs for the organisation does this here.")),
    "countersign": (_("The bureau countersigns"), _("The agreement is in force when both have signed.")),
    "in_force": (_("The agreement is in force"), _("Both sides have signed.")),
    "given_up": (_("The grant was given up"), _("Nothing is to be done any more.")),
}
# For the staff: what to do in a row of the list.
VERBS: Mapping[str, Any] = {
    "revise": _("Look at the revision"),
    "accept": _("Judge the revision"),
    "draft": _("Draft the agreement"),
    "send": _("Read and send"),
    "sign": _("See who signs"),
    "countersign": _("Countersign"),
    "in_force": _("Open"),
    "given_up": _("Open"),
}
STANDS: Mapping[str, Any] = {
    "revise": _("Being revised by the organisation"),
    "accept": _("Revision to be judged"),
    "draft": _("To be drafted"),
    "send": _("Drafted, to be sent"),
    "sign": _("To be signed by the organisation"),
    "countersign": _("To be countersigned"),
    "in_force": _("In force"),
    "given_up": _("Given up"),
}
# What goes on inside the office is no news to the organisation.
UNSEEN: Mapping[str, Any] = dict.fromkeys(("draft", "send"), _("Being prepared by the bureau"))
TONES: Mapping[str, str] = {
    "revise": "amber", "accept": "blue", "draft": "blue", "send": "blue", "sign": "amber", "countersign": "blue",
    "in_force": "teal", "given_up": "plain",
}  # fmt: skip
