"""Who serves whom, by street: the picture's places and the gaps that it shows. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

COLUMNS: Final = 3
WIDE: Final = 116
HIGH: Final = 104
GAP: Final = 6
WHOLE: Final = 10_000


@dataclass(frozen=True)
class Bond:
    """One project in one community."""

    street: str
    community: str
    project: str
    organization: str
    field: str
    people: int


@dataclass
class Cell:
    """One street of the picture: what works there, and where its tile stands."""

    code: str
    name: str
    left: int = 0
    top: int = 0
    communities: set[str] = field(default_factory=set)
    projects: set[str] = field(default_factory=set)
    organizations: set[str] = field(default_factory=set)
    fields: dict[str, set[str]] = field(default_factory=dict)
    people: int = 0

    @property
    def depth(self) -> int:
        """Return how strongly the tile is coloured: 0 for none, up to 4."""
        return min(len(self.projects), 4)


@dataclass(frozen=True)
class Picture:
    """Tiles in rows that are shifted like those of a comb, so that neighbours touch as streets do."""

    cells: tuple[Cell, ...]
    width: int
    height: int


def picture(streets: Sequence[tuple[str, str]], bonds: Iterable[Bond]) -> Picture:
    """Return one tile for each street, in the order of their codes, with what works there."""
    cells = {code: Cell(code, name) for code, name in streets}
    for place, cell in enumerate(cells.values()):
        row, column = divmod(place, COLUMNS)
        cell.left = column * (WIDE + GAP) + (row % 2) * (WIDE // 4)
        cell.top = row * (HIGH + GAP)
    for bond in bonds:
        cell = cells.get(bond.street)  # type: ignore[assignment]  # a street that is not on the map is left out
        if cell is None:
            continue
        cell.communities.add(bond.community)
        cell.projects.add(bond.project)
        cell.organizations.add(bond.organization)
        cell.fields.setdefault(bond.field, set()).add(bond.project)
        cell.people += bond.people
    rows = -(-len(cells) // COLUMNS)
    width = COLUMNS * (WIDE + GAP) - GAP + (WIDE // 4 if rows > 1 else 0)
    return Picture(tuple(cells.values()), width, max(rows * (HIGH + GAP) - GAP, 0))


def empty_streets(shown: Picture) -> list[str]:
    """Return the names of the streets where no project works."""
    return [cell.name for cell in shown.cells if not cell.projects]


def fields_without_workers(bonds: Iterable[Bond], staffed: Iterable[str]) -> list[str]:
    """Return the fields of service in which projects work, none of them with a social worker, by slug.

    ``staffed`` are the projects that have one.
    """
    with_worker = frozenset(staffed)
    fields: dict[str, bool] = {}
    for bond in bonds:
        fields[bond.field] = fields.get(bond.field, False) or bond.project in with_worker
    return sorted(slug for slug, found in fields.items() if not found)


def shares_fit(shares: Iterable[int]) -> bool:
    """Tell whether shares (basis points) are parts of one whole."""
    given = list(shares)
    return all(0 <= share <= WHOLE for share in given) and sum(given) <= WHOLE
