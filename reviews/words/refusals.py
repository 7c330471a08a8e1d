"""The sentence of each refusal about the screening: what is wrong and how to mend it."""

from django.utils.translation import gettext_lazy as _

from venture.kernel.errors import word

word(
    {
        "screening_illegal_move": _("This is not possible now: the screening is “%(state)s”. Reload the page."),
        "screening_not_yours": _("This step is not yours, or the case has moved on. Read the case again."),
        "screening_not_begun": _("Nobody has begun this case. Begin it first."),
        "screening_too_early": _(
            "The applicant may still change this application. Its screening begins when its time is over."
        ),
        "screening_unfinished": _("%(count)s items are not judged yet. Judge them first."),
        "screening_fails": _("%(count)s items do not fit. Ask for a correction, or propose to refuse."),
        "screening_nothing_fails": _("No item is marked as not fitting. Mark at least one, with what is wrong."),
        "request_missing": _("Item %(number)s: say what the applicant is to mend."),
        "place_missing": _("Item %(number)s: say in which part of the form it is mended, or propose to refuse."),
        "place_unknown": _("Item %(number)s: choose a place from the list."),
        "verdict_unknown": _("Item %(number)s: choose one of the answers."),
        "item_moved": _("Item %(number)s was judged meanwhile by %(person)s. Look at it again; yours is not saved."),
        "override_needs_note": _("Item %(number)s: the data say otherwise. Note why you decide against them."),
        "refusal_reason_missing": _("State the reason; it is read by those concerned."),
        "refusal_own_proposal": _("You proposed this refusal. Another person has to confirm it."),
        "refusal_confirmed_twice": _("You confirmed this refusal already. The round asks for one more person."),
        "recommendation_not_asked": _("This round has no step for districts."),
        "recommendation_too_late": _("The screening has begun; a recommendation has no place any more."),
        "recommendation_not_district": _("Only who answers for the applicant's district recommends."),
        "recommendation_words_missing": _("State the grounds when you do not recommend."),
        "remind_nobody": _("None of these drafts can be handed in any more. Reload the page."),
    }
)
