"""Agreements in words: refusals with the way to mend them, and what the log's acts are called."""

from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts
from venture.kernel.errors import word

RELOAD = _("This is not possible now: it is “%(state)s”. Reload the page.")

word(
    {
        "agreement_illegal_move": RELOAD,
        "improvement_illegal_move": RELOAD,
        "grant_offered_already": _("This award has its grant already. Open it from the list."),
        "grant_without_application": _("The project has no application that was handed in."),
        "grant_below_tranches": _("The amount is smaller than its %(parts)s parts. Look at the round's payments."),
        "grant_award_gone": _("The award is “%(state)s”. Only a confirmed award leads to an agreement."),
        "grant_held": _("An objection or a hold stands. Settle it first; nothing is signed or paid until then."),
        "organization_stopped": _("Payments to the organisation are stopped: %(reason)s Lift the stop first."),
        "grantee_not_verified": _("The organisation is “%(state)s”. It has to be verified first."),
        "organization_sanctioned": _("The organisation has been on record since %(since)s: %(kind)s."),
        "organization_certificate_over": _(
            "The registration certificate ended on %(day)s. The organisation renews it."
        ),
        "grant_not_yours_to_write": _("Owners and editors of the organisation revise the plan."),
        "improvement_words_missing": _("Say what is to be improved; the organisation reads it."),
        "improvement_too_late": _("An agreement stands or the grant has moved on. Take the draft back first."),
        "improvement_one_already": _("An improvement is under way already."),
        "improvement_not_open": _("The revision has been handed over. Wait for the bureau's answer."),
        "improvement_part_unknown": _("This part is not revised before signing."),
        "improvement_stale": _(
            "A colleague saved this part meanwhile. Your text is below; reload and put it in again."
        ),
        "improvement_too_large": _("The text is too long. Shorten it."),
        "improvement_incomplete": _("%(count)s places are still to be filled in or mended."),
        "improvement_wrong_sum": _(
            "The budget takes %(have)s yuan from the grant; it has to be %(need)s yuan exactly."
        ),
        "improvement_breaks_rules": _("%(count)s rules of the round about budgets are not kept."),
        "improvement_reason_missing": _("State the reason; the organisation reads it."),
        "improvement_needed": _("The budget has to be revised to %(need)s yuan, so this cannot be dropped."),
        "improvement_under_way": _("Plan and budget are being revised. The agreement follows when both have accepted."),
        "agreement_grant_moved": _("The grant is “%(state)s”. Reload the page."),
        "agreement_moved_on": _("This has moved on meanwhile. Reload the page."),
        "agreement_one_already": _("An agreement stands already. Take it back before drafting another."),
        "agreement_number_taken": _("The number %(number)s belongs to another agreement."),
        "agreement_sum_differs": _("The budget is not the approved %(need)s yuan. Ask for an improvement first."),
        "agreement_reason_missing": _("State the reason; it stays on record."),
        "agreement_records_changed": _(
            "The records have changed since the draft. Take the draft back and draft it again."
        ),
        "agreement_not_this": _("The agreement has changed since you opened it. Reload the page and read it again."),
        "agreement_overdue": _("The agreement was to be signed by %(day)s. Call the bureau to ask for more time."),
        "agreement_by_two": _("You had a hand in this agreement already. Another person signs for the funder."),
        "agreement_day_unknown": _("The day lies between the organisation's signature and today."),
        "agreement_tampered": _("The text is not the one that was signed. Nothing was signed; tell the supervision."),
        "agreement_due_unknown": _("Give a later day within a year."),
        "abandonment_reason_missing": _("State the reason; it stays on record."),
        "abandonment_too_early": _("The organisation may sign until %(day)s. Propose it after that day."),
        "abandonment_asked_already": _("This was proposed already; another person decides."),
        "abandonment_by_two": _("You proposed this. Another person decides."),
        "abandonment_money_moved": _("A payment was asked for or made. End the grant by terminating it instead."),
        "abandonment_signed_meanwhile": _("The organisation has signed meanwhile. Decline the proposal."),
        "template_unreadable": _("The Word file cannot be read. Save it again as .docx and bring it once more."),
        "template_runs_code": _("Take out the marks {%% or {#: only fields such as {{ amount }} are filled in."),
        "template_fields_unknown": _("Nobody knows these fields: %(names)s. Compare them with the list of fields."),
        "template_fields_missing": _("These fields are missing: %(names)s. Without them it is no agreement."),
    }
)
name_acts(
    {
        "grant.offer": _("Grant offered"),
        "grant.sign": _("Grant agreed on"),
        "grant.abandon": _("Grant given up"),
        "grant.prolong_signing": _("More time to sign given"),
        "improvement.open": _("Improvement asked for"),
        "improvement.save": _("Revision saved"),
        "improvement.offer": _("Revision handed over"),
        "improvement.return": _("Revision given back"),
        "improvement.agree": _("Revision accepted"),
        "improvement.drop": _("Improvement dropped"),
        "agreement.draft": _("Agreement drafted"),
        "agreement.send": _("Agreement sent"),
        "agreement.sign": _("Agreement signed by the organisation"),
        "agreement.countersign": _("Agreement countersigned"),
        "agreement.void": _("Agreement taken back"),
        "agreement.end": _("Agreement ended"),
        "abandonment.ask": _("Giving up proposed"),
        "abandonment.approve": _("Giving up confirmed"),
        "abandonment.refuse": _("Giving up declined"),
        "agreement_template.bring": _("Text of the agreement brought"),
        "agreement_template.drop": _("Default text of the agreement taken again"),
    }
)
