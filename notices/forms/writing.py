"""The form in which a notice is composed: plain lines, no markup."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notices.domain import content
from notices.enums import NoticeKind
from notices.models import Notice


class NoticeForm(forms.ModelForm):
    text = forms.CharField(
        label=_("text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_(
            "Lines are paragraphs. “# ” begins a heading, “- ” an item of a list, “| ” a row of a table, whose first "
            "row is its head; “| # ” heads a group of rows, “| = ” is the total."
        ),
    )

    class Meta:
        model = Notice
        fields = ("kind", "round", "title", "document_number", "issuer", "summary", "days", "place", "statutory")
        help_texts = {
            "summary": _("Stands below the title in lists, for example: 33 projects, 5.08 million yuan."),
            "days": _("Only for public notices with a period. Its last day is computed by the working-day calendar."),
        }

    field_order = ("kind", "round", "title", "document_number", "issuer", "summary", "text", "days", "place")

    def __init__(self, *args: Any, rounds: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [choice for choice in NoticeKind.choices if choice[0] != NoticeKind.CORRECTION]
        if self.instance.pk is not None:
            self.fields["text"].initial = content.lines_of(self.instance.body)
            del self.fields["round"]
        elif rounds is not None:
            chosen: Any = self.fields["round"]
            chosen.queryset = rounds
            chosen.required = False
        if self.instance.corrects_id is not None:
            del self.fields["kind"]

    def words(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in {"round", "text"}}


class CorrectionForm(NoticeForm):
    """A correction has no kind and no round of its own: both are those of the notice that it corrects."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["kind"]
        del self.fields["round"]
