"""Rankings in words: refusals, acts, why a project has no rank, how a tie was broken."""

from django.utils.translation import gettext_lazy as _

from rounds.enums import Tie
from venture.doors.acts import name_acts
from venture.kernel.errors import word

WHY = {
    "sheets_missing": _("Score sheets are missing"),
    "too_few_sheets": _("Too few sheets count"),
    "stage_missing": _("Did not reach this stage"),
    "lot_missing": _("Waits for the lot"),
}
TIES = dict(Tie.choices)

word(
    {
        "ranking_illegal_move": _("This is not possible now: the ranking is “%(state)s”. Reload the page."),
        "ranking_not_now": _("Rankings are made while the round is under review. Start the review first."),
        "ranking_missing": _("Nothing has been computed yet. Compute the ranking first."),
        "ranking_no_stage": _("The round has no stage with marks. Look at its set-up."),
        "ranking_no_projects": _("No application has been accepted yet. Finish the screening first."),
        "ranking_apart_unknown": _("Give the difference in points, from %(least)s to %(most)s."),
        "ranking_in_use": _("A selection on this ranking was sent to the decision. Take it back first."),
        "ranking_incomplete": _(
            "%(count)s projects lack sheets or the lot. Remind the experts, promise the lot, then compute again."
        ),
        "ranking_stale": _("Sheets or recusals have changed since it was computed. Compute it again, then lock it."),
    }
)
name_acts(
    {
        "ranking.compute": _("Ranking computed"),
        "ranking.lock": _("Ranking locked"),
        "ranking.replace": _("Ranking replaced"),
    }
)
