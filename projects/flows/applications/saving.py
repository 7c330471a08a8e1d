"""Saving a section while it is typed: always, valid or not, and never over somebody else's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from projects.domain.form import FORMS, Conflict, Problem, Read, merge, read
from projects.flows.applications.window import Writing, writing
from projects.models import Project, SectionDraft, SetAside
from projects.queries.applications import asked_of
from projects.queries.headlines import headline_of
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

KEYS_KEPT = 32


@dataclass(frozen=True)
class Saved:
    """What a save came to: what is kept now, what was put aside, and what is still to be mended."""

    typed: dict[str, str]
    version: int
    saved_at: datetime
    saved_by: User | None
    conflicts: tuple[Conflict, ...]
    problems: tuple[Problem, ...]


def save_section(
    *, project_id: int, section: str, typed: Mapping[str, str], base: Mapping[str, str], key: str, actor: User
) -> Saved:
    """Merge what ``actor`` typed into the kept section and return how it stands.

    ``base`` is what the editor started from (an empty mapping for a first save), ``typed`` what stands in the form now;
    a path that ``typed`` lacks is unchanged. The same ``key`` twice is one save. Both sides of a conflict are kept: the
    earlier one in the section, the later one put aside for its author. No audit entry: a draft is nobody's act yet.
    Raise ``RuleRefusal`` as ``writing`` does, and ``section_not_open`` for a part that a correction does not name.
    Ten queries at most.
    """
    form = FORMS[section]
    with writing(project_id) as held:
        _refuse_unnamed(held, section)
        draft = SectionDraft.objects.select_for_update().get(project_id=project_id, section=section)
        asked = asked_of(held.project.round)
        if key and key in draft.keys:
            return _told(draft, read(form, draft.typed, asked), (), held.now)
        merged = merge(form, base=form.cleaned(base), mine=_named(form, typed), theirs=draft.typed)
        found = read(form, merged.typed, asked)
        for conflict in merged.conflicts:
            put_aside(held.project, section, conflict.path, conflict.mine, actor=actor, now=held.now)
        _write(draft, merged.typed, found, key=key, actor=actor, now=held.now)
        follow(held.project, section, found, now=held.now)
        return _told(draft, found, merged.conflicts, held.now)


def _named(form: Any, typed: Mapping[str, str]) -> dict[str, str]:
    """Return what was posted with ids in order and line ends made alike, keeping empty answers: they clear a place."""
    cleaned: dict[str, str] = form.cleaned(typed)
    posted = {path: "" for path in form.paths({**typed, **cleaned}) if path in typed}
    return {**posted, **cleaned}


def _refuse_unnamed(held: Writing, section: str) -> None:
    if held.correction is not None and not held.correction.items.filter(section=section).exists():
        raise RuleRefusal("section_not_open")


def _write(draft: SectionDraft, typed: dict[str, str], found: Read, *, key: str, actor: User, now: datetime) -> None:
    if typed != draft.typed:
        draft.version += 1
        draft.saved_by, draft.saved_at = actor, now
    draft.typed = typed
    draft.keys = [*draft.keys, key][-KEYS_KEPT:] if key else draft.keys
    draft.done, draft.total = found.done, found.total
    draft.mistakes = sum(not each.missing for each in found.problems)
    draft.gaps = sum(each.missing for each in found.problems)
    draft.save()


def follow(project: Project, section: str, found: Read, *, now: datetime) -> None:
    """Let the application's own columns follow the section: title, field and amounts stand in lists. One query."""
    changed = {"saved_at": now, **headline_of(project.round, section, found.values)}
    Project.objects.filter(pk=project.pk).update(**changed)


def put_aside(project: Project, section: str, path: str, text: str, *, actor: User, now: datetime) -> None:
    """Keep a text that met somebody else's; a newer one of the same author at the same place stands for the older."""
    SetAside.objects.update_or_create(
        project=project, section=section, path=path, author=actor, settled_at=None, defaults={"text": text, "at": now}
    )


@transaction.atomic
def settle_aside(*, aside_id: int, take_mine: bool, actor: User) -> SetAside:
    """Close a text that was put aside: take it into the draft, or leave what stands there. Only its author may.

    Raise ``RuleRefusal("aside_settled")`` when it is closed already, and as ``writing`` does when it is to be taken.
    """
    aside = SetAside.objects.select_for_update().filter(pk=aside_id, author=actor, settled_at=None).first()
    if aside is None:
        raise RuleRefusal("aside_settled")
    if take_mine:
        _take(aside, actor)
    aside.settled_at, aside.settled = clock.now(), "mine" if take_mine else "theirs"
    aside.save(update_fields=["settled_at", "settled"])
    record(actor=actor, verb="application.settle", subject=aside.project, section=aside.section, taken=take_mine)
    return aside


def _take(aside: SetAside, actor: User) -> None:
    kept = SectionDraft.objects.get(project=aside.project, section=aside.section).typed
    if aside.path.count(".") == 1 and not aside.text:
        table, row = aside.path.split(".")
        mine = {table: " ".join(each for each in kept.get(table, "").split() if each != row)}
    else:
        mine = {aside.path: aside.text}
        table = aside.path.partition(".")[0]
        if "." in aside.path:
            mine[table] = kept.get(table, "")
    save_section(project_id=aside.project_id, section=aside.section, typed=mine, base=kept, key="", actor=actor)


def _told(draft: SectionDraft, found: Read, conflicts: tuple[Conflict, ...], now: datetime) -> Saved:
    return Saved(dict(draft.typed), draft.version, draft.saved_at or now, draft.saved_by, conflicts, found.problems)
