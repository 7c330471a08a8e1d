"""A field for one file: it shows what is taken before anything is chosen, and says in words what is wrong after."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from venture.files.enums import Kind
from venture.files.examining import Examined, examine
from venture.files.registry import MB, PICTURES, Purpose, purpose_of
from venture.kernel.errors import RuleRefusal, sentence_of


def _kinds(purpose: Purpose) -> list[Kind]:
    return [kind for kind in Kind if kind in purpose.kinds]


def _taken(purpose: Purpose) -> str:
    """Return what is taken, in the language of the reader: when the page is drawn, not when the form is declared."""
    taken = " · ".join(str(kind.label) for kind in _kinds(purpose))
    return _("%(taken)s, at most %(limit)s MB") % {"taken": taken, "limit": purpose.max_bytes // MB}


class UploadField(forms.FileField):
    """A file for one purpose; cleaned it is ``Examined``, which ``flows.store`` keeps."""

    def __init__(self, *, purpose: str, **options: Any) -> None:
        self.purpose = purpose_of(purpose)
        options.setdefault("help_text", lazy(_taken, str)(self.purpose))
        # Ours says in words what to do about an empty file.
        super().__init__(**{"allow_empty_file": True, **options})
        endings = [f".{kind.value}" for kind in _kinds(self.purpose)] + [".jpeg"] * bool(PICTURES & self.purpose.kinds)
        self.widget.attrs.setdefault("accept", ",".join(endings))

    def clean(self, data: Any, initial: Any = None) -> Examined | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return examine(upload, self.purpose)
        except RuleRefusal as refusal:
            raise ValidationError(sentence_of(refusal), code=refusal.code) from None
