"""Named funds and the rules of a round, as forms of the admin whose saving is a flow."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grants.enums import FundState
from grants.flows import giving
from grants.models import DonationRules, NamedFund
from rounds.admin.fields import PercentField, YuanField
from venture.doors import desk
from venture.doors.admin import StaffAdmin
from venture.doors.desk import DeskAct
from venture.kernel import policy

ACTS: dict[str, desk.Act] = {
    "open": ("funds.open", giving.open_fund, _("The fund is public and takes donations.")),
    "close": ("funds.close", giving.close_fund, _("The fund takes no more donations; its page stays.")),
}


class FundForm(forms.ModelForm):
    goal_fen = YuanField(label=_("goal"), required=False, help_text=_("Empty: the fund names no goal."))

    def clean_goal_fen(self) -> int:
        return int(self.cleaned_data["goal_fen"] or 0)


class RulesForm(forms.ModelForm):
    least_fen = YuanField(label=_("at least"), required=False)
    full_share = PercentField(label=_("all points from this share of the budget"))

    def clean_least_fen(self) -> int:
        return int(self.cleaned_data["least_fen"] or 0)


@admin.register(NamedFund)
class FundAdmin(StaffAdmin):
    view_permission = "funds.view"
    change_permission = "funds.change"
    add_permission = "funds.add"
    form = FundForm
    list_display = ("name", "donor_name", "field", "state", "founded_on")
    list_filter = ("state", "field")
    search_fields = ("name", "donor_name", "slug")
    change_form_template = "admin/grants/giving/fund.html"
    fields = (
        "name", "slug", "donor_name", "consent", "field", "purpose", "story", "goal_fen", "founded_on",
        "state",
    )  # fmt: skip
    prepopulated_fields: ClassVar[Any] = {}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fixed = ("slug", "field") if obj is not None and obj.state != FundState.DRAFT else ()
        return ("state", *fixed)

    def save_model(self, request: HttpRequest, obj: NamedFund, form: Any, change: bool) -> None:
        giving.save_fund(obj, actor=request.user)  # type: ignore[arg-type]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        row = self.get_object(request, object_id) if self.has_view_permission(request) else None
        may = desk.may(request.user, ACTS, row) if isinstance(row, NamedFund) else {}
        public = isinstance(row, NamedFund) and row.state in FundState.public()
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), "may": may, "fund": row, "public": public}
        )


@admin.register(DonationRules)
class DonationRulesAdmin(StaffAdmin):
    view_permission = "donation_rules.view"
    change_permission = "donation_rules.change"
    add_permission = "donation_rules.add"
    form = RulesForm
    exclude = ("source",)
    list_display = ("round", "overview", "takes_until", "counts_until", "points", "takes_goods")
    list_select_related: ClassVar[Any] = ("round", "source")

    @admin.display(description=_("donations"))
    def overview(self, row: DonationRules) -> str:
        url = reverse("admin:donations_round", args=[row.round.code])
        return format_html('<a href="{}">{}</a>', url, gettext("Donations of the round"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("round",) if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: DonationRules, form: Any, change: bool) -> None:
        giving.save_donation_rules(obj, actor=request.user)  # type: ignore[arg-type]


class FundAct(DeskAct):
    permission = "funds.view"
    acts = ACTS
    row: NamedFund

    def rows(self) -> Any:
        return NamedFund.objects.all()

    def given(self, verb: str) -> dict[str, Any]:
        return {"fund_id": self.row.pk}

    def back(self) -> HttpResponseRedirect:
        if policy.allows(self.request.user, self.permission, self.row):
            return HttpResponseRedirect(reverse("admin:grants_namedfund_change", args=[self.row.pk]))
        return HttpResponseRedirect(reverse("admin:index"))
