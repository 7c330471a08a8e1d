"""The sentence of each problem that shows only across the parts of an application."""

from django.utils.translation import gettext_lazy as _

from venture.kernel.errors import word

word(
    {
        "starts_before_round": _("Projects of this round start on %(day)s at the earliest. Set a later day."),
        "ends_after_round": _("Projects of this round end by %(day)s. Set an earlier day."),
        "ends_before_start": _("The last day lies before the first (%(day)s). Correct one of them."),
        "activity_before_project": _("The project starts on %(day)s; no activity can start before."),
        "activity_after_project": _("The project ends on %(day)s; no activity can end after."),
        "due_after_project": _("The project ends on %(day)s; the target must be reached by then."),
        "objective_without_indicator": _(
            "No indicator shows whether this is reached. Add one, or remove the objective."
        ),
        "row_unknown": _("What this referred to was removed. Choose again."),
        "community_unknown": _("Choose a community from the list."),
        "community_twice": _("This community is named twice. Keep one of the two."),
        "landing_place_missing": _("Name at least one community where the project is based."),
        "consent_missing": _("This community has not been asked to agree yet. Send it the link."),
        "consent_waiting": _("The community has not answered yet. You may remind it once."),
        "consent_outdated": _("Place, people, room or days changed after the community agreed. Ask it again."),
        "consent_refused": _("The community did not agree. Talk with it, or choose another one."),
        "consent_not_ours": _("The community says that this is not its area. Choose the right one."),
        "need_missing": _("This round takes applications that answer a need of the published list. Choose the need."),
        "need_unknown": _("This need is not in the published list any more. Choose another, or none."),
        "people_differ": _(
            "The communities add up to %(people)s persons, here stand %(direct)s. That may be right; please look."
        ),
        "own_differs": _(
            "The sources of own money add up to %(stated)s yuan, the budget has %(budgeted)s yuan. Make them the same."
        ),
        "donation_differs": _(
            "The donations add up to %(stated)s yuan, the budget has %(budgeted)s yuan. Make them the same."
        ),
        "paper_missing": _("Upload: %(name)s."),
        "paper_gone": _("This paper was removed or replaced already. Reload the page."),
        "paper_unknown": _("The round does not ask for this paper. Reload the page."),
        "paper_refused": _("The file was not taken. %(words)s"),
        "papers_too_many": _("At most %(most)s files stand here. Put them together into one, or remove one first."),
    }
)
