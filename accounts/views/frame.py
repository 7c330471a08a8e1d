"""Our frame around the library's pages."""

from typing import Any


class OurFrame:
    """Take the library's ``site`` out of the context: the frame of every page has one of its own."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**given)  # type: ignore[misc]
        context.pop("site", None)
        return context
