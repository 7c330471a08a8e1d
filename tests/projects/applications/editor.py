"""``static/js/autosave/core.js`` in Python, function by function: what a page knows while somebody types in it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

Typed = dict[str, str]


@dataclass(frozen=True)
class Attempt:
    key: str
    base: Typed
    typed: Typed


@dataclass(frozen=True)
class Editor:
    name: str
    turn: int
    base: Typed
    now: Typed
    attempt: Attempt | None = None
    held: Typed = field(default_factory=dict)


def rows(typed: Mapping[str, str], table: str) -> list[str]:
    return [each for each in typed.get(table, "").split(" ") if each]


def same(one: Mapping[str, str], other: Mapping[str, str], path: str) -> bool:
    return one.get(path, "") == other.get(path, "")


def opened(name: str, kept: Mapping[str, str]) -> Editor:
    return Editor(name, 0, dict(kept), dict(kept))


def unsaved(editor: Editor) -> list[str]:
    return [
        path
        for path in {**editor.base, **editor.now}
        if not same(editor.now, editor.base, path) and editor.held.get(path) != editor.now.get(path, "")
    ]


def owes(editor: Editor) -> bool:
    return editor.attempt is not None or len(unsaved(editor)) > 0


def begin(editor: Editor) -> Editor:
    turn = editor.turn + 1
    attempt = Attempt(f"{editor.name}-{turn}", dict(editor.base), dict(editor.now))
    return replace(editor, turn=turn, attempt=attempt)


def answered(editor: Editor, answer: Mapping[str, Any], focused: str | None) -> tuple[Editor, list[str]]:
    assert editor.attempt is not None
    sent, kept = editor.attempt.typed, answer["typed"]
    base, now, shown = dict(editor.base), dict(editor.now), list[str]()
    held: Typed = {}
    for each in answer["asides"]:
        if each["editor"] == re.sub(r"-\d+$", "", editor.attempt.key):
            held[each["path"]] = each["mine"]

    def untouched(path: str) -> bool:
        return same(now, sent, path) and path != focused

    def leaves(table: str, row: str) -> bool:
        return not any(path.startswith(f"{table}.{row}.") and not untouched(path) for path in {**now, **sent})

    def settle(path: str, free: bool) -> None:
        if path in held:
            return
        base[path] = sent.get(path, "")
        if not free or same(kept, sent, path):
            return
        base[path] = now[path] = kept.get(path, "")
        shown.append(path)

    paths = list({**base, **now, **sent, **kept})
    for table in (path for path in paths if "." not in path):
        going = [row for row in rows(now, table) if row not in rows(kept, table)]
        settle(table, untouched(table) and all(leaves(table, row) for row in going))
    for path in (each for each in paths if "." in each):
        table, row = path.split(".")[:2]
        if row in rows(kept, table):
            # What a colleague wrote in a row that was removed here meanwhile was not seen: no base of a removal.
            settle(path, row in rows(now, table) and untouched(path))
        elif row not in rows(now, table):
            base.pop(path, None)
            now.pop(path, None)
    return replace(editor, base=base, now=now, held=held, attempt=None), shown


def settled(editor: Editor, path: str, *, taken: str, mine: str, kept: str, clicked: str) -> Editor:
    held, base, now = dict(editor.held), dict(editor.base), dict(editor.now)
    own = path in held
    held.pop(path, None)
    if len(path.split(".")) == 2:
        return replace(editor, held=held)
    before = mine if own and taken == "mine" else clicked if own or taken == "mine" else base.get(path, "")
    base[path] = kept
    if now.get(path, "") == before:
        now[path] = kept
    return replace(editor, held=held, base=base, now=now)


# --- What a person does in the form, and what the store keeps of it (form.js, store.js) -------------------------------


def typed_in(editor: Editor, path: str, text: str) -> Editor:
    return replace(editor, now={**editor.now, path: text})


def rows_put(editor: Editor, table: str, order: Iterable[str]) -> Editor:
    """Rows added, removed or moved; the answers of a removed row leave the form with it."""
    order = list(order)
    left = {
        path: text
        for path, text in editor.now.items()
        if not path.startswith(f"{table}.") or path.split(".")[1] in order
    }
    return replace(editor, now={**left, table: " ".join(order)})
