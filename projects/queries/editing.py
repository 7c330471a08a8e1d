"""What an open page of the form asks again and again: who else is here, and whose text stands where."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from accounts.models import User
from projects.domain.form import FORMS, text_at
from projects.models import Presence, SectionDraft, SetAside
from venture.kernel.clock import BEIJING

# Who gave no sign of life for so long has left.
GONE_AFTER: Final = timedelta(minutes=1)


class Beside(NamedTuple):
    """A text that waits beside the kept one, whose the kept one is, and since when (``None``: nobody known)."""

    aside: SetAside
    theirs: str
    by: User | None
    at: datetime | None


def present_in(project_id: int, now: datetime) -> list[Presence]:
    """Return who is in an application now, oneself included. One query."""
    rows = Presence.objects.filter(project_id=project_id, seen_at__gt=now - GONE_AFTER).select_related("user")
    return list(rows.order_by("user__display_name", "user_id"))


def beside(draft: SectionDraft, asides: Iterable[SetAside]) -> list[Beside]:
    """Return each text with what stands in its place now. One query, none without texts."""
    form = FORMS[draft.section]
    hands = {aside.path: hand_at(draft, aside.path) for aside in asides}
    people = User.objects.in_bulk({hand[0] for hand in hands.values() if hand}) if any(hands.values()) else {}
    found = []
    for aside in asides:
        person, at = hands[aside.path] or (0, None)
        found.append(Beside(aside, text_at(form, draft.typed, aside.path), people.get(person), at))
    return found


def hand_at(draft: SectionDraft, path: str) -> tuple[int, datetime] | None:
    """Return who changed a place last and when; of a row, who changed any of its answers last."""
    marks = [hand for place, hand in draft.hands.items() if place == path or place.startswith(f"{path}.")]
    if not marks:
        return None
    person, at = max(marks, key=lambda mark: str(mark[1]))
    return int(person), datetime.fromisoformat(at).astimezone(BEIJING)


def of_section(project_id: int, section: str, user: Any) -> tuple[SectionDraft, list[SetAside]]:
    """Return a section and the texts of ``user`` that wait beside it. Two queries."""
    draft = SectionDraft.objects.select_related("saved_by").get(project_id=project_id, section=section)
    rows = SetAside.objects.filter(project_id=project_id, section=section, author=user, settled_at=None)
    return draft, list(rows.order_by("pk"))
