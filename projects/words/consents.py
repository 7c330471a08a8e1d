"""Refusals and acts about the communities' opinions."""

from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts
from venture.kernel.errors import word

word(
    {
        "consent_place_missing": _("Save this community as a place of the project first; then ask it."),
        "consent_contact_missing": _("Fill in whom to ask there and the mobile number, save, then ask."),
        "consent_answered": _("%(community)s has agreed to just this already."),
        "consent_nudge_early": _("A community may be reminded once, two working days after it was asked."),
        "consent_code_not_sent": _("The code could not be sent. Try again in a minute."),
        "consent_code_wrong": _("This code is wrong or too old. Ask for a new one."),
        "consent_answer_unknown": _("Choose one of the four answers."),
        "consent_name_missing": _("Write your name: the opinion is given by a person for the community."),
        "consent_words_missing": _("Write the conditions or the reason, so that the applicant knows what to do."),
        "seal_refused": _("The sealed opinion was not taken: %(words)s"),
        "consent_not_in_favour": _("Only an opinion in favour can be sealed."),
    }
)
name_acts(
    {
        "application.ask_consent": _("Community asked for its opinion"),
        "application.nudge_consent": _("Community reminded"),
        "application.answer_consent": _("Opinion of a community given"),
        "application.take_consent_back": _("Question to a community taken back"),
        "application.seal_consent": _("Sealed opinion of a community added"),
    }
)
