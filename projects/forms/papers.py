"""The forms of a paper of an application."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import ATTACHMENT_PURPOSE
from venture.files.forms import UploadField
from venture.kernel.errors import RuleRefusal


class PaperForm(forms.Form):
    """One upload for one place. ``replaces`` is the paper whose place it takes."""

    slug = forms.SlugField(max_length=40, widget=forms.HiddenInput)
    line = forms.SlugField(max_length=16, required=False, widget=forms.HiddenInput)
    replaces = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    label = forms.CharField(label=_("What it is"), max_length=80, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Purposes are declared when the app is ready, later than this class.
        self.fields["file"] = UploadField(label=_("File"), purpose=ATTACHMENT_PURPOSE, ahead=True)

    def place(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"slug": given["slug"], "line": given["line"], "label": given["label"], "replaces_id": given["replaces"]}

    def refusal(self) -> RuleRefusal:
        """Return what was wrong as a refusal: the first sentence about the file, or that nothing was chosen."""
        said = [str(error) for errors in self.errors.values() for error in errors]
        return RuleRefusal("paper_refused", words=" ".join(said))


class ReuseForm(forms.Form):
    slug = forms.SlugField(max_length=40)
    document = forms.IntegerField(min_value=1)
