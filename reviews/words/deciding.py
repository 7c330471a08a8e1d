"""Selection and decision in words: reasons, checks, refusals, acts."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts
from venture.kernel.errors import word
from venture.kernel.money import format_wan

# Why a project stands where it stands; ``details`` of a row fill the places.
REASONS: Mapping[str, Any] = {
    "selected": _("Within the money of its category."),
    "selected_by_override": _("Taken in by hand."),
    "out_by_override": _("Taken out by hand."),
    "envelope_over": _("The category has %(left)s left, it needs %(needs)s."),
    "behind_the_line": _("Behind the line, which %(line)s drew."),
    "displaced": _("Moved to the reserve because %(by)s was taken in by hand."),
    "below_pass_mark": _("Below the pass mark of %(mark)s."),
    "organisation_count": _("Its organisation has %(most)s projects already, as many as one may have."),
    "organisation_fen": _("Its organisation has %(left)s left under the cap, it needs %(needs)s."),
    "no_source": _("No money of the round may pay it."),
    "withdrawn": _("The applicant took it back."),
    "not_ranked": _("It has no rank."),
    "nothing_asked": _("It asks for no money."),
    "moved_up": _("Moved up, because the meeting changed the list."),
    "moved_down": _("Moved down, because the meeting changed the list."),
}
SHORT: Mapping[str, Any] = {
    "envelope_over": _("Category used up"),
    "behind_the_line": _("Category used up"),
    "displaced": _("Moved down by a change"),
    "below_pass_mark": _("Below the pass mark"),
    "organisation_count": _("Cap of the organisation"),
    "organisation_fen": _("Cap of the organisation"),
    "no_source": _("No source of money"),
    "withdrawn": _("Withdrawn"),
    "not_ranked": _("No rank"),
    "nothing_asked": _("Asks for nothing"),
    "out_by_override": _("Taken out by hand"),
}
MARGINS: Mapping[str, Any] = {
    "fall_rival": _("If its mean fell by %(points)s points, %(rival)s would take its place."),
    "fall_mark": _("If its mean fell by %(points)s points, it would be below the pass mark."),
    "rise_rival": _("With %(points)s points more it would pass %(rival)s and be selected."),
    "rise_mark": _("With %(points)s points more it would reach the pass mark."),
}
CHECKS: Mapping[str, Any] = {
    "ranking_locked": _("Ranking %(version)s is locked"),
    "ranking_not_locked": _("The ranking is no longer locked. Prepare the selection on the one that is."),
    "sheets_complete": _("All sheets are in"),
    "sheets_fewer": _("All sheets are in; %(count)s projects have fewer experts by recusal"),
    "envelopes_kept": _("No category is above its money"),
    "envelopes_over": _("A category is above its money"),
    "some_selected": _("%(count)s projects are selected"),
    "nobody_selected": _("No project is selected"),
    "near_the_line": _("%(count)s projects lie within one point of the line: look at them together"),
    "none_near": _("No project lies within one point of the line"),
    "donations_matched": _("%(count)s selected projects have donations; public money matches them with %(yuan)s yuan"),
    "donations_cover": _("Donations cover the whole budget of %(count)s selected projects: look at their amounts"),
    "disputed": _("%(count)s projects with experts far apart"),
    "changes_wait": _("%(count)s changes by hand wait for the second person"),
    "changes_whole": _("%(count)s changes by hand, each with reason and minutes"),
    "no_changes": _("Nothing was changed by hand"),
}
MONEY = frozenset({"left", "needs"})


def reason_of(code: str, details: Mapping[str, Any]) -> str:
    """Return why a project stands where it stands, in one sentence."""
    told = {name: _shown(name, value) for name, value in details.items()}
    return str(REASONS[code]) % {"mark": "", "most": "", "by": "", "line": "", "left": "", "needs": "", **told}


def margin_of(margin: Decimal | None, details: Mapping[str, Any]) -> str:
    """Return what would turn the outcome, in one sentence; nothing where no mean would."""
    if margin is None:
        return ""
    way, by = "fall" if margin >= 0 else "rise", "mark" if details.get("by_mark") else "rival"
    return str(MARGINS[f"{way}_{by}"]) % {"points": abs(margin), "rival": details.get("rival", "")}


def _shown(name: str, value: Any) -> Any:
    if name in MONEY:
        return str(_("%(wan)s × 10,000 yuan")) % {"wan": format_wan(value)}
    return "、".join(value) if isinstance(value, list | tuple) else value


word(
    {
        "selection_illegal_move": _("This is not possible now: the selection is “%(state)s”. Reload the page."),
        "selection_needs_locked": _("Lock the ranking of the result first; a selection stands on a locked one."),
        "selection_sent": _("A selection was sent to the decision. Take it back first."),
        "selection_rules_unknown": _("Caps are numbers from 0 on, the pass mark lies between 0 and 100."),
        "selection_no_money": _("The round has no envelope. Look at its money in the set-up."),
        "selection_not_draft": _("The selection was sent or replaced. Reload the page."),
        "selection_row_missing": _("This project is not on the list. Reload the page."),
        "selection_checks": _("%(count)s checks say no. Mend them, then send."),
        "selection_recorded": _("The meeting was recorded. Give the record back first."),
        "amount_out_of_range": _("Give an amount above nought and at most what was asked."),
        "amount_needs_reason": _("State the reason; it stays on record."),
        "transfer_unknown": _("Choose two envelopes of this round."),
        "transfer_amount": _("Move an amount above nought, at most what the envelope holds, to another one."),
        "transfer_between_sources": _("Money of one source stays with that source. Choose another envelope."),
        "override_illegal_move": _("This is not possible now: the change is “%(state)s”. Reload the page."),
        "override_kind_unknown": _("Say whether the project is taken in, taken out, or gets another amount."),
        "override_reason_missing": _("State the reason; it is printed for the meeting."),
        "override_minutes_missing": _("Bring the minutes that this change rests on."),
        "override_asked_already": _("A change of this project stands already. Take it back first."),
        "override_missing": _("This change is not there any more. Reload the page."),
        "override_own": _("You asked for this change. Another person has to decide it."),
        "override_twice": _("You agreed already. The round asks for one more person."),
        "override_unknown": _("Project %(project)s is not on the list."),
        "override_withdrawn": _("%(project)s was withdrawn by its applicant; it cannot be changed."),
        "override_not_ranked": _("%(project)s has no rank and cannot be taken in."),
        "override_amount": _("%(project)s: give an amount above nought and at most what was asked."),
        "override_over_envelope": _("%(project)s does not fit any more: its envelopes are used up. Move money first."),
        "decision_illegal_move": _("This is not possible now: the decision is “%(state)s”. Reload the page."),
        "decision_not_draft": _("The decision was recorded already, or its list was taken back. Reload the page."),
        "decision_way_unknown": _("Say whether a meeting decides, or the leaders vote here."),
        "decision_item_missing": _("This project is not on the list. Reload the page."),
        "decision_change_missing": _("This change is not there any more. Reload the page."),
        "decision_body_missing": _("Name the meeting that decided."),
        "decision_day_unknown": _("Give the day of the meeting; it lies not in the future."),
        "decision_number_missing": _("Give the number of the minutes."),
        "decision_minutes_missing": _("Bring the scan of the minutes."),
        "decision_nobody": _("No project is selected on this list."),
        "decision_own_record": _("You recorded this decision. Another person compares it with the minutes."),
        "decision_changed": _("The list is not the one that was recorded. Give it back and record it again."),
        "decision_no_quorum": _("%(have)s leaders have signed this list; %(need)s are needed."),
        "decision_against": _("%(agreed)s leaders agree, %(against)s hold back: the list is not approved."),
        "decision_held_items": _(
            "%(count)s selected projects are held back by half of the leaders. Remove them first."
        ),
        "decision_not_by_vote": _("A meeting decides this list; nothing is signed here."),
        "vote_code_not_sent": _("The code could not be sent. Try again in a minute."),
        "vote_code_wrong": _("The code is wrong or used up. Ask for a new one."),
        "vote_stale": _("The list has changed since you saw it. Look at it again and sign anew."),
        "vote_list_missing": _("Say whether you agree with the list as a whole."),
        "vote_unknown": _("Choose one of the answers for projects of this list."),
        "vote_hidden": _("A project of an organisation of your own is not yours to decide."),
        "award_illegal_move": _("This is not possible now: the award is “%(state)s”. Reload the page."),
        "award_notice_missing": _("Publish the notice of proposed awards first."),
        "award_period_runs": _("The notice runs until %(day)s. Confirm after that day."),
        "award_held": _("An objection or a hold keeps this award. Settle it first."),
        "award_reason_missing": _("State why the award is lost; the applicant reads it."),
        "award_not_lost": _("The reserve is called for an award that was lost."),
        "award_replaced_already": _("The reserve was called for this award already."),
        "reserve_empty": _("Nobody waits in reserve whom this money reaches."),
        "feedback_illegal_move": _("This is not possible now: the feedback is “%(state)s”. Reload the page."),
        "feedback_empty": _("Write what the applicant is to read."),
    }
)
name_acts(
    {
        "selection.prepare": _("Selection prepared"),
        "selection.replace": _("Selection replaced"),
        "selection.recommend_amount": _("Recommended amount set"),
        "selection.transfer": _("Money moved between envelopes"),
        "selection.take_transfer_back": _("Transfer taken back"),
        "selection.send": _("Selection sent to the decision"),
        "selection.take_back": _("Selection taken back"),
        "selection.decide": _("Selection decided"),
        "override.ask": _("Change by hand asked for"),
        "override.support": _("Change by hand agreed to by one more person"),
        "override.confirm": _("Change by hand put in force"),
        "override.refuse": _("Change by hand refused"),
        "override.withdraw": _("Change by hand taken back"),
        "decision.lay_before": _("List laid before the decision"),
        "decision.choose_way": _("Way of deciding chosen"),
        "decision.approve_amount": _("Approved amount set"),
        "decision.remove_project": _("Project removed by the meeting"),
        "decision.cut_envelope": _("Envelope cut by the meeting"),
        "decision.put_back": _("Change of the meeting taken back"),
        "decision.print": _("Papers for the meeting printed"),
        "decision.vote": _("Leader voted and signed"),
        "decision.record": _("Decision recorded"),
        "decision.return": _("Record of the decision given back"),
        "decision.confirm": _("Decision checked"),
        "award.propose": _("Awards proposed"),
        "award.confirm": _("Award confirmed"),
        "award.lose": _("Award lost"),
        "award.call": _("Called from the reserve"),
        "award.pass_over": _("Passed over in the reserve"),
        "feedback.draft": _("Feedback drafted"),
        "feedback.write": _("Feedback changed"),
        "feedback.check": _("Feedback checked"),
        "feedback.release": _("Feedback released"),
    }
)
