"""The legal nature of the money, the parts of the payment and the evaluation behind them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.admin.fields import BandsField, LinesField, PercentField
from rounds.admin.forms.means import MeansForm
from rounds.domain.payment_plans import PLANS
from rounds.enums import Means
from rounds.models import EvaluationItem, ResultGrade, Round, Tranche


class PaymentForm(MeansForm):
    units = dict.fromkeys(
        ("notice_days", "objection_accept_days", "objection_answer_days", "objection_again_days"), _("working days")
    )

    class Meta:
        model = Round
        fields = (
            "nature", "notice_days", "objection_accept_days", "objection_answer_days", "objection_again_days",
        )  # fmt: skip
        widgets = {"nature": forms.RadioSelect}
        labels = {
            "notice_days": _("Public notice"),
            "objection_accept_days": _("Objections are accepted within"),
            "objection_answer_days": _("Objections are answered within"),
            "objection_again_days": _("Re-examination may be asked for within"),
        }
        help_texts = {
            "nature": _(
                "It decides the words of every page: grant agreement and receipt, or contract for services and invoice."
            ),
            "notice_days": _("Its first day counts. Holidays and make-up days come from the calendar."),
        }


class TrancheForm(MeansForm):
    needs = {"training_hours": Means.CAPACITY}
    units = {"training_hours": _("hours")}
    share = PercentField(label=_("Share"))
    preconditions = LinesField(label=_("Preconditions, one per line"), required=False)

    class Meta:
        model = Tranche
        fields = ("share", "trigger", "preconditions", "training_hours")


def typed_plans() -> dict[str, list[dict[str, str]]]:
    """Return the usual plans of payment as they are typed into the rows."""
    return {
        name: [{"share": f"{share / 100:g}", "trigger": trigger.value} for share, trigger in plan]
        for name, plan in PLANS.items()
    }


class EvaluationItemForm(MeansForm):
    units = {"points": _("points")}
    bands = BandsField(
        label=_("Points by the share reached, one per line"),
        required=False,
        help_text=_("Only for items by share: “100：3” gives 3 points from 100% on."),
    )

    class Meta:
        model = EvaluationItem
        fields = ("phase", "dimension", "name", "points", "scoring", "bands", "inferred")


class ResultGradeForm(MeansForm):
    units = {"floor": _("points")}

    class Meta:
        model = ResultGrade
        fields = ("phase", "name", "floor", "passes", "consequence", "inferred")
