"""Division codes of twelve digits (statistics bureau): province 2, city 4, county 6, street 9, community 12."""

from typing import Final

EVERYWHERE: Final = ""
LEVELS: Final = (2, 4, 6, 9, 12)


def prefix_of(code: str) -> str:
    """Return the digits that every division inside ``code`` begins with: 999901 for 999901000000."""
    return next((code[:length] for length in LEVELS if not code[length:].strip("0")), code)


def covers(held: str, wanted: str) -> bool:
    """Say whether who answers for ``held`` answers for ``wanted``. The empty code is the whole city."""
    if held == EVERYWHERE:
        return True
    return wanted != EVERYWHERE and wanted.startswith(prefix_of(held))
