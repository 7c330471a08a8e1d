"""Word to the author of an objection, by text message: where it stands, never what it says or about whom."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from notices.models import Objection
from venture.notify.channels import send_sms, site_name

LANGUAGE = "zh-hans"


def send_word(*, objection_id: int, verb: str) -> None:
    """Send the author word of a step. Raise ``OSError`` when the gateway did not take it: the job comes back."""
    objection = Objection.objects.get(pk=objection_id)
    with translation.override(LANGUAGE):
        text = _text(verb) % {
            "receipt": objection.receipt,
            "link": settings.SITE_URL.rstrip("/") + reverse("portal:objections"),
        }
        name = site_name(LANGUAGE)
    send_sms(objection.mobile, f"【{name}】{text}", number=f"objection:{objection.pk}:{verb}")


def _text(verb: str) -> str:
    if verb == "file":
        return _("Your objection was received. Number %(receipt)s. See where it stands: %(link)s")
    if verb == "accept":
        return _("Objection %(receipt)s was accepted and is being examined. See where it stands: %(link)s")
    if verb == "refuse":
        return _("Objection %(receipt)s was not accepted. Read why: %(link)s")
    if verb == "withdraw":
        return _("Objection %(receipt)s was taken back. If that was not you, call the office at once.")
    return _("Objection %(receipt)s was answered. Read the answer: %(link)s")
