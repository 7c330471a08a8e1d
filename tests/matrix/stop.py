"""A screen on the tour. Nothing of Django here: the browser reads the tour from a file."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stop:
    """A screen: its name in the table, where it is, who looks (``first``), and everybody who may."""

    name: str
    path: str
    first: str
    who: tuple[str, ...]
