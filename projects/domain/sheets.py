"""A row of a sheet of applications: what it says, what is wrong with the row itself, and the key that makes it once."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from venture.kernel.errors import RuleRefusal

MOST_APPLICATIONS: Final = 300


@dataclass(frozen=True)
class SheetRow:
    """One application as a sheet tells it: ``texts`` are flat answers by section, as somebody would type them.

    ``faults`` keep the row from being taken over; wrong answers do not, they are mended on the form's pages.
    """

    line: int
    number: str
    code: str
    received_on: date | None
    texts: Mapping[str, Mapping[str, str]]
    faults: tuple[RuleRefusal, ...] = ()

    @property
    def key(self) -> str:
        """Return the key under which the row is made once, however often the sheet is brought."""
        day = self.received_on.isoformat() if self.received_on else ""
        told = json.dumps([self.code, day, self.texts], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return f"row:{hashlib.sha256(told.encode()).hexdigest()}"
