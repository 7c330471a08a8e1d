"""The validation report in words: what contradicts what, and how to mend it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from rounds.domain.validation import Contradiction
from rounds.enums import Act, Means, Phase, Section

SENTENCES: dict[str, tuple[Any, Any]] = {
    "missing_title": (_("The round has no title."), _("Write the title of the call.")),
    "missing_document_number": (
        _("The document number is missing."),
        _("Enter the number of the paper that announces this round; each round has its own."),
    ),
    "missing_enquiry_phone": (_("No telephone for enquiries."), _("Enter the number that applicants may call.")),
    "missing_supervision_phone": (_("No telephone of the supervision."), _("Enter the number for complaints.")),
    "no_documents": (_("No papers are asked for."), _("Name at least one paper that an application must bring.")),
    "missing_window": (_("Opening or closing time is missing."), _("Enter both, with day and hour.")),
    "closes_before_it_opens": (_("The call closes before it opens."), _("Set closing after opening.")),
    "missing_period": (_("The days of implementation are missing."), _("Enter from when until when projects run.")),
    "period_ends_before_it_starts": (
        _("Implementation ends before it starts."),
        _("Set the last day after the first one."),
    ),
    "projects_start_before_closing": (
        _("Projects start before the call closes."),
        _("Set the first day of implementation after the closing time."),
    ),
    "calendar_year_missing": (
        _("The working-day calendar of %(year)s is not loaded; days in that year are estimates."),
        _("Load the calendar of %(year)s once the State Council has announced it, or move the dates."),
    ),
    "no_pool": (_("The round has no money."), _("Enter the money in all.")),
    "envelopes_above_pool": (
        _("The envelopes exceed the money in all by %(yuan)s yuan."),
        _("Lower envelopes by %(yuan)s yuan or raise the money in all."),
    ),
    "envelopes_below_pool": (
        _("%(yuan)s yuan of the money in all stand in no envelope."),
        _("Raise envelopes by %(yuan)s yuan or lower the money in all."),
    ),
    "field_without_envelope": (_("“%(name)s” has no envelope."), _("Add an envelope or remove the field.")),
    "cap_above_envelope": (
        _("One project may ask for more than the whole envelope of “%(name)s”."),
        _("Lower the amount per project or raise the envelope by %(yuan)s yuan."),
    ),
    "no_cap": (_("No limit for one project."), _("Enter how much one project may get at most.")),
    "budget_rule_impossible": (
        _("No budget can meet the rules: a share is below zero or above all."),
        _("Change the least or the highest share."),
    ),
    "rule_above_cap": (
        _("The rule “%(name)s” allows %(yuan)s yuan more than one project may get."),
        _("Lower the rule or raise the amount per project."),
    ),
    "form_lacks_section": (
        _("The form does not ask for “%(section)s”."),
        _("Add this part: without it there is nothing to judge, to pay or to hold anybody to."),
    ),
    "short_form_lacks_section": (
        _("The short form does not ask for “%(section)s”."),
        _("Tick “also in the short form” for this part, or use no short form (0)."),
    ),
    "short_form_for_everybody": (
        _("Every project would fill only the short form: its limit is %(yuan)s yuan above the most for one project."),
        _("Lower the limit by %(yuan)s yuan or more, or set it to 0."),
    ),
    "notice_longer_than_stage": (
        _("The public notice ends %(days)s days after “%(name)s”."),
        _("Let “%(name)s” end at least %(days)s days later, or shorten the public notice."),
    ),
    "match_above_cap": (
        _("The limit with or without a donation is %(yuan)s yuan above the most for one project."),
        _("Lower it by %(yuan)s yuan or raise the amount for one project."),
    ),
    "list_without_need": (
        _("Applications answer a need of the published list, but the form does not ask everybody for “%(section)s”."),
        _("Put the part into the form and into the short form, or take the tick away under “Persons and means”."),
    ),
    "means_without_rules": (
        _("“%(means)s” is ticked, but nothing is set for it."),
        _("Enter it here, or take the tick away under “Persons and means”."),
    ),
    "rules_without_means": (
        _("Envelopes are set for “%(means)s”, which is not ticked: nobody would see them."),
        _("Tick “%(means)s”, look at the envelopes and remove what you do not want."),
    ),
    "no_stages": (_("The round has no stages."), _("Add the stages with their days.")),
    "stage_ends_after_next_starts": (
        _("“%(name)s” ends %(days)s days too late: “%(next)s” has begun by then."),
        _("End “%(name)s” earlier or begin “%(next)s” at least %(days)s days later."),
    ),
    "extremes_need_five": (
        _("“%(name)s” drops the highest and the lowest score, but has only %(reviewers)s experts per project."),
        _("Use five experts or more, or keep all scores."),
    ),
    "threshold_above_scale": (
        _("The pass mark of “%(name)s” is above full marks (%(scale)s)."),
        _("Lower the pass mark."),
    ),
    "stage_without_experts": (_("“%(name)s” has no experts."), _("Say how many experts see each project.")),
    "stage_weights_not_whole": (
        _("The weights of the stages sum to %(percent)s%%."),
        _("Change them so that they sum to 100%%."),
    ),
    "ties_do_not_end_with_lot": (_("A tie might stay unbroken."), _("Make the verifiable lot the last tie rule.")),
    "no_rubric": (_("The round has no rubric."), _("Add the criteria that experts score.")),
    "rubric_not_hundred": (
        _("The criteria sum to %(points)s points."),
        _("Change the weights so that they sum to 100."),
    ),
    "criterion_without_weight": (_("The criterion “%(name)s” has no weight."), _("Give it points or remove it.")),
    "criterion_without_anchors": (
        _("The criterion “%(name)s” has no anchored levels."),
        _("Say in words what a high, a middle and a low score mean."),
    ),
    "no_tranches": (_("No payment is planned."), _("Add at least one part of the payment.")),
    "tranches_not_whole": (
        _("The parts of the payment sum to %(percent)s%%."),
        _("Change them so that they sum to 100%%."),
    ),
    "tranches_out_of_order": (
        _("A part of the payment waits for something that comes later than the part after it."),
        _("Order the parts: agreement signed, mid-term passed, final evaluation passed."),
    ),
    "payment_waits_for_nothing": (
        _("A part of the payment waits for the “%(phase)s”, which has no items."),
        _("Add the items of the “%(phase)s”, or pay that part by another trigger."),
    ),
    "evaluation_not_hundred": (
        _("The items of the “%(phase)s” sum to %(points)s points."),
        _("Change the points so that they sum to 100."),
    ),
    "grades_do_not_cover": (
        _("The grades of the “%(phase)s” do not cover all results, or none of them passes."),
        _("Let one grade begin at 0 points and let at least one grade pass."),
    ),
    "grades_upside_down": (
        _("In the “%(phase)s” a lower grade passes while a higher one does not."),
        _("Let every grade above the pass mark pass, and none below it."),
    ),
    "no_notice_period": (_("The public notice has no days."), _("Enter at least one working day.")),
    "act_needs_more": (
        _("“%(act)s” would need fewer than %(least)s persons."),
        _("Ask for %(least)s persons or more."),
    ),
}

# The field that mends it, where the form of the step has exactly one.
FIELDS = {
    "missing_title": "title",
    "missing_document_number": "document_number",
    "missing_enquiry_phone": "enquiry_phone",
    "missing_supervision_phone": "supervision_phone",
    "missing_window": "opens_at_0",
    "closes_before_it_opens": "closes_at_0",
    "missing_period": "starts_on",
    "period_ends_before_it_starts": "ends_on",
    "projects_start_before_closing": "starts_on",
    "no_pool": "pool_fen",
    "envelopes_above_pool": "pool_fen",
    "envelopes_below_pool": "pool_fen",
    "no_cap": "project_cap_fen",
    "cap_above_envelope": "project_cap_fen",
    "no_notice_period": "notice_days",
    "ties_do_not_end_with_lot": "tie_0",
    "short_form_for_everybody": "short_form_below_fen",
    "match_above_cap": "match_cap_fen",
}
NAMES: dict[str, Any] = {"act": Act, "section": Section, "phase": Phase, "means": Means}

# Where there is no such field, the table that mends it.
TABLES = {
    "no_documents": "documents",
    "field_without_envelope": "envelopes",
    "form_lacks_section": "sections",
    "list_without_need": "sections",
    "short_form_lacks_section": "sections",
    "rule_above_cap": "rules",
    "budget_rule_impossible": "rules",
    "no_stages": "stages",
    "stage_ends_after_next_starts": "stages",
    "extremes_need_five": "stages",
    "threshold_above_scale": "stages",
    "stage_without_experts": "stages",
    "stage_weights_not_whole": "stages",
    "notice_longer_than_stage": "stages",
    "no_rubric": "criteria",
    "rubric_not_hundred": "criteria",
    "criterion_without_weight": "criteria",
    "criterion_without_anchors": "criteria",
    "no_tranches": "tranches",
    "tranches_not_whole": "tranches",
    "tranches_out_of_order": "tranches",
    "payment_waits_for_nothing": "items",
    "evaluation_not_hundred": "items",
    "grades_do_not_cover": "grades",
    "grades_upside_down": "grades",
}


@dataclass(frozen=True)
class Line:
    """One line of the report as the page shows it."""

    where: str
    sentence: str
    remedy: str
    anchor: str


def line_of(found: Contradiction) -> Line:
    values = dict(found.values)
    if "fen" in values:
        values["yuan"] = f"{values['fen'] / 100:,.2f}".removesuffix(".00")
    for name, labels in NAMES.items():
        if name in values:
            values[name] = labels(values[name]).label
    if "percent" in values:
        values["percent"] = f"{values['percent']:g}"
    sentence, remedy = SENTENCES[found.code]
    field = FIELDS.get(found.code)
    if "act" in found.values:
        field = f"act_{found.values['act']}"
    anchor = f"id_{field}" if field else TABLES.get(found.code, "")
    return Line(found.where, str(sentence) % values, str(remedy) % values, anchor)
