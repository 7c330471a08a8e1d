"""Our frame around the library's pages, and what the demonstration adds."""

from typing import Any

from django.conf import settings
from django.urls import reverse


class OurFrame:
    """Take the library's ``site`` out of the context: the frame of every page has one of its own."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**given)  # type: ignore[misc]
        context.pop("site", None)
        return context


def tray_url() -> str:
    """Return where the demonstration shows what it would have sent; an empty text everywhere else."""
    return reverse("notify:tray") if getattr(settings, "DEMO_TRAY", False) else ""
