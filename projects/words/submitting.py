"""Refusals and acts of signing, handing in, calling back, withdrawing and giving more time."""

from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts
from venture.kernel.errors import word

word(
    {
        "application_incomplete": _("%(count)s places still keep from handing in. The check page leads to each."),
        "consent_seal_missing": _("The seal of the community is missing: %(communities)s. Ask for the sealed opinion."),
        "signature_missing": _(
            "Nobody signed this content yet. Sign it, or ask who signs for the organisation; then hand it in."
        ),
        "signer_missing": _("Nobody else signs for the organisation. Invite a signatory on the page of its members."),
        "signer_not_authorised": _("Only an owner or a signatory of the organisation can sign."),
        "signing_way_closed": _("This round does not take this kind of signature."),
        "signing_code_wrong": _(
            "This code does not sign this content: it is wrong, too old, or something was changed since. Ask for a new"
            " one."
        ),
        "signing_code_not_sent": _("The code could not be sent. Try again in a minute, or sign by a sealed scan."),
        "content_changed": _("Something was changed while you signed. Look at it again and sign what it says now."),
        "correction_outside": _(
            "%(count)s places changed that the correction does not name. Put them back to what you handed in."
        ),
        "correction_not_recalled": _("A correction that was handed in cannot be called back."),
        "withdraw_reason_missing": _("State the reason. It stays on record."),
        "extension_reason_missing": _("State why this applicant needs more time. The applicant reads it."),
        "extension_not_needed": _("The application is “%(state)s”: only a draft can be given more time."),
        "extension_too_late": _("The screening of this round runs already; nobody is let in any more."),
        "extension_past": _("Choose an instant that lies ahead and later than the end that holds now."),
        "extension_asked": _("More time is asked for already. A second person decides first."),
    }
)
name_acts(
    {
        "application.ask_signature": _("Signatory asked"),
        "application.sign": _("Application signed"),
        "application.print": _("Application printed"),
        "extension.ask": _("More time asked for"),
        "extension.grant": _("More time granted"),
        "extension.refuse": _("More time refused"),
    }
)
