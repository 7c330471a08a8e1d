"""How many different persons an act needs. A round may ask for more than the least, never for fewer."""

from collections.abc import Mapping

# Publication: one proposes, one checks, one approves. Everything else: one asks, another decides.
LEAST = {"publish": 3, "amend": 2, "refuse": 2, "pay": 2, "override": 2}


def needed(persons: Mapping[str, int], act: str) -> int:
    """Return how many persons ``act`` needs in a round whose own numbers are ``persons``."""
    return max(persons.get(act, 0), LEAST[act])
