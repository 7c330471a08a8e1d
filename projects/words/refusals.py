"""The sentence of each refusal about applications: what is wrong and how to mend it."""

from django.utils.translation import gettext_lazy as _

from venture.kernel.errors import word

word(
    {
        "application_illegal_move": _("This is not possible now: the application is “%(state)s”. Reload the page."),
        "application_not_open": _("The application is “%(state)s” and cannot be changed now."),
        "correction_over": _("The time for correction is over. What you typed stays on this page; copy it if needed."),
        "section_not_open": _("This part was not asked for in the correction and stays as it is."),
        "answer_too_long": _(
            "One text is %(over)s characters longer than can be kept (%(limit)s). Shorten it; it stays on this page."
        ),
        "section_moved": _("Somebody saved this part meanwhile (version %(version)s). Compare both, then send again."),
        "too_many_applications": _(
            "Your organisation has begun as many applications as this round allows (%(most)s). Go on with that one, or"
            " withdraw it first."
        ),
        "correction_asks_nothing": _("Say at least one thing that is to be mended."),
        "corrections_used": _("The round allows %(most)s correction(s); they are used. Decide now."),
        "correction_not_over": _("The time for correction is not over yet."),
        "aside_settled": _("This text was settled already. Reload the page."),
        "aside_moved": _("Something else stands there by now. Look at both texts once more, then choose."),
        "extension_illegal_move": _("This request is “%(state)s” already. Reload the page."),
        "consent_illegal_move": _("This opinion is “%(state)s” already. Reload the page."),
        "correction_illegal_move": _("This correction is “%(state)s” already. Reload the page."),
        # Of one answer, as the form names it beside its field.
        "answer_missing": _("Not answered yet."),
        "rows_missing": _("At least %(least)s lines are needed."),
        "rows_too_many": _("At most %(most)s lines are taken."),
        "choice_unknown": _("Choose one of the answers."),
        "text_too_long": _("%(over)s characters too many: at most %(limit)s."),
        "number_unreadable": _("Write a number, for example 120."),
        "number_negative": _("Write a number that is not below zero."),
        "number_not_whole": _("Write a whole number."),
        "number_too_fine": _("Write at most two decimal places."),
        "number_too_large": _("Write at most %(limit)s."),
        "day_unreadable": _("Write a day, for example 2027-03-01."),
    }
)
