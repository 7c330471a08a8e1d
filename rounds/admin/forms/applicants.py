"""Who may apply, with which papers, and which parts of the form they fill."""

from django.utils.translation import gettext_lazy as _

from rounds.admin.fields import YuanField
from rounds.admin.forms.means import MeansForm
from rounds.models import DocumentRequirement, EligibilityRule, FormSection, Round


class ApplicantsForm(MeansForm):
    units = {"projects_per_organization": _("applications")}

    class Meta:
        model = Round
        fields = ("projects_per_organization",)
        labels = {"projects_per_organization": _("One organisation may hand in")}


class EligibilityForm(MeansForm):
    class Meta:
        model = EligibilityRule
        fields = ("text", "kind", "value", "automatic", "citation", "inferred")
        help_texts = {"automatic": _("The platform judges it from the data of the organisation.")}


class DocumentForm(MeansForm):
    class Meta:
        model = DocumentRequirement
        fields = ("name", "slug", "hint", "required")
        help_texts = {"slug": _("Small letters without blanks. It stays when the name changes.")}


class FormForm(MeansForm):
    """The limit of the short form (简表)."""

    short_form_below_fen = YuanField(
        label=_("Short form for projects below"),
        help_text=_("Smaller projects fill only the short form. 0: everybody fills the whole form."),
    )

    class Meta:
        model = Round
        fields = ("short_form_below_fen",)


class FormSectionForm(MeansForm):
    class Meta:
        model = FormSection
        fields = ("section", "short")
