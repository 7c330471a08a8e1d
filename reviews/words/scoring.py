"""The sentences of refusals about scoring and blindness, and what their acts are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reviews.domain import scoring
from venture.doors.acts import name_acts
from venture.kernel.errors import word

word(
    {
        "assignment_illegal_move": _("This is not possible now: the project is “%(state)s”. Reload the page."),
        "assignment_closed": _("This project is not yours to score any more. Go back to your list."),
        "scoring_not_open": _("Scores are not taken now. Look at the days of the review on your list."),
        "scoring_over": _(
            "The time for scoring is over. What you typed is kept on this page; ask the office to give the sheet back."
        ),
        "score_sheet_illegal_move": _("This is not possible now: the sheet is “%(state)s”. Reload the page."),
        "sheet_sealed": _("This sheet is handed in and does not change. The office can give it back with a reason."),
        "sheet_moved": _("This sheet was saved in another window meanwhile. Reload the page and look at it again."),
        "sheet_incomplete": _("Project %(project)s: %(count)s points are still missing. Open it and fill them in."),
        "mark_unknown": _("Choose a level from 1 to 10."),
        "comment_long": _("The text is too long: at most %(most)s characters. Shorten it."),
        "opinion_unknown": _("Choose one of the opinions."),
        "reopen_reason_missing": _("State the reason; the expert reads it and it stays on record."),
        "ranking_stands": _("The ranking is locked. Compute it anew before a sheet is given back."),
        "recusal_kind_unknown": _("Choose why you step aside."),
        "recusal_words_missing": _("Say in a few words why you step aside."),
        "remind_no_expert": _("None of these experts has anything left. Reload the page."),
        "review_nothing_accepted": _("No application of this round is accepted. Finish the screening first."),
        "review_screening_open": _("The screening of %(count)s applications is not finished. Finish it first."),
        "trace_decision_unknown": _("Choose whether it is blacked out or tells nothing."),
        "copy_not_made": _(
            "Of this kind of file no copy is made. Ask for a PDF, or leave it out of the experts' sight."
        ),
    }
)

# Why an expert steps aside, seen from the expert.
PROBLEMS = {
    "mark_missing": _("“%(name)s” has no level yet."),
    "mark_unknown": _("“%(name)s”: choose a level from 1 to 10."),
    "na_not_allowed": _("“%(name)s” applies to every project; choose a level."),
    "reason_missing": _("“%(name)s”: say why in a sentence."),
    "nothing_applies": _("At least one criterion has to apply."),
    "comment_short": _("The comment has %(count)s characters; at least %(least)s are asked for."),
}

KINDS = {
    "organization": pgettext_lazy("trace", "organisation"),
    "person": pgettext_lazy("trace", "person"),
    "number": pgettext_lazy("trace", "credit code"),
    "phone": pgettext_lazy("trace", "telephone number"),
    "mail": pgettext_lazy("trace", "e-mail address"),
    "site": pgettext_lazy("trace", "website"),
}

# What the verifier says of a record that does not fit.
FAULTS = {
    "guard_missing": _("The database does not guard this table: a trigger is missing or switched off."),
    "sheet_unsealed": _("The log says that this sheet was sealed; the database calls it a draft."),
    "sheet_without_entry": _("The sheet is sealed and the log knows nothing of it."),
    "sheet_gone": _("The log says that this sheet was sealed; it is not there."),
    "sheet_hash_differs": _("The sealed text was changed: it does not fit its hash."),
    "sheet_entry_differs": _("The hash was changed: the log holds another one."),
    "sheet_unreadable": _("The sealed text cannot be read."),
    "sheet_row_differs": _("The marks, the comment or the total differ from the sealed text."),
    "sheet_total_differs": _("The total does not follow from the marks."),
    "sheet_replaced_unseen": _("The sheet was opened again or put back without an act in the log."),
    "assignment_moved_unseen": _("The assignment was moved without an act in the log."),
    "ranking_differs": _("The table does not follow from the frozen inputs, or they do not fit their hash."),
    "ranking_entry_differs": _("The hash of the inputs was changed: the log holds another one."),
    "ranking_unlocked": _("The ranking was locked; the database calls it otherwise."),
    "selection_differs": _("The sent list does not fit its hash."),
    "selection_entry_differs": _("The hash of the sent list was changed: the log holds another one."),
    "decision_differs": _("The recorded list does not fit its hash."),
    "decision_entry_differs": _("The hash of the recorded list was changed: the log holds another one."),
    "notice_differs": _("The notice does not fit the hash that was taken when it was published."),
    "notice_entry_differs": _("The hash of the notice was changed: the log holds another one."),
    "notice_without_entry": _("The notice is public and the log knows nothing of its publication."),
    "notice_unpublished": _("The log says that this notice was published; the database calls it otherwise."),
    "notice_corrected_unseen": _("The notice is called corrected and no notice corrects it, or the reverse."),
    "notice_gone": _("The log says that this notice was published; it is not there."),
}


def problem_of(problem: scoring.Problem) -> str:
    """Return what a sheet lacks, in the reader's language."""
    return str(PROBLEMS[problem.code]) % dict(problem.details)


name_acts(
    {
        "review.open": _("Review opened"),
        "review.remind": _("Experts reminded"),
        "trace.decide": _("Trace of an applicant decided"),
        "copy.make": _("Copy for blind reading made"),
        "copy.release": _("Copy for blind reading shown or taken away"),
        "assignment.begin": _("Scoring begun"),
        "assignment.hand_in": _("Project handed in by its expert"),
        "assignment.reopen": _("Project given back to its expert"),
        "assignment.recuse": _("Expert stepped aside"),
        "assignment.follow": _("Expert took over the newer hand-in"),
        "score.seal": _("Score sheet sealed"),
        "score.reopen": _("Score sheet reopened"),
        "recusal.confirm": _("Recusal confirmed"),
    }
)
