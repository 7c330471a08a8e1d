"""Who may apply, with which papers, and which parts of the form they fill."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.admin.fields import YuanField
from rounds.admin.forms.means import MeansForm
from rounds.models import DocumentRequirement, EligibilityRule, FormSection, Round


class ApplicantsForm(MeansForm):
    groups = (
        (_("Applications"), ("projects_per_organization", "project_prefix")),
        (_("Screening and correction"), ("district_first", "corrections", "correction_days")),
    )
    units = {
        "projects_per_organization": _("applications"),
        "corrections": _("times"),
        "correction_days": _("working days"),
    }

    class Meta:
        model = Round
        fields = ("projects_per_organization", "project_prefix", "district_first", "corrections", "correction_days")
        labels = {
            "projects_per_organization": _("One organisation may hand in"),
            "corrections": _("An application may be corrected"),
            "correction_days": _("Time for one correction"),
        }
        help_texts = {
            "project_prefix": _("YX makes the first application of 2027 YX2027-0001."),
            "corrections": _("0: what is not in order is refused at once."),
            "correction_days": _("Whoever does not correct in time has given up. The calendar counts the days."),
            "district_first": _("District staff screen the applications of their district first and recommend them."),
        }


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
    """The limit of the short form (简表), and what binds an application: signature and the communities' opinion."""

    groups = (
        ("", ("short_form_below_fen",)),
        (_("Signature and communities"), ("signing", "consent_needed", "consent_seal")),
    )

    short_form_below_fen = YuanField(
        label=_("Short form for projects below"),
        help_text=_("Smaller projects fill only the short form. 0: everybody fills the whole form."),
    )

    class Meta:
        model = Round
        fields = ("short_form_below_fen", "signing", "consent_needed", "consent_seal")
        widgets = {"signing": forms.RadioSelect}
        help_texts = {
            "signing": _("The signature is bound to the content: another content needs another signature."),
            "consent_needed": _("Every community where the project lands must have agreed, if with conditions."),
            "consent_seal": _("The opinion needs a picture of the sealed paper as well."),
        }


class FormSectionForm(MeansForm):
    class Meta:
        model = FormSection
        fields = ("section", "short")
