"""Plans of payment that are seen often, as data: a round begins with one of them and changes it as it likes.

Each part is its share in basis points and what triggers it.
"""

from collections.abc import Mapping
from typing import Final

from rounds.enums import Trigger

Plan = tuple[tuple[int, Trigger], ...]
SIGNED, MIDTERM, FINAL = Trigger.SIGNED, Trigger.MIDTERM_PASSED, Trigger.FINAL_PASSED
PLANS: Final[Mapping[str, Plan]] = {
    "50/40/10": ((5_000, SIGNED), (4_000, MIDTERM), (1_000, FINAL)),
    "60/30/10": ((6_000, SIGNED), (3_000, MIDTERM), (1_000, FINAL)),
    "50/30/20": ((5_000, SIGNED), (3_000, MIDTERM), (2_000, FINAL)),
    "70/30": ((7_000, SIGNED), (3_000, MIDTERM)),
    "100": ((10_000, SIGNED),),
}
