"""A text that met somebody else's: its author takes it into the draft, or leaves what stands there."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from projects.domain.form import FORMS, Form, text_at
from projects.domain.form.kinds import ids_in
from projects.flows.applications.saving import is_row, keep, locked_section, refuse_unnamed
from projects.flows.applications.window import writing
from projects.models import SectionDraft, SetAside
from projects.queries.applications import asked_of
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

# What the author saw: the text that stands, and the own one.
Both = tuple[str | None, str | None]


def settle_aside(
    *, aside_id: int, take_mine: bool, actor: User, seen: str | None = None, own: str | None = None
) -> SetAside:  # fmt: skip
    """Close a text that was put aside: take it into the draft, or leave what stands there. Only its author may.

    ``own`` is the text as its author saw it, ``seen`` what stood beside it: another window of the author's may have
    gone on writing. Raise ``RuleRefusal``: ``aside_settled`` when it is closed already, ``aside_moved`` when one of the
    two is another by now, and as ``writing`` does when it is to be taken.
    """
    both = (seen, own)
    aside = SetAside.objects.filter(pk=aside_id, author=actor).first()
    if aside is None:
        raise RuleRefusal("aside_settled")
    return _take(aside, actor, both) if take_mine else _leave(aside, actor, both)


def _take(aside: SetAside, actor: User, both: Both) -> SetAside:
    form = FORMS[aside.section]
    with writing(aside.project_id) as held:
        refuse_unnamed(held, aside.section)
        draft, aside = _locked(aside, actor, both)
        typed = form.cleaned(_with(form, draft.typed, aside.path, aside.text))
        keep(held, draft, typed, asked_of(held.project.round, section=aside.section), actor=actor)
        return _settled(aside, actor, "mine")


@transaction.atomic
def _leave(aside: SetAside, actor: User, both: Both) -> SetAside:
    _draft, aside = _locked(aside, actor, both)
    return _settled(aside, actor, "theirs")


def _locked(aside: SetAside, actor: User, both: Both) -> tuple[SectionDraft, SetAside]:
    """Lock the section, then the text, as a save does; refuse what was settled or moved meanwhile."""
    draft = locked_section(aside.project_id, aside.section, actor)
    current = SetAside.objects.select_for_update(of=("self",)).select_related("project").get(pk=aside.pk)
    if current.settled_at is not None:
        raise RuleRefusal("aside_settled")
    stands = (text_at(FORMS[aside.section], draft.typed, aside.path), current.text)
    if any(told is not None and told.replace("\r\n", "\n") != text for told, text in zip(both, stands, strict=True)):
        raise RuleRefusal("aside_moved")
    return draft, current


def _settled(aside: SetAside, actor: User, taken: str) -> SetAside:
    aside.settled_at, aside.settled = clock.now(), taken
    aside.save(update_fields=["settled_at", "settled"])
    record(
        actor=actor, verb="application.settle", subject=aside.project, section=aside.section, taken=taken == "mine"
    )  # fmt: skip
    return aside


def _with(form: Form, kept: Mapping[str, str], path: str, text: str) -> dict[str, str]:
    """Return the kept answers with one's own text in its place: a row removed, or an answer, with its row if it is
    gone."""
    if is_row(path):
        table, row = path.split(".")
        return {**kept, table: " ".join(each for each in ids_in(kept.get(table, "")) if each != row)}
    if "." not in path:
        return {**kept, path: text}
    table, row, _cell = path.split(".")
    order = ids_in(kept.get(table, ""))
    return {**kept, path: text, table: " ".join(order if row in order else [*order, row])}
