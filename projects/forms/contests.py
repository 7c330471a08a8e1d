"""Opening the review of a call's ideas: criteria, judges, until when, what tax is withheld."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import Role
from accounts.queries.people import holders_of
from projects.domain.ideas import FULL_MARKS, TAX_SHARE, WHOLE
from rounds.models import Round
from venture.doors.admin import DayInput

JUDGES = (Role.EXPERT, Role.LEADER, Role.CLERK, Role.HEAD, Role.OPERATOR)
ROWS = (1, 2, 3, 4)
PROPOSED = ((_("New and surprising"), 40), (_("Answers a need"), 30), (_("Can be done"), 30))
TAX_BASIS = "《中华人民共和国个人所得税法》第三条、第六条：偶然所得"


class ContestForm(forms.Form):
    """``rounds`` are closed calls with awards for ideas that have no review yet."""

    round = forms.ModelChoiceField(Round.objects.none(), label=_("round"))
    due_on = forms.DateField(label=_("Judge until"), widget=DayInput)
    judges = forms.ModelMultipleChoiceField(
        Round.objects.none(), label=_("Judges"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Two at least. Who posted an idea of this call cannot judge."),
    )  # fmt: skip
    tax_percent = forms.DecimalField(
        label=_("Tax withheld from persons (%)"), min_value=0, max_value=100, decimal_places=2,
        help_text=_("Nought where the law frees the prize; name the basis below."),
    )  # fmt: skip
    tax_basis = forms.CharField(label=_("Basis in law"), max_length=120)

    def __init__(self, *args: Any, rounds: QuerySet[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["round"]
        chosen.queryset = rounds
        judges: Any = self.fields["judges"]
        judges.queryset = holders_of(*JUDGES)
        self.fields["tax_percent"].initial = TAX_SHARE * 100 // WHOLE
        self.fields["tax_basis"].initial = TAX_BASIS
        for row in ROWS:
            proposed = PROPOSED[row - 1] if row <= len(PROPOSED) else ("", None)
            self.fields[f"name{row}"] = forms.CharField(
                label=_("Criterion %(row)s") % {"row": row}, max_length=30, required=False, initial=proposed[0]
            )
            self.fields[f"points{row}"] = forms.IntegerField(
                label=pgettext_lazy("criterion", "Points of criterion %(row)s") % {"row": row}, min_value=1,
                max_value=FULL_MARKS, required=False, initial=proposed[1],
            )  # fmt: skip

        criteria = [f"{part}{row}" for row in ROWS for part in ("name", "points")]
        self.order_fields(["round", "due_on", *criteria, "judges", "tax_percent", "tax_basis"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for row in ROWS:
            if bool(given.get(f"name{row}")) != bool(given.get(f"points{row}")) and f"points{row}" not in self.errors:
                self.add_error(f"points{row}", _("A criterion has a name and points."))
        if not self.errors and sum(each["points"] for each in self._criteria(given)) != FULL_MARKS:
            self.add_error("points1", _("The points of the criteria must make 100 together."))
        return given

    def _criteria(self, given: dict[str, Any]) -> list[dict[str, Any]]:
        return [{"name": given[f"name{row}"], "points": given[f"points{row}"]} for row in ROWS if given[f"name{row}"]]

    def facts(self) -> dict[str, Any]:
        """Return what the flow needs besides the actor."""
        given = self.cleaned_data
        return {
            "round_id": given["round"].pk, "criteria": self._criteria(given), "judges": list(given["judges"]),
            "due_on": given["due_on"], "tax_share": int(given["tax_percent"] * WHOLE / 100),
            "tax_basis": given["tax_basis"],
        }  # fmt: skip
