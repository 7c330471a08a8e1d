"""The link to a community's page, sent to a telephone that belongs to no account."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from projects.enums import ConsentState
from projects.flows.applications.consenting import page_of
from projects.models import CommunityConsent
from venture.notify.channels import send_sms, site_name

LANGUAGE = "zh-hans"


def send_consent_link(*, consent_id: int, number: str) -> None:
    """Send the link unless the community has answered meanwhile. Raise ``OSError`` when the gateway did not take it.

    The text names the project and the applicant, the link nobody: it opens one question and no account.
    """
    consent = CommunityConsent.objects.select_related("community").get(pk=consent_id)
    if consent.state != ConsentState.ASKED:
        return
    with translation.override(LANGUAGE):
        text = _("%(organization)s asks %(community)s for its opinion of “%(title)s”: %(link)s") % {
            "organization": consent.asked["organization"],
            "community": consent.community.name,
            "title": consent.asked["title"] or consent.asked["application"],
            "link": settings.SITE_URL.rstrip("/") + page_of(consent),
        }
        name = site_name(LANGUAGE)
    send_sms(consent.mobile, f"【{name}】{text}", number=f"consent:{consent.pk}:{number}")
