"""The steps of the set-up, in the order in which a bureau thinks."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from rounds.admin.forms import totals
from rounds.admin.forms.applicants import ApplicantsForm, DocumentForm, EligibilityForm, FormForm, FormSectionForm
from rounds.admin.forms.basics import BasicsForm, ProvisionForm
from rounds.admin.forms.budget import BudgetRuleForm
from rounds.admin.forms.lengths import LengthsForm
from rounds.admin.forms.means import MeansForm
from rounds.admin.forms.money import CategoryForm, EnvelopeForm, IdeaAwardForm, PoolForm, envelope_choices
from rounds.admin.forms.payment import EvaluationItemForm, PaymentForm, ResultGradeForm, TrancheForm, typed_plans
from rounds.admin.forms.persons import PersonsForm
from rounds.admin.forms.review import CriterionForm, StageForm, TiesForm, heads_of
from rounds.admin.forms.rows import Rows
from rounds.enums import Means


@dataclass(frozen=True)
class Step:
    """One page of the set-up. ``key`` is also the ``where`` of the contradictions that are mended here."""

    key: str
    label: Any
    lead: Any
    form: type[MeansForm] | None = None
    rows: tuple[Rows, ...] = ()
    form_label: Any = ""


# A part stands under its whole.
TREE = (Coalesce("parent__order", "order"), F("parent").asc(nulls_first=True), "order", "pk")
ONE_ENVELOPE = ("category", "source", "area", "first_time")

STEPS: tuple[Step, ...] = (
    Step(
        "basics", _("Basics and dates"), _("What the call is named, who answers for it and when it runs."), BasicsForm
    ),
    Step(
        "plan",
        _("Articles of the plan"),
        _("What a project must be, where it works, how it is paid for and watched. Applicants read it in the guide."),
        None,
        (Rows("provisions", _("Articles"), ProvisionForm),),
    ),
    Step(
        "money",
        _("Fields and envelopes"),
        _("Which fields of service are funded, from which sources, and with how much."),
        PoolForm,
        (
            Rows("categories", _("Fields of service"), CategoryForm, once=("slug",), prefetch=("services",)),
            Rows(
                "envelopes", _("Envelopes"), EnvelopeForm, "category__round", ONE_ENVELOPE, envelope_choices,
                total=totals.envelopes, numbered=False, prefetch=("category", "source"),
            ),
            Rows("ideas", _("Awards for ideas"), IdeaAwardForm, means=Means.IDEA_AWARDS),
        ),
        _("Money of the round"),
    ),
    Step(
        "applicants",
        _("Who may apply"),
        _("The conditions that an applicant must meet, and the papers to bring."),
        ApplicantsForm,
        (
            Rows("eligibility", _("Conditions"), EligibilityForm),
            Rows("documents", _("Papers"), DocumentForm, once=("slug",)),
        ),
    ),
    Step(
        "form",
        _("Application form"),
        _("Which parts of the form a project fills, and from which amount on it fills all of them."),
        FormForm,
        (Rows("sections", _("Parts of the form"), FormSectionForm, once=("section",)),),
    ),
    Step(
        "lengths",
        _("Lengths of texts"),
        _("How many characters each text of the application may have. Empty: the usual length beside it."),
        LengthsForm,
    ),
    Step(
        "budget",
        _("Budget rules"),
        _("What a budget may hold, in yuan and percent."),
        None,
        (Rows("rules", _("Rules"), BudgetRuleForm),),
    ),
    Step(
        "review",
        _("Stages"),
        _("The stages with their days. The first is the call itself."),
        None,
        (Rows("stages", _("Stages"), StageForm),),
    ),
    Step(
        "rubric",
        _("Rubric"),
        _("What experts score, with how many points, how long their comment is, and how ties are broken."),
        TiesForm,
        (
            Rows(
                "criteria", _("Criteria"), CriterionForm, choices=heads_of, total=totals.criteria, ordering=TREE,
                prefetch=("parent",),
            ),
        ),
        _("Comment and ties"),
    ),
    Step(
        "payment",
        _("Agreement and payment"),
        _("The legal nature of the money, the public notice and the parts of the payment."),
        PaymentForm,
        (Rows("tranches", _("Parts of the payment"), TrancheForm, total=totals.tranches, plans=typed_plans()),),
    ),
    Step(
        "evaluation",
        _("Evaluation"),
        _("What the mid-term and the final evaluation look at, and what a grade leads to."),
        None,
        (
            Rows("items", _("Items"), EvaluationItemForm, total=totals.evaluation),
            Rows("grades", _("Grades"), ResultGradeForm, once=("phase", "floor")),
        ),
    ),
    Step(
        "persons",
        _("Persons and means"),
        _("How many people each act needs, and which advanced means this round uses."),
        PersonsForm,
    ),
)  # fmt: skip
BY_KEY = {step.key: step for step in STEPS}
