"""The validation report in words: what contradicts what, and how to mend it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from rounds.admin.forms import ACTS
from rounds.domain.validation import Contradiction

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
    "no_notice_period": (_("The public notice has no days."), _("Enter at least one working day.")),
    "act_needs_two": (_("“%(act)s” needs only one person."), _("Ask for two persons or more.")),
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
    if "act" in values:
        values["act"] = ACTS[values["act"]]
    if "percent" in values:
        values["percent"] = f"{values['percent']:g}"
    sentence, remedy = SENTENCES[found.code]
    field = FIELDS.get(found.code)
    return Line(found.where, str(sentence) % values, str(remedy) % values, f"id_{field}" if field else "")
