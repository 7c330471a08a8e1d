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
        "objection_illegal_move": _("This is not possible now: the objection is “%(state)s”. Reload the page."),
        "objection_late": _("The period of the notice is over. You may still send it as a lead."),
        "objection_name_missing": _("Give the name: that of the unit, or your real name. Or send it as a lead."),
        "objection_mobile_missing": _("Give a mobile number at which you can be asked. Or send it as a lead."),
        "objection_seal_missing": _("Add the objection with the seal of the unit, as a photograph or a scan."),
        "objection_text_short": _("Say what is wrong and how it can be checked: facts, grounds, papers."),
        "objection_handler_took_part": _(
            "This person had a part in the case (%(part)s). Choose somebody who had none."
        ),
        "objection_not_answered": _("Only an answer that does not, or only partly, uphold it can be examined again."),
        "objection_examined_twice": _("It has been examined again already. There is no third time."),
        "objection_again_late": _("A second examination could be asked for until %(day)s."),
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
