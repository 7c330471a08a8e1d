"""The form of a resource, short enough for a phone."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import Community
from organizations.queries import communities_by_street, communities_of, organizations_of
from projects.forms.steps import SteppedForm
from projects.models import Resource


class CommunityChoice(forms.ModelChoiceField):
    """Communities with their street, which tells two of one name apart."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.street.name} · {obj.name}"


class ResourceForm(SteppedForm):
    """What somebody offers. Who speaks for a community or an organisation finds its name written in."""

    steps: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = (
        (_("What you offer"), ("kind", "title", "capacity")),
        (_("Who offers it, and where"), ("giver", "community", "field", "conditions")),
    )
    community = CommunityChoice(
        Community.objects.none(), label=_("Community"), required=False, empty_label=_("The whole city")
    )

    class Meta:
        model = Resource
        fields = ("kind", "title", "capacity", "giver", "community", "field", "conditions")
        widgets: ClassVar[dict[str, Any]] = {"kind": forms.RadioSelect, "conditions": forms.Textarea(attrs={"rows": 2})}
        help_texts: ClassVar[dict[str, Any]] = {
            "title": _("In one line, for example: a room for forty people with a projector."),
            "capacity": _("For example: Saturday and Sunday mornings; or 200 sets of school things."),
            "giver": _("The name that everybody reads: a community, an organisation, an enterprise, or “a resident”."),
            "conditions": _(
                "What is not possible, what must be kept in mind. No telephone numbers: this is published."
            ),
        }

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [each for each in kind.choices if each[0]]
        field: Any = self.fields["field"]
        field.choices = [("", _("Every field")), *(each for each in field.choices if each[0])]
        community: Any = self.fields["community"]
        community.queryset = communities_by_street()
        if user is not None and self.instance.pk is None:
            self._write_in(user)

    def _write_in(self, user: Any) -> None:
        """Write in whom the person speaks for. Two queries."""
        own = communities_of(user).first()
        if own is not None:
            self.initial["giver"], self.initial["community"] = own.name, own.pk
            return
        organization = organizations_of(user).order_by("name").first()
        if organization is not None:
            self.initial["giver"] = organization.name
