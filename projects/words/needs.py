from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts
from venture.kernel.errors import word

word(
    {
        "need_illegal_move": _("This is not possible now: the need is “%(state)s”. Reload the page."),
        "need_merges_nothing": _("Choose at least one other need that says the same."),
        "need_reason_missing": _("State the reason; it stays on record."),
        "need_project_not_handed_in": _("Choose an application that is handed in and still stands."),
        "need_not_yours": _("This step is not yours, or the need has moved on. Read it again."),
        "need_indicators_strange": _("The project has no such indicators: %(names)s."),
        "need_project_named": _("%(application)s answers this need already. Let the need wait again first."),
        "organization_missing": _("Choose a verified organisation."),
        "need_not_waiting": _("This need is not waiting for an answer any more."),
        "organization_not_verified": _(
            "Your organisation is not verified yet. Hand its certificate in first, on the page “My organisation”."
        ),
    }
)
name_acts(
    {
        "need.report": _("Need handed in"),
        "need.edit": _("Need put into better words"),
        "need.merge": _("Merged into another need"),
        "need.publish": _("Need published"),
        "need.match": _("Need matched with a project"),
        "need.bind": _("Application named that answers the need"),
        "need.release": _("Need let wait again"),
        "need.meet": _("Need met"),
        "need.say_interest": _("Interest said"),
        "need.withdraw_interest": _("Interest taken back"),
    }
)
