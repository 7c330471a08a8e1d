"""The applications of the call that has run to its end: small projects, two years before the open call."""

from typing import Any, Final

from projects.demo.applying import Play
from projects.demo.cores import sound
from projects.demo.special import a_year_before
from rounds.models import Round

PROJECTS: Final = 4
# Other calls begin with a core's own words; this one speaks of other places.
TOLD_BEFORE: Final = 3


def play(round_: Round) -> None:
    """Hand in the applications of ``round_``, every event at its instant."""
    story = Play()
    wanted = [a_year_before(a_year_before(each)) for each in smallest()]
    story.used = {each["slug"]: TOLD_BEFORE for each in wanted}
    story.early(round_, wanted)
    story.run()


def smallest() -> list[dict[str, Any]]:
    """Return the project of each field of service that meets people least often, the first few fields."""
    found: dict[str, dict[str, Any]] = {}
    for each in sorted(sound(), key=_sessions):
        found.setdefault(each["project"]["category"], each)
    return list(found.values())[:PROJECTS]


def _sessions(wanted: dict[str, Any]) -> int:
    return sum(int(row.get("sessions") or 1) for row in wanted["activities"]["activities"])
