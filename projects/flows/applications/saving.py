"""Saving a section while it is typed: always, valid or not, and never over somebody else's words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from accounts.models import User
from projects.domain.form import FORMS, Asked, Conflict, Form, Problem, Read, merge, read
from projects.domain.form.kinds import LONGEST_ANSWER
from projects.domain.form.turns import LONGEST_KEY, editor_of, is_known, noted
from projects.flows.applications.window import Writing, writing
from projects.models import Project, SectionDraft, SetAside
from projects.queries.applications import asked_of
from projects.queries.headlines import headline_to_write
from venture.kernel.errors import RuleRefusal

# Written out: to build it anew for each save took Django longer than the database takes for the whole query.
WAITS: Final = (
    "EXISTS(SELECT 1 FROM projects_setaside a WHERE a.project_id = projects_sectiondraft.project_id"
    " AND a.section = projects_sectiondraft.section AND a.author_id = %s AND a.settled_at IS NULL)"
)
# What lists show of the first section. Most saves change something else.
HEADING: Final = frozenset({"title", "category"})


@dataclass(frozen=True)
class Saved:
    """What a save came to: what is kept now, what it met, what waits beside it, and what is still to be mended.

    ``conflicts`` are those of this save; ``asides`` are all texts of the saver that wait in this section.
    """

    typed: dict[str, str]
    version: int
    saved_at: datetime
    saved_by: User | None
    conflicts: tuple[Conflict, ...]
    problems: tuple[Problem, ...]
    asides: tuple[SetAside, ...]
    draft: SectionDraft


def save_section(
    *, project_id: int, section: str, typed: Mapping[str, str], base: Mapping[str, str], key: str, actor: User
) -> Saved:
    """Merge what ``actor`` typed into the kept section and return how it stands.

    ``base`` is what the editor started from (an empty mapping for a first save), ``typed`` what stands in the form now;
    a path that ``typed`` lacks is unchanged. The same ``key`` twice is one save (see ``domain.form.turns``). Both sides
    of a conflict are kept: the earlier one in the section, the later one put aside for its author. No audit entry: a
    draft is nobody's act yet. Raise ``RuleRefusal`` as ``writing`` does, ``section_not_open`` for a part that a
    correction does not name, and ``answer_too_long`` for a text that is too long to be kept at all.
    """
    form, key = FORMS[section], key[:LONGEST_KEY]
    refuse_endless(typed)
    with writing(project_id) as held:
        refuse_unnamed(held, section)
        draft = locked_section(project_id, section, actor)
        asked = asked_of(held.project.round, section=section)
        if key and is_known(draft.keys, key):
            return _told(draft, (), read(form, draft.typed, asked), open_asides(draft, actor), held.now)
        mine = named(form, typed)
        merged = merge(form, base=form.cleaned(base), mine=mine, theirs=draft.typed)
        asides = _put_aside(draft, merged.conflicts, mine, merged.typed, key=key, actor=actor, now=held.now)
        draft.keys = noted(draft.keys, key) if key else draft.keys
        found = keep(held, draft, merged.typed, asked, actor=actor)
        return _told(draft, merged.conflicts, found, asides, held.now)


def save_version(
    *, project_id: int, section: str, typed: Mapping[str, str], version: int, key: str, actor: User
) -> Saved:
    """Save as a program does: over the section as it stood at ``version``, or not at all.

    A path that ``typed`` lacks is unchanged; the same ``key`` twice is one save. Raise ``RuleRefusal`` as
    ``save_section`` does, and ``section_moved`` with the ``version`` that stands when somebody saved meanwhile.
    """
    form, key = FORMS[section], key[:LONGEST_KEY]
    with writing(project_id) as held:
        refuse_unnamed(held, section)
        draft = locked_section(project_id, section, actor)
        asked = asked_of(held.project.round, section=section)
        if key and is_known(draft.keys, key):
            return _told(draft, (), read(form, draft.typed, asked), open_asides(draft, actor), held.now)
        if draft.version != version:
            raise RuleRefusal("section_moved", version=draft.version)
        rows = {table.name: draft.typed.get(table.name, "") for table in form.tables}
        merged = merge(form, base=draft.typed, mine=named(form, {**rows, **typed}), theirs=draft.typed)
        draft.keys = noted(draft.keys, key) if key else draft.keys
        found = keep(held, draft, merged.typed, asked, actor=actor)
        return _told(draft, (), found, open_asides(draft, actor), held.now)


def locked_section(project_id: int, section: str, actor: User) -> SectionDraft:
    """Lock a section; ``waits`` tells whether texts of ``actor`` wait beside it. One query."""
    rows = SectionDraft.objects.select_for_update(of=("self",)).select_related("saved_by")
    waits = RawSQL(WAITS, [actor.pk], output_field=BooleanField())  # noqa: S611 -- our own words
    return rows.annotate(waits=waits).get(project_id=project_id, section=section)


def open_asides(draft: SectionDraft, actor: User) -> list[SetAside]:
    """Return the texts of ``actor`` that wait beside a locked section. One query, none where nothing waits."""
    if not draft.waits:  # type: ignore[attr-defined]  # annotated by ``locked_section``
        return []
    rows = SetAside.objects.filter(project=draft.project_id, section=draft.section, author=actor, settled_at=None)
    return list(rows.order_by("pk"))


def named(form: Form, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what was posted with ids in order and line ends made alike, keeping empty answers: they clear a place."""
    cleaned = form.cleaned(typed)
    posted = {path: "" for path in form.paths({**typed, **cleaned}) if path in typed}
    return {**posted, **cleaned}


def refuse_endless(typed: Mapping[str, str]) -> None:
    """Refuse a text that is too long to be kept; the door gives it back as it was typed. Nothing is ever cut."""
    longest = max(map(len, typed.values()), default=0)
    if longest > LONGEST_ANSWER:
        raise RuleRefusal("answer_too_long", limit=f"{LONGEST_ANSWER:,}", over=f"{longest - LONGEST_ANSWER:,}")


def refuse_unnamed(held: Writing, section: str) -> None:
    if held.correction is not None and not held.correction.items.filter(section=section).exists():
        raise RuleRefusal("section_not_open")


def keep(held: Writing, draft: SectionDraft, typed: dict[str, str], asked: Asked, *, actor: User) -> Read:
    """Write a locked section, and let the application's own columns follow it. Two queries."""
    found = read(FORMS[draft.section], typed, asked)
    changed = {path for path in {*typed, *draft.typed} if typed.get(path) != draft.typed.get(path)}
    if changed:
        draft.version += 1
        draft.saved_by, draft.saved_at = actor, held.now
        mark = [actor.pk, held.now.isoformat()]
        standing = {*FORMS[draft.section].paths(typed)}
        draft.hands = {path: hand for path, hand in draft.hands.items() if path in standing}
        draft.hands |= {path: mark for path in changed if path in standing}
    draft.typed = typed
    draft.done, draft.total = found.done, found.total
    draft.mistakes = sum(not each.missing for each in found.problems)
    draft.gaps = sum(each.missing for each in found.problems)
    draft.save()
    follow(held.project, draft.section, found, now=held.now, changed=changed)
    return found


def follow(
    project: Project, section: str, found: Read, *, now: datetime, changed: Collection[str] | None = None
) -> None:  # fmt: skip
    """Let the application's own columns follow the section: title, field and amounts stand in lists. One query.

    ``changed`` names the paths that a save changed; without it everything may have.
    """
    columns: dict[str, Any] = {"saved_at": now}
    unnamed = not project.title or project.category_id is None  # begun with last year's texts: lists do not know it yet
    if changed is None or section != "project" or unnamed or HEADING & {*changed}:
        columns |= headline_to_write(project.round, section, found.values)
    Project.objects.filter(pk=project.pk).update(**columns)


def _put_aside(
    draft: SectionDraft, conflicts: tuple[Conflict, ...], mine: Mapping[str, str], kept: Mapping[str, str],
    *, key: str, actor: User, now: datetime,
) -> list[SetAside]:  # fmt: skip
    """Keep each text that met somebody else's, and return all that wait for ``actor`` here.

    A text that waits follows the place where it was typed: what the same editor makes of it stands for it, and it waits
    no more once it is what is kept.
    """
    editor = editor_of(key)
    waiting = open_asides(draft, actor)
    own = {each.path: each for each in waiting if each.editor == editor}
    told = {(each.path, each.text) for each in waiting}
    met = {each.path: each.mine for each in conflicts}
    moved, agreed = [], []
    for path, aside in own.items():
        text = met.get(path, mine.get(path, aside.text))
        if not is_row(path) and text == kept.get(path, ""):
            aside.settled_at, aside.settled = now, "agreed"
            agreed.append(aside)
        elif text != aside.text:
            aside.text, aside.at = text, now
            moved.append(aside)
    if moved or agreed:
        SetAside.objects.bulk_update([*moved, *agreed], ["text", "at", "settled_at", "settled"])
    fresh = [
        SetAside(
            project_id=draft.project_id, section=draft.section, path=path, text=text, author=actor, editor=editor,
            at=now,
        )
        for path, text in met.items()
        if path not in own and (path, text) not in told
    ]  # fmt: skip
    SetAside.objects.bulk_create(fresh)
    return [each for each in waiting if each not in agreed] + fresh


def is_row(path: str) -> bool:
    """Tell whether a path names a whole row (``risks.a1``)."""
    return path.count(".") == 1


def _told(
    draft: SectionDraft, conflicts: tuple[Conflict, ...], found: Read, asides: list[SetAside], now: datetime
) -> Saved:
    return Saved(
        dict(draft.typed), draft.version, draft.saved_at or now, draft.saved_by, conflicts, found.problems,
        tuple(asides), draft,
    )  # fmt: skip
