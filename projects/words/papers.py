"""Refusals and acts of what comes on paper or in a sheet: entering, comparing, loading."""

from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts
from venture.kernel.errors import word

word(
    {
        "paper_not_there": _("This application did not come on paper. Its applicant types it."),
        "paper_illegal_move": _("This is not possible now: the entry is “%(state)s”. Reload the page."),
        "paper_being_checked": _(
            "A second person compares the entry with the paper now. Take it back first, then mend it."
        ),
        "paper_day_missing": _("State on which day the paper came: the stamp of receipt says it."),
        "paper_day_ahead": _("This day lies ahead. State the day of the stamp of receipt."),
        "paper_day_early": _("The call was not open yet on this day; it opened on %(first)s."),
        "paper_day_late": _(
            "The paper came after the call had closed (%(last)s was the last day), so it cannot take part. Give it back"
            " to the applicant with this reason."
        ),
        "paper_reason_missing": _("The call has closed. State why the paper is entered only now; it stays on record."),
        "paper_too_late_to_enter": _("The review of this round runs already; nothing is entered any more."),
        "paper_scan_missing": _("Scan the signed and sealed form and upload it: it is the signature."),
        "paper_note_missing": _("Say what differs from the paper, so that a colleague can mend it."),
        "paper_changed": _("The entry says something else by now than what you compared. Look at it again."),
        "paper_not_returned": _("The application is “%(state)s”: only one that was given back is opened again."),
        "paper_counts": _("This application was handed in. It can be withdrawn by its applicant, not given up here."),
        "form_refused": _("Not saved yet. %(words)s"),
        "sheet_illegal_move": _("The sheet is “%(state)s”. Wait until it is done, then reload the page."),
        "sheet_unreadable": _("This workbook could not be read. Save it anew as .xlsx and bring it again."),
        "sheet_foreign": _(
            "The first sheet has no column “%(head)s”. Download the template again and copy your rows into it."
        ),
        "sheet_empty": _("There is no row below the headings. Fill in one row for each application."),
        "sheet_too_long": _("At most %(most)s applications are taken from one sheet. Split it."),
        "sheet_formula": _("Cell %(cell)s holds a formula. Copy it and paste its value in its place."),
        "sheet_text_endless": _("Cell %(cell)s holds more text than any answer may have. Shorten it."),
        "sheet_number_missing": _("Column “%(head)s” is empty. Number the rows: other sheets refer to it."),
        "sheet_number_twice": _("The number %(number)s stands in two rows. Give each row its own."),
        "sheet_number_unknown": _(
            "Sheet “%(sheet)s”, line %(line)s: no application has the number “%(number)s”. Mend the number."
        ),
        "sheet_day_unreadable": _("“%(text)s” is no day. Write it as 2027-03-01."),
        "sheet_organization_unknown": _(
            "No organisation of your area has the code %(uscc)s. Compare it with the certificate, or enter the"
            " organisation first."
        ),
        "sheet_row_twice": _("This row says the same as line %(line)s. Remove one of them."),
    }
)
name_acts(
    {
        "application.enter_paper": _("Application from paper begun"),
        "application.note_consent": _("Opinion of a community on paper noted"),
        "paper.ask": _("Entry from paper handed over to be compared"),
        "paper.take_back": _("Entry from paper taken back"),
        "paper.send_back": _("Entry from paper sent back: it differs"),
        "paper.confirm": _("Entry from paper compared and handed in"),
        "paper.reopen": _("Entry from paper opened again for the correction"),
        "paper.drop": _("Entry from paper given up"),
        "sheet.bring": _("Sheet of applications brought"),
        "sheet.take": _("Sheet of applications taken over"),
        "sheet.finish": _("Sheet of applications finished"),
    }
)
