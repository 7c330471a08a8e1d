"""Evaluation, measures, recovery, close-out and annual account in words: refusals, checklist, acts."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from grants.domain.close_out import Tick
from venture.doors.acts import name_acts
from venture.kernel.errors import word
from venture.kernel.money import format_yuan

# The lines of the checklist, and what to do about one that is open.
TICKS: Mapping[str, tuple[Any, Any]] = {
    "final_report": (_("Final report accepted"), _("Accept the final report, or return it for mending.")),
    "final_evaluation": (_("Final evaluation confirmed"), _("Evaluate the project and let a second person confirm.")),
    "reports": (pgettext_lazy("close-out", "All reports accepted"), _("Accept or waive the reports that are open.")),
    "expenses": (_("All expenses checked"), _("Accept or disallow the expenses that wait.")),
    "requests": (_("No change or measure waits for a decision"), _("Decide what was asked for.")),
    "payments": (_("No payment is on its way"), _("Settle the payments, or take the requests back.")),
    "objection": (_("No objection holds the project"), _("Wait until the objection is decided.")),
    "commitment": (_("Nothing is committed any more"), _("Begin the close-out: it releases what was not paid.")),
    "recoveries": (_("What is owed was returned or written off"), _("Record the return, or let it be written off.")),
    "special_account": (
        _("The special account is empty"), _("Accept what was spent, claim what was not, and record the return."),
    ),
    "archive": (_("Archive package made"), _("It is made by itself once the close-out was checked; wait a minute.")),
}  # fmt: skip

# What is next on the way to the end, by step.
STEPS: Mapping[str, Any] = {
    "begin": _("Begin the close-out"), "check": _("Check the close-out"), "close": _("Close the project"),
}  # fmt: skip
_FEN = frozenset({"commitment", "special_account"})


def lack_words(tick: Tick) -> str:
    """Return what to do about an open line, with how many, or how many yuan, are open."""
    words = str(TICKS[tick.code][1])
    if not tick.count:
        return words
    if tick.code in _FEN:
        return gettext("%(words)s (%(yuan)s yuan)") % {"words": words, "yuan": format_yuan(tick.count)}
    return gettext("%(words)s (%(count)s)") % {"words": words, "count": tick.count}


name_acts(
    {
        "evaluation.open": _("Evaluation opened"),
        "evaluation.save": _("Points of an evaluation saved"),
        "evaluation.give_part": _("Part of an evaluation written"),
        "evaluation.propose": _("Evaluation proposed"),
        "evaluation.return": _("Evaluation sent back"),
        "evaluation.confirm": _("Evaluation confirmed"),
        "evaluation.publish": _("Evaluation published"),
        "evaluation.replace": _("Evaluation replaced by a second one"),
        "evaluation.ask_voices": _("Communities asked for their satisfaction"),
        "evaluation.give_voice": _("Satisfaction given by link"),
        "evaluation.enter_voice": _("Satisfaction entered by staff"),
        "measure.ask": _("Measure asked for"),
        "measure.approve": _("Measure approved"),
        "measure.refuse": _("Measure refused"),
        "measure.withdraw": _("Measure taken back"),
        "grant.suspend": _("Grant suspended"),
        "grant.resume": _("Grant resumed"),
        "grant.terminate": _("Grant terminated"),
        "grant.begin_close": _("Close-out of a grant begun"),
        "grant.close": _("Grant closed"),
        "recovery.claim": _("Money claimed back"),
        "recovery.return": _("Return of money recorded"),
        "recovery.settle": _("Claim settled"),
        "recovery.write_off": _("Claim written off"),
        "closure.open": _("Close-out opened"),
        "closure.check": _("Close-out checked"),
        "closure.return": _("Close-out sent back"),
        "closure.archive": _("Archive package made"),
        "closure.close": _("Close-out approved"),
        "annual_account.make": _("Annual account made"),
        "annual_account.check": _("Annual account checked"),
        "annual_account.return": _("Annual account sent back"),
        "annual_account.publish": _("Annual account published"),
        "round.set_targets": _("Targets of the round set"),
    }
)


word(
    {
        "grant_illegal_move": _("The grant is “%(state)s”; this cannot be done from there. Load the page again."),
        "evaluation_illegal_move": _("The evaluation is “%(state)s”; this cannot be done from there."),
        "round_grants_open": _("Grants of the round that are not closed yet: %(count)s. Close them first."),
        "round_gifts_open": _(
            "Donations for projects that were not selected and that have not gone back yet: %(count)s. Send them back "
            "first."
        ),
        "evaluation_grant_not_under_way": _("Only a project under way is evaluated."),
        "evaluation_has_no_items": _("The round has no items for this evaluation. Add them in its set-up first."),
        "evaluation_open_already": _("This evaluation was begun already. Open it in the list."),
        "evaluation_passed_already": _("The project passed; it is not evaluated again."),
        "evaluation_again_only_once": _("It was evaluated twice already. Decide on a measure instead."),
        "evaluation_reason_missing": _("Write the reason."),
        "evaluation_mark_unknown": _("An item does not belong to this round. Load the page again."),
        "evaluation_mark_outside": _("“%(item)s” takes 0 to %(points)s points. Mend the number."),
        "evaluation_extra_reason": _("A bonus or a deduction needs its reason."),
        "evaluation_incomplete": _("Points are missing for: %(items)s."),
        "evaluation_opinion_missing": _("Write the opinion before you propose."),
        "evaluation_words_missing": _("Write at least one sentence."),
        "evaluation_no_grade": _("The round has no grade that low. Add one in its set-up first."),
        "voices_all_asked": _("Every community that agreed to the project was asked already."),
        "voice_stars_unknown": _("Choose 1 to 5."),
        "voice_origin_unknown": _("Choose how it came: on paper or by telephone."),
        "voice_given_already": _("This community has answered already."),
        "voice_too_late": _("The evaluation is over; answers are no longer taken."),
        "results_none_confirmed": _("There is no confirmed evaluation that was not published."),
        "results_notice_waits": _("A notice of these results waits to be published. Publish or drop it first."),
        "request_illegal_move": _("It is “%(state)s” already. Load the page again."),
        "measure_reason_missing": _("Write the reason."),
        "measure_until_missing": _("Name a day after the present end of the project."),
        "measure_waits": _("Another measure waits for a decision. Decide it first."),
        "measure_payment_moves": _("Money is on its way to the bank. Settle that payment first."),
        "measure_not_yours": _("Only who asked for a measure takes it back."),
        "recovery_illegal_move": _("The claim is “%(state)s” already. Load the page again."),
        "recovery_reason_missing": _("Write the reason."),
        "recovery_voucher_missing": _("Write the voucher number of the bank."),
        "recovery_document_missing": _("Name the document that allows the write-off."),
        "recovery_amount_wrong": _("At most %(most)s yuan can be claimed or returned here. Mend the amount."),
        "closure_illegal_move": _("The close-out is “%(state)s”; this cannot be done from there."),
        "closure_not_yet": _("A close-out begins once, and only for a project that runs or was terminated."),
        "closure_held": _("An objection or a hold keeps the project. Wait until it is decided."),
        "closure_expenses_open": _("%(count)s expenses wait to be checked. Accept or disallow them first."),
        "closure_payments_open": _("%(count)s payments are on their way. Settle them first."),
        "closure_reason_missing": _("Write the reason."),
        "closure_incomplete": _("%(count)s lines of the checklist are still open. Work them off first."),
        "target_name_missing": _("Each line needs its indicator and its target."),
        "target_points_above": _("No line reaches more points than it has."),
        "target_points_sum": _("The points make up %(sum)s; write a hundred in all, or none."),
        "annual_account_illegal_move": _("The account is “%(state)s”; this cannot be done from there."),
        "annual_account_year_runs": _("That year has not begun."),
        "annual_account_empty": _("Nothing moved in this source and year."),
        "annual_account_waits": _("A checked account waits to be published. Publish its notice, or send it back."),
        "annual_account_reason_missing": _("Write the reason."),
        "annual_account_stale": _("The ledger has moved since. Make the account again."),
    }
)
