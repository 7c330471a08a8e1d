"""What somebody writes who objects to a notice, and what opens an objection to its author."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notices.domain.objection import Filing, problems_of
from notices.enums import Objector
from notices.flows.objecting import LEAST, MOST, MOST_FILES
from notices.models import OBJECTION_PURPOSE, Notice
from notices.queries import named_in
from organizations.domain import uscc
from organizations.domain.numbers import validated_mobile
from venture.files.examining import Examined, examine
from venture.files.models import StoredFile
from venture.files.registry import purpose_of
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of

KEY_LENGTH = 32
WHOLE = "-"
SHORT_NAMES = (
    (Objector.UNIT.value, pgettext_lazy("objector", "A unit")),
    (Objector.PERSON.value, pgettext_lazy("objector", "A person")),
    (Objector.LEAD.value, pgettext_lazy("objector", "Only a lead")),
)
# Beside which field a problem of the whole form stands.
BESIDE = {
    "objection_late": "objector", "objection_name_missing": "name", "objection_mobile_missing": "mobile",
    "objection_seal_missing": "papers", "objection_text_short": "text",
}  # fmt: skip


class PapersInput(forms.ClearableFileInput):
    """Several files at once; what was kept of an earlier try is chosen by its key."""

    allow_multiple_selected = True
    template_name = "portal/papers_input.html"

    kept: Sequence[StoredFile] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        context["widget"]["kept"] = self.kept
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return [each for each in files.getlist(name) if each] if hasattr(files, "getlist") else []

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class ObjectionForm(forms.Form):
    """Who objects, to which project, why, with which papers. Every problem stands beside its field, all at once."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    objector = forms.ChoiceField(
        label=_("Who are you"), choices=[], widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )  # fmt: skip
    name = forms.CharField(
        label=_("Name of the unit, or your real name"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "name"}),
    )  # fmt: skip
    credit_code = forms.CharField(
        label=_("Credit code"), max_length=24, required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocapitalize": "characters"}),
    )  # fmt: skip
    contact = forms.CharField(
        label=_("Contact person"), max_length=60, required=False, widget=forms.TextInput(attrs={"class": "input"})
    )
    mobile = forms.CharField(
        label=_("Mobile number"), max_length=20, required=False,
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    project = forms.ChoiceField(
        label=_("Against which project"), required=False, widget=forms.Select(attrs={"class": "input"})
    )
    text = forms.CharField(
        label=_("What is wrong, and how it can be checked"), required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 5}),
        help_text=_("Which facts, how you know, what should be done. 20 to 2,000 characters."),
    )  # fmt: skip

    def __init__(self, *args: Any, notice: Notice, late: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notice = notice
        self.brought: list[Examined] = []
        fields: Any = self.fields
        fields["objector"].choices = [
            (value, label) for value, label in SHORT_NAMES if not late or value == Objector.LEAD
        ]
        named = named_in(notice)
        fields["project"].choices = [
            *([("", _("Choose a project of this notice"))] if named else []),
            *((code, f"{number}. {title}") for number, (code, title) in enumerate(named, start=1)),
            (WHOLE, _("The whole notice")),
        ]
        purpose = purpose_of(OBJECTION_PURPOSE)
        fields["papers"] = forms.Field(
            label=pgettext_lazy("objection", "Papers"), required=False,
            widget=PapersInput(attrs={"accept": ",".join(purpose.endings())}),
            help_text=_("%(taken)s, at most %(limit)s MB each, at most five. A unit adds its sealed letter.")
            % {"taken": purpose.taken(), "limit": purpose.max_mb},
        )  # fmt: skip
        if late:
            self.initial["objector"] = Objector.LEAD

    def keep(self, files: Sequence[StoredFile]) -> None:
        """Show the papers that are kept when the form is drawn again."""
        widget: Any = self.fields["papers"].widget
        widget.kept = files

    @property
    def kept_keys(self) -> list[str]:
        """Return the keys of papers that an earlier try brought and its author still wants."""
        given = self.data.getlist("kept") if hasattr(self.data, "getlist") else []
        return [key for key in given if len(key) == KEY_LENGTH][:MOST_FILES]

    def clean_papers(self) -> list[Examined]:
        """Examine each paper; the good ones are kept even where another is refused."""
        for upload in self.cleaned_data["papers"] or []:
            try:
                self.brought.append(examine(upload, purpose_of(OBJECTION_PURPOSE)))
            except RuleRefusal as refusal:
                self.add_error("papers", f"{upload.name}：{sentence_of(refusal)}")
        if len(self.brought) + len(self.kept_keys) > MOST_FILES:
            self._refuse("papers", RuleRefusal("objection_files_many", most=MOST_FILES))
        return self.brought

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        values = {name: data.get(name) or "" for name in ("objector", "name", "mobile", "text", "project")}
        if not data.get("project") and "project" not in self.errors:
            self._refuse("project", RuleRefusal("objection_project_unknown"))
        if values["objector"] and self.notice.ends_on:
            filing = Filing(
                values["objector"], values["name"], values["mobile"], values["text"],
                bool(self.brought or self.kept_keys), values["project"],
            )  # fmt: skip
            problems = problems_of(filing, least=LEAST, today=clock.today(), last=self.notice.ends_on)
            for code in problems:
                self._refuse(BESIDE[code], RuleRefusal(code))
        if len(values["text"].strip()) > MOST:
            self._refuse("text", RuleRefusal("objection_text_long", most=MOST))
        self._shaped("mobile", values["mobile"], validated_mobile)
        self._shaped("credit_code", data.get("credit_code") or "", uscc.validated)
        return data

    def _shaped(self, name: str, text: str, check: Callable[[str], str]) -> None:
        if text.strip() and name not in self.errors:
            try:
                self.cleaned_data[name] = check(text)
            except RuleRefusal as refusal:
                self._refuse(name, refusal)

    def _refuse(self, name: str, refusal: RuleRefusal) -> None:
        self.add_error(name, forms.ValidationError(sentence_of(refusal), code=refusal.code))

    def filing(self) -> dict[str, Any]:
        """Return what ``file_objection`` takes, papers aside."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("key", "objector", "text", "name", "credit_code", "contact", "mobile")},
            "project_code": "" if data["project"] == WHOLE else data["project"],
        }


class ReceiptForm(forms.Form):
    """The receipt number, and the mobile number of whoever gave one."""

    receipt = forms.CharField(
        label=_("Receipt number"), max_length=24,
        widget=forms.TextInput(attrs={"class": "input", "autocapitalize": "characters"}),
    )  # fmt: skip
    mobile = forms.CharField(
        label=_("Mobile number"), max_length=20, required=False, help_text=_("Empty for a lead without a number."),
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip


class AgainForm(forms.Form):
    """What is wrong with the answer: the one re-examination."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    text = forms.CharField(
        label=_("What is wrong with the answer"), max_length=2000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4}),
        help_text=_("20 to 2,000 characters. It is examined by somebody else, once."),
    )  # fmt: skip
