"""What every page needs to draw its frame."""

from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Return the frame's values. No query: the frame must draw when the database does not answer."""
    return {"large_text": request.COOKIES.get("size") == "large"}
