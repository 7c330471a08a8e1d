"""Two people in one section: what one changed is taken, what both changed is shown to both, nothing is lost.

``base`` is what the editor had on the screen when typing began, ``mine`` what is typed now, ``theirs`` what is kept.
"""

from dataclasses import dataclass, field

from projects.domain.form.kinds import Form, Table, Typed, ids_in


@dataclass(frozen=True)
class Conflict:
    """Both sides changed ``path``. ``theirs`` stays in the draft, ``mine`` is put aside for its author.

    A path of a row (``activities.a1``) with an empty ``mine``: I removed the row, the other changed it.
    """

    path: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Merged:
    typed: dict[str, str]
    conflicts: tuple[Conflict, ...]


def merge(form: Form, *, base: Typed, mine: Typed, theirs: Typed) -> Merged:
    """Return what is kept now and where both sides differ.

    A path that ``mine`` does not name is unchanged. Every value of ``mine`` that differs from ``base`` is in the result
    or in a conflict; every value of ``theirs`` is in the result unless ``mine`` changed it from the same ``base``.
    """
    merging = _Merging(form, base, mine, theirs)
    for each in form.fields:
        merging.settle(each.name, theirs)
    for table in form.tables:
        merging.settle_rows(table)
    return Merged({path: text for path, text in merging.typed.items() if text != ""}, tuple(merging.conflicts))


@dataclass
class _Merging:
    form: Form
    base: Typed
    mine: Typed
    theirs: Typed
    typed: dict[str, str] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)

    def settle(self, path: str, theirs: Typed) -> None:
        before, kept = self.base.get(path, ""), theirs.get(path, "")
        wanted = self.mine.get(path, before)
        self.typed[path] = kept
        if kept == before:
            self.typed[path] = wanted
        elif wanted not in {before, kept}:
            self.conflicts.append(Conflict(path, wanted, kept))

    def settle_rows(self, table: Table) -> None:
        before, kept = ids_in(self.base.get(table.name, "")), ids_in(self.theirs.get(table.name, ""))
        placed = ids_in(self.mine[table.name]) if table.name in self.mine else before
        wanted = self._wanted(table, placed, before, kept)
        # Who moved rows or put new ones between them says the order; otherwise new rows stand at the end as they came.
        added = [row for row in kept if row not in before and row not in wanted]
        at_the_end = [*(row for row in before if row in placed), *(row for row in placed if row not in before)]
        ordered = [*wanted, *added] if placed != at_the_end else _in_order(kept, wanted, added)
        self.typed[table.name] = " ".join(ordered)
        for row in ordered:
            # A row that the other removed while I wrote in it comes back whole, as I have it.
            theirs = self.theirs if row in kept else {**self.base, **self.mine}
            for path in _cells(table, row):
                self.settle(path, theirs)

    def _wanted(self, table: Table, placed: list[str], before: list[str], kept: list[str]) -> list[str]:
        gone = {row for row in before if row not in kept and not self._wrote_in(table, row)}
        wanted = [row for row in placed if row not in gone]
        for row in before:
            if row in kept and row not in wanted and self._they_wrote_in(table, row):
                # I removed a row that the other went on writing in: it stays, and I am told.
                path = f"{table.name}.{row}"
                self.conflicts.append(Conflict(path, "", text_at(self.form, self.theirs, path)))
                wanted = [*wanted, row]
        return wanted

    def _wrote_in(self, table: Table, row: str) -> bool:
        """Tell whether I changed an answer of the row; what I did not post I did not change."""
        cells = _cells(table, row)
        return any(self.mine.get(path, self.base.get(path, "")) != self.base.get(path, "") for path in cells)

    def _they_wrote_in(self, table: Table, row: str) -> bool:
        return any(self.theirs.get(path, "") != self.base.get(path, "") for path in _cells(table, row))


def text_at(form: Form, typed: Typed, path: str) -> str:
    """Return what stands at a place; of a whole row, its answers one after the other."""
    table, _dot, row = path.partition(".")
    if not row or "." in row:
        return typed.get(path, "")
    return " ".join(typed[cell] for cell in _cells(form.table(table), row) if typed.get(cell))


def _in_order(kept: list[str], wanted: list[str], added: list[str]) -> list[str]:
    stay = [row for row in kept if row in wanted or row in added]
    return [*stay, *(row for row in wanted if row not in stay)]


def _cells(table: Table, row: str) -> list[str]:
    return [f"{table.name}.{row}.{each.name}" for each in table.fields]
