"""What every page needs to draw its frame. No query: the frame must draw when the database does not answer."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from venture.doors.loading import percent

NAMES = {"zh-hans": "中文", "en": "English"}


def site(request: HttpRequest) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    other = "en" if language == "zh-hans" else "zh-hans"
    names: dict[str, Any] = settings.SITE
    return {
        "large_text": request.COOKIES.get("size") == "large",
        "large_text_url": reverse("portal:display"),
        "site_name": names["name"][language],
        "site": {
            "name": names["name"][language],
            "other_name": names["name"][other],
            "organisers": names["organisers"][language],
            "enquiry": names["enquiry"],
            "supervision": names["supervision"],
        },
        "other_language": {"code": other, "name": NAMES[other], "url": same_page(request, other)},
        "site_nav": list(_nav(request)),
        "loading": percent(),
        "tray_link": reverse("notify:tray") if settings.DEMO_TRAY else "",
    }


def same_page(request: HttpRequest, language: str) -> str:
    """Return the address of this page in the other language: the same path with or without ``/en``."""
    path = request.get_full_path()
    if language == "en":
        return f"/en{path}"
    return path.removeprefix("/en") or "/"


def _nav(request: HttpRequest) -> Any:
    for name, label in (
        ("portal:home", _("Home")),
        ("portal:calls", _("Calls and guide")),
        ("portal:notices", _("Notices")),
        ("portal:needs", _("Community needs")),
        ("portal:projects", _("Funded projects")),
        ("portal:figures", _("Open data")),
    ):
        url = reverse(name)
        exact = name == "portal:home"
        current = request.path == url if exact else request.path.startswith(url)
        yield {"url": url, "label": label, "current": current}
