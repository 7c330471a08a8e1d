from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts
from venture.kernel.errors import word

word(
    {
        "notice_illegal_move": _("This is not possible now: the notice is “%(state)s”. Reload the page."),
        "notice_empty": _("The notice has no text yet."),
        "needs_missing": _("A list of needs names at least one need. Choose them first."),
        "need_listed_elsewhere": _("One of the needs is published or merged already. Choose again."),
        "notice_reason_missing": _("Say what is to be changed; it stays on record."),
        "notice_list_stale": _(
            "A need of the list was changed after the notice was proposed. Send it back and draw the list again."
        ),
        "notice_not_correctable": _("Only a published notice that nobody has corrected yet can be corrected."),
    }
)
name_acts(
    {
        "notice.draft": _("Drafted"),
        "notice.edit": _("Changed"),
        "notice.list_needs": _("List of needs drawn"),
        "notice.propose": _("Proposed"),
        "notice.send_back": _("Sent back"),
        "notice.publish": _("Approved and published"),
        "notice.correct": _("Corrected by a later notice"),
    }
)
