from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts
from venture.kernel.errors import word

word(
    {
        "notice_not_yours": _("This step is not yours, or the notice has moved on. Read it again."),
        "notice_illegal_move": _("This is not possible now: the notice is “%(state)s”. Reload the page."),
        "notice_empty": _("The notice has no text yet."),
        "needs_missing": _("A list of needs names at least one need. Choose them first."),
        "shortlist_missing": _("A shortlist belongs to a round and names at least one project. Choose them first."),
        "shortlist_foreign": _(
            "One of the projects is no accepted application of this round any more. Reload the page and choose again."
        ),
        "need_listed_elsewhere": _("One of the needs is published or merged already. Choose again."),
        "notice_reason_missing": _("Say what is to be changed; it stays on record."),
        "notice_list_stale": _(
            "What the list names was changed after it was drawn. Send the notice back and draw the list again."
        ),
        "notice_private": _(
            "The text names a number of a person (%(found)s): an identity number or a bank card. Take it out."
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
        "objection_not_here": _("This notice has no period in which one may object. Write to the office instead."),
        "objection_project_unknown": _("Choose one of the projects of this notice, or the whole notice."),
        "objection_files_many": _("At most %(most)s papers. Put photos of one paper together into one PDF."),
        "objection_text_long": _("At most %(most)s characters. Put the rest on a paper and add it."),
        "objection_reason_missing": _("Say why; the author reads it and it stays on record."),
        "objection_reply_missing": _("Write the findings and the reply to the author."),
        "objection_published_missing": _("Write the form of the answer that everybody may read, without names."),
        "objection_published_names": _(
            "What everybody may read still names its author: %(found)s. Take it out, then propose again."
        ),
        "objection_handler_unfit": _("Only somebody of the bureau or of its supervision can be the handler."),
        "objection_too_often": _("Too many in a short time from this place. Wait ten minutes, or call the office."),
        "objection_unknown": _("No objection has this receipt number together with this mobile number."),
    }
)
name_acts(
    {
        "notice.draft": _("Drafted"),
        "notice.edit": _("Changed"),
        "notice.list_needs": _("List of needs drawn"),
        "notice.list_projects": _("Shortlist drawn"),
        "notice.list_awards": _("List of proposed awards drawn"),
        "notice.propose": _("Proposed"),
        "notice.send_back": _("Sent back"),
        "notice.publish": _("Approved and published"),
        "notice.correct": _("Corrected by a later notice"),
        "objection.file": _("Objection received"),
        "objection.again": _("Re-examination asked for"),
        "objection.accept": _("Objection accepted"),
        "objection.refuse": _("Objection not accepted"),
        "objection.investigate": _("Handler named"),
        "objection.answer": _("Answer proposed"),
        "objection.send_back": _("Answer sent back to the handler"),
        "objection.uphold": _("Objection upheld"),
        "objection.uphold_partly": _("Objection upheld in part"),
        "objection.dismiss": _("Objection not upheld"),
        "objection.withdraw": _("Objection taken back"),
        "hold.place": _("Project held"),
        "hold.lift": _("Hold lifted"),
    }
)
