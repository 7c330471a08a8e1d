"""A field for one file: it shows what is taken before anything is chosen, and says in words what is wrong after.

With ``ahead=True`` the page's script sends the file before the form, with progress, and the form carries its key; a
browser without the script sends the file with the form. Several photos become one PDF. Cleaned it is what
``flows.keep`` turns into an upload, whichever way it came.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from venture.files.examining import MOST_PAGES, Examined, examine, examined_pdf, joined
from venture.files.flows import Brought, Pages, Uploaded
from venture.files.models import StoredFile
from venture.files.registry import PICTURES, Purpose, purpose_of
from venture.kernel.errors import RuleRefusal, sentence_of

KEY_LENGTH = 32


def _taken(purpose: Purpose) -> str:
    """Return what is taken, in the language of the reader: when the page is drawn, not when the form is declared."""
    return _("%(taken)s, at most %(limit)s MB") % {"taken": purpose.taken(), "limit": purpose.max_mb}


class UploadInput(forms.ClearableFileInput):
    """The file's place in a form. Its value is a list: uploads that came with the form, or keys of those before it."""

    template_name = "files/upload.html"
    allow_multiple_selected = True

    def __init__(self, purpose: Purpose, attrs: dict[str, Any] | None = None) -> None:
        self.purpose = purpose
        super().__init__({"multiple": purpose.joins_pictures, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        keys = [each for each in value or [] if isinstance(each, str)]
        known = {file.key: file for file in StoredFile.objects.filter(key__in=keys, purpose=self.purpose.name)}
        context["widget"] |= {
            "purpose": self.purpose,
            "key_name": _key_name(name),
            "address": reverse("files:upload", kwargs={"purpose": self.purpose}) if self._goes_ahead() else "",
            "uploaded": [known[key] for key in keys if key in known],
            "most_pages": MOST_PAGES,
        }
        return context

    def _goes_ahead(self) -> bool:
        return bool(self.purpose.may_upload or self.purpose.by_ticket)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile | str]:
        came = [each for each in files.getlist(name) if each] if hasattr(files, "getlist") else []
        keys = data.getlist(_key_name(name)) if hasattr(data, "getlist") else []
        return came or [key for key in keys if len(key) == KEY_LENGTH][: MOST_PAGES + 1]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not self.value_from_datadict(data, files, name)

    def use_required_attribute(self, initial: Any) -> bool:
        # The key may stand in for the file; the form says in words when neither is there.
        return False


class UploadField(forms.FileField):
    """A file for one purpose.

    Cleaned it is ``Examined``, which ``flows.store`` keeps; with ``ahead`` whatever ``flows.keep`` takes.
    """

    def __init__(self, *, purpose: str, ahead: bool = False, **options: Any) -> None:
        self.purpose = purpose_of(purpose)
        self.ahead = ahead
        options.setdefault("help_text", lazy(_taken, str)(self.purpose))
        if ahead:
            options.setdefault("widget", UploadInput(self.purpose))
        # Ours says in words what to do about an empty file.
        super().__init__(**{"allow_empty_file": True, **options})
        self.widget.attrs.setdefault("accept", ",".join(self.purpose.endings()))

    def clean(self, data: Any, initial: Any = None) -> Brought | None:
        try:
            return self._brought(data, initial)
        except RuleRefusal as refusal:
            raise ValidationError(sentence_of(refusal), code=refusal.code) from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data if self.ahead else super().bound_data(data, initial)

    def _brought(self, data: Any, initial: Any) -> Brought | None:
        if not self.ahead:
            upload = super().clean(data, initial)
            return examine(upload, self.purpose) if upload else None
        came = list(data or [])
        if not came:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if isinstance(came[0], str):
            return Pages(tuple(came), self.purpose) if len(came) > 1 else Uploaded(came[0], self.purpose)
        uploads = [super(UploadField, self).clean(each) for each in came]
        return examine(uploads[0], self.purpose) if len(uploads) == 1 else self._one_paper(uploads)

    def _one_paper(self, uploads: list[UploadedFile]) -> Examined:
        """Return several photos as one PDF, called as the first of them."""
        pages = [examine(upload, self.purpose) for upload in uploads[: MOST_PAGES + 1]]
        if not self.purpose.joins_pictures or any(page.kind not in PICTURES for page in pages):
            raise RuleRefusal("file_only_one")
        paper = joined([page.content for page in pages])
        return examined_pdf(paper, self.purpose, pages[0].name.rpartition(".")[0])


def _key_name(name: str) -> str:
    return f"{name}_key"
