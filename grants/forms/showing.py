"""What an organisation types to tell its project's story."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.flows.showing import LONGEST


class StoryForm(forms.Form):
    """Four fields. Numbers of persons are looked for when it is handed in."""

    title = forms.CharField(label=_("Title of the story"), max_length=60, widget=forms.TextInput({"class": "input"}))
    text = forms.CharField(
        label=_("What happened, and what became different"), max_length=LONGEST,
        widget=forms.Textarea({"class": "input", "rows": 10}),
        help_text=_("Three or four paragraphs, as you would tell a neighbour. No telephone numbers, no full names."),
    )  # fmt: skip
    tells_of_persons = forms.BooleanField(
        label=_("It tells of single persons, even without their names"), required=False
    )
    consents = forms.CharField(
        label=_("Whose consent is kept where"), max_length=200, required=False,
        widget=forms.TextInput({"class": "input"}),
        help_text=_("For children the guardians' consent. The papers stay with you; the bureau may look at them."),
    )  # fmt: skip
