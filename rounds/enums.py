from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoundState(models.TextChoices):
    """Where a round stands. Whether it takes applications at an instant is the clock's word, not the state's."""

    DRAFT = "draft", pgettext_lazy("round", "Draft")
    PROPOSED = "proposed", _("Waiting for the check")
    CHECKED = "checked", _("Waiting for approval")
    PUBLISHED = "published", pgettext_lazy("round", "Published")
    OPEN = "open", _("Taking applications")
    CLOSED = "closed", _("Applications closed")
    REVIEWING = "reviewing", _("Under review")
    DECIDED = "decided", _("Decided")
    IMPLEMENTING = "implementing", _("Projects running")
    ARCHIVED = "archived", _("Archived")

    @classmethod
    def public(cls) -> frozenset["RoundState"]:
        """Return the states in which everybody may read the round."""
        return frozenset(cls) - {cls.DRAFT, cls.PROPOSED, cls.CHECKED}

    @classmethod
    def before_review(cls) -> frozenset["RoundState"]:
        """Return the public states in which one more application can still be let in; the clock says whether it is."""
        return frozenset({cls.PUBLISHED, cls.OPEN, cls.CLOSED})

    @classmethod
    def editable(cls) -> frozenset["RoundState"]:
        return frozenset({cls.DRAFT})


class Nature(models.TextChoices):
    """The legal nature of the money: it decides contract, receipts and words."""

    GRANT = "grant", _("Grant")
    PURCHASE = "purchase", _("Government purchase of services")

    @property
    def terms(self) -> "Terms":
        """Return the words that papers and pages of such a round use."""
        return TERMS[self]


class Signing(models.TextChoices):
    """How the signatory binds the organisation to what is handed in."""

    CODE = "code", _("By a code to the signatory")
    SCAN = "scan", _("By a sealed scan with a letter of authorisation")
    EITHER = "either", _("By a code or by a sealed scan")

    @property
    def ways(self) -> tuple[str, ...]:
        return ("code", "scan") if self == Signing.EITHER else (str(self.value),)


class Terms(NamedTuple):
    """What the same thing is called in a grant and in a purchase of services."""

    agreement: Any
    receipt: Any
    money: Any
    funder: Any
    recipient: Any
    law: Any


TERMS = {
    Nature.GRANT: Terms(
        agreement=_("Grant agreement"),
        receipt=_("Receipt for the grant (no tax invoice)"),
        money=_("Grant"),
        funder=_("Funder"),
        recipient=_("Grantee"),
        law=_("Rules on grants and on lottery money"),
    ),
    Nature.PURCHASE: Terms(
        agreement=_("Contract for the purchase of services"),
        receipt=_("Tax invoice"),
        money=_("Price of the services"),
        funder=_("Purchaser"),
        recipient=_("Supplier"),
        law=_("Rules on government purchase of services and on procurement"),
    ),
}


class Field(models.TextChoices):
    """The five fields of the seed plan (五、活动规则(二))."""

    ELDERLY = "elderly", _("Elderly care")
    DISABILITY = "disability", _("Disability services")
    YOUTH = "youth", _("Youth services")
    RELIEF = "relief", _("Poverty relief")
    OTHER = "other", _("Other public benefit")


class BudgetRuleKind(models.TextChoices):
    MAX_AMOUNT = "max_amount", _("At most this amount")
    MIN_AMOUNT = "min_amount", _("At least this amount")
    MAX_SHARE = "max_share", _("At most this share")
    MIN_SHARE = "min_share", _("At least this share")
    LINE_MAX_AMOUNT = "line_max_amount", _("Each line at most this amount")
    LINE_NEEDS_BASIS = "line_needs_basis", _("A line from this amount on needs its calculation")
    LINE_NEEDS_QUOTE = "line_needs_quote", _("A line from this amount on needs a quotation")
    FORBIDDEN = "forbidden", _("Not allowed")


class Base(models.TextChoices):
    """What a share is a share of; the cities' texts keep the two apart."""

    GRANT = "grant", _("Of the grant asked for")
    TOTAL = "total", _("Of the whole budget")


class StageKind(models.TextChoices):
    INTAKE = "intake", _("Call for applications")
    SCREENING = "screening", _("Screening of eligibility and form")
    REVIEW = "review", _("Written review")
    PANEL = "panel", _("Live panel")
    DECISION = "decision", _("Decision and public notice")
    AGREEMENT = "agreement", _("Agreement and first payment")
    RUNNING = "running", _("Implementation and evaluation")


class Tie(models.TextChoices):
    """How a tie is broken, in an order fixed in advance; the lot is always the last."""

    NEED_SCORE = "need_score", _("Higher score for the need")
    FEASIBILITY_SCORE = "feasibility_score", _("Higher score for feasibility")
    GRADE = "grade", _("Higher grade of the organisation")
    FIRST_TIME = "first_time", _("First-time applicant first")
    LOT = "lot", _("Verifiable lot")


class Trigger(models.TextChoices):
    SIGNED = "signed", _("Agreement signed")
    MIDTERM_PASSED = "midterm_passed", _("Mid-term evaluation passed")
    FINAL_PASSED = "final_passed", _("Final evaluation passed")


class AmendmentState(models.TextChoices):
    ASKED = "asked", _("Waiting for the second person")
    APPROVED = "approved", _("In force")
    REFUSED = "refused", _("Refused")


class Means(models.TextChoices):
    """Means that an ordinary round does without; what is not ticked appears on no page."""

    EXPERT_DRAW = "expert_draw", _("Draw experts by verifiable lot")
    OPTIMISER = "optimiser", _("Propose the assignment of experts by computation")
    COMPOSITE = "composite", _("Composite score of written review and panel")
    CALIBRATION = "calibration", _("Even out strict and mild experts")
    FIRST_TIME = "first_time_share", _("Reserve a share for first-time applicants")
    DISTRICTS = "district_envelopes", _("Envelopes per district")
    DONATIONS = "donations", _("Donations to named projects, with matching money")
    IDEA_AWARDS = "idea_awards", _("Awards for ideas that are not selected")
    UNITS = "member_units", _("Tasks of the member units of the leading group")
    CAPACITY = "capacity", _("Hours of training and mentoring before a part is paid")
    NEEDS_LIST = "needs_list", _("Applications answer a need of the published list")
    RESOURCES = "resources", _("List of resources, support by residents, suggestions of what fits")
    LINKAGE = "linkage", _("Three-society linkage: communities, social workers, volunteers, charitable resources")
    IDEAS = "ideas", _("Ideas of people and of other units, to be paired with an organisation")


class Act(models.TextChoices):
    """Acts that need more than one person; how many is the round's own rule."""

    PUBLISH = "publish", _("Publish the round")
    AMEND = "amend", _("Amend a published round")
    REFUSE = "refuse", _("Refuse an application")
    PAY = "pay", _("Pay a tranche")
    OVERRIDE = "override", _("Override a rank")


class Section(models.TextChoices):
    """The parts of the application form (申报书)."""

    PROJECT = "project", _("Project in brief")
    ORGANISATION = "organisation", pgettext_lazy("part of the form", "The organisation")
    LANDING = "landing", _("Place and communities")
    NEED = "need", _("Need and beneficiaries")
    INDICATORS = "indicators", _("Aims and indicators")
    ACTIVITIES = "activities", _("Activities and schedule")
    TEAM = "team", _("Team")
    BUDGET = "budget", _("Budget")
    COFUNDING = "cofunding", _("Own money and partners")
    RISKS = "risks", _("Risks")
    SUSTAINABILITY = "sustainability", _("What remains afterwards")
    FILES = "files", _("Papers")
    COMMITMENT = "commitment", _("Pledge of honesty")


class Chapter(models.TextChoices):
    """The chapters of the plan that are text: what a project must be, where, how it is paid for and watched."""

    REQUIREMENT = "requirement", _("What a project must be")
    AREA = "area", _("Where projects work")
    FUNDING = "funding", _("Money of the projects")
    STEPS = "steps", _("Steps of the round")
    SUPERVISION = "supervision", _("Supervision of the money")
    COMMENDATION = "commendation", _("Commendation and publicity")


class Phase(models.TextChoices):
    MIDTERM = "midterm", _("Mid-term evaluation")
    FINAL = "final", _("Final evaluation")


class Scoring(models.TextChoices):
    """How an item of the evaluation gets its points."""

    JUDGED = "judged", _("Judged by the evaluator")
    RATIO = "ratio", _("By the share of the target that was reached")


class TaskState(models.TextChoices):
    """Where a task of a member unit stands. Whether it is late is the calendar's word, not the state's."""

    GIVEN = "given", _("Not taken up yet")
    TAKEN = "taken", _("Being worked on")
    REPORTED = "reported", _("Reported, waits for the office")
    RETURNED = "returned", _("Sent back for more")
    DONE = "done", pgettext_lazy("task", "Done")
    DROPPED = "dropped", _("Dropped")

    @classmethod
    def owed(cls) -> frozenset["TaskState"]:
        """Return the states in which the unit still owes a report."""
        return frozenset({cls.GIVEN, cls.TAKEN, cls.RETURNED})

    @classmethod
    def living(cls) -> frozenset["TaskState"]:
        return frozenset({*cls.owed(), cls.REPORTED})
