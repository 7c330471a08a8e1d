"""Whether an application may be written in now: the round's lock, then the clock, then the application's own time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from projects.enums import CorrectionState, ExtensionState, PaperState, ProjectState
from projects.models import Correction, PaperEntry, Project
from projects.queries.overview import paper_is_open
from rounds.flows.locks import refuse_outside
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@dataclass(frozen=True)
class Writing:
    """What a writer holds: the application (locked where ``writing`` was asked to), the instant of the act by the
    database's clock, and the open correction of a returned one."""

    project: Project
    now: datetime
    correction: Correction | None = None


@contextmanager
def writing(project_id: int, *, lock: bool = False) -> Iterator[Writing]:
    """Hold the round open for one writer of one application. Opens a transaction.

    A draft is open while its round is, or until its extension; one from paper that came in time until the screening
    begins; a returned one until its correction is due. ``lock`` locks the application as well (after the round, before
    the log). Raise ``RuleRefusal``: ``round_not_open``, ``round_closed``, ``correction_over``, ``application_not_open``
    for one that is handed in or finished, ``paper_being_checked``, ``Project.DoesNotExist``.
    """
    with transaction.atomic():
        project = _shared(project_id, lock=lock)
        now = clock.now()
        entry = entry_of(project)
        if entry is not None and entry.state == PaperState.CHECKING:
            raise RuleRefusal("paper_being_checked")
        yield Writing(project, now, _refuse_closed(project, entry, now))


@contextmanager
def comparing(project_id: int) -> Iterator[Writing]:
    """Hold an application from paper, locked, for the person who compares it: nobody writes, it may be handed in.

    Opens a transaction. Raise ``RuleRefusal`` as ``writing`` does, save ``paper_being_checked``.
    """
    with transaction.atomic():
        project = _shared(project_id, lock=True)
        now = clock.now()
        yield Writing(project, now, _refuse_closed(project, entry_of(project), now))


def entry_of(project: Project) -> PaperEntry | None:
    """Return what is known of the paper of an application. One query, none for one that did not come on paper."""
    return PaperEntry.objects.filter(project=project).first() if project.on_paper else None


@contextmanager
def taking_back(project_id: int) -> Iterator[Writing]:
    """Hold a handed-in application, locked, while it could still be handed in: to call it back. Opens a transaction.

    Raise ``RuleRefusal``: ``round_not_open``, ``round_closed``; ``Project.DoesNotExist``.
    """
    with transaction.atomic():
        project = _shared(project_id, lock=True)
        now = clock.now()
        _refuse_over(project, now)
        yield Writing(project, now)


def _shared(project_id: int, *, lock: bool) -> Project:
    """Share the round's lock with other writers, then fetch the application, locked where asked to."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM rounds_round"
                " WHERE id = (SELECT round_id FROM projects_project WHERE id = %s) FOR SHARE",
                [project_id],
            )
    rows = Project.objects.select_related("round", "organization")
    return (rows.select_for_update(of=("self",)) if lock else rows).get(pk=project_id)


def _refuse_closed(project: Project, entry: PaperEntry | None, now: datetime) -> Correction | None:
    if project.state == ProjectState.RETURNED:
        correction = project.corrections.filter(state=CorrectionState.OPEN).first()
        if correction is None or now >= correction.due_at:
            raise RuleRefusal("correction_over")
        return correction
    if project.state != ProjectState.DRAFT:
        raise RuleRefusal("application_not_open", state=project.get_state_display())
    if entry is None or not paper_is_open(project, entry, closes_at(project)):
        _refuse_over(project, now)
    return None


def _refuse_over(project: Project, now: datetime) -> None:
    try:
        refuse_outside(project.round, now)
    except RuleRefusal as refusal:
        if refusal.code != "round_closed" or not extended(project, now):
            raise


def over(project: Project, now: datetime) -> bool:
    """Tell whether the application's time to be handed in has passed, grace and extension included."""
    try:
        _refuse_over(project, now)
    except RuleRefusal as refusal:
        return refusal.code == "round_closed"
    return False


def extended(project: Project, now: datetime) -> bool:
    """Tell whether an extension holds the application open at ``now``. One query."""
    return project.extensions.filter(state=ExtensionState.GRANTED, until__gt=now).exists()


def closes_at(project: Project) -> datetime | None:
    """Return when this application closes: the round's end or its own extension. Grace is not promised in advance."""
    granted = project.extensions.filter(state=ExtensionState.GRANTED).order_by("-until").first()
    ends = project.round.closes_at
    if granted is not None and (ends is None or granted.until > ends):
        return granted.until
    return ends
