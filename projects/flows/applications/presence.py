"""Signs of life of whoever has a part of the form open."""

from datetime import timedelta
from typing import Final

from accounts.models import User
from projects.models import Presence
from projects.queries.editing import present_in
from venture.kernel import clock

# A page says every twenty seconds that it is open; it is written down at most this often.
WRITTEN_EVERY: Final = timedelta(seconds=15)


def be_present(*, project_id: int, section: str, actor: User) -> list[Presence]:
    """Note that ``actor`` has a part open and return who else is in the application. Three queries at most.

    No audit entry: it is no act, and it is forgotten after a minute.
    """
    now = clock.now()
    people = present_in(project_id, now)
    own = next((each for each in people if each.user_id == actor.pk), None)
    if own is None or own.section != section or own.seen_at <= now - WRITTEN_EVERY:
        Presence.objects.bulk_create(
            [Presence(project_id=project_id, user=actor, section=section, seen_at=now)],
            update_conflicts=True,
            unique_fields=["project", "user"],
            update_fields=["section", "seen_at"],
        )
    return [each for each in people if each.user_id != actor.pk]
