"""Fields of service, envelopes, donations and awards for ideas."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from rounds.admin.fields import LinesField, PercentField, YuanField
from rounds.admin.forms.means import MeansForm
from rounds.enums import Means
from rounds.models import Category, Envelope, FundSource, IdeaAward, Round, SubService

SHARE_OF_A_DONATION = 100_000  # basis points: ten yuan of public money for one donated yuan, and no more


class PoolForm(MeansForm):
    needs = dict.fromkeys(("naming_share", "match_share", "match_cap_fen", "unmatched_cap_fen"), Means.DONATIONS)
    pool_fen = YuanField(label=_("Money in all"))
    project_cap_fen = YuanField(label=_("At most for one project"))
    naming_share = PercentField(
        label=_("A donation earns the name from"),
        help_text=_("Of the budget of the project. 0: a donation never earns the name."),
    )
    match_share = PercentField(
        label=_("Public money for a donation"),
        most=SHARE_OF_A_DONATION,
        help_text=_("200 means two yuan of public money for each donated yuan."),
    )
    match_cap_fen = YuanField(label=_("At most for a project with a donation"))
    unmatched_cap_fen = YuanField(label=_("At most for a project without a donation"))

    class Meta:
        model = Round
        fields = ("pool_fen", "project_cap_fen", "naming_share", "match_share", "match_cap_fen", "unmatched_cap_fen")


class CategoryForm(MeansForm):
    services = LinesField(label=_("Services, one per line"), required=False)

    class Meta:
        model = Category
        fields = ("slug", "name", "description")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["services"].initial = [service.name for service in self.instance.services.all()]

    def save(self, commit: bool = True) -> Any:
        category = super().save(commit)
        if "services" in self.changed_data:
            category.services.all().delete()
            SubService.objects.bulk_create(
                SubService(category=category, name=name, order=order)
                for order, name in enumerate(self.cleaned_data["services"])
            )
        return category


class EnvelopeForm(MeansForm):
    needs = {"area": Means.DISTRICTS, "first_time": Means.FIRST_TIME}
    amount_fen = YuanField(label=_("Amount"))

    class Meta:
        model = Envelope
        fields = ("category", "source", "area", "first_time", "amount_fen")

    def __init__(self, *args: Any, choices: dict[str, list[Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in choices.items():
            if name in self.fields:
                offer(self.fields[name], rows)


def envelope_choices(round_: Round) -> dict[str, list[Any]]:
    """Return what the menus of an envelope offer; 3 queries for all rows together."""
    areas = EnvelopeForm.base_fields["area"].queryset  # type: ignore[attr-defined]
    return {
        "category": list(round_.categories.all()),
        "source": list(FundSource.objects.all()),
        "area": list(areas.all()) if Means.DISTRICTS in round_.advanced else [],
    }


def offer(field: Any, rows: list[Any]) -> None:
    """Offer exactly ``rows``, fetched once for all forms of the page, and ask the database only for what is chosen."""
    field.queryset = field.queryset.model._default_manager.filter(pk__in=[row.pk for row in rows])
    empty = [("", field.empty_label)] if field.empty_label is not None else []
    field.widget.choices = [*empty, *((row.pk, str(row)) for row in rows)]


class IdeaAwardForm(MeansForm):
    amount_fen = YuanField(label=_("Amount for each"))

    class Meta:
        model = IdeaAward
        fields = ("name", "places", "amount_fen", "citation", "inferred")
