"""Changes by hand: asked for with a reason and the minutes by one person, put in force by others, marked everywhere."""

from collections.abc import Iterator
from contextlib import contextmanager

from accounts.models import User
from organizations.flows.moving import refuse_members
from reviews.domain.lifecycle import OVERRIDE_LIFE
from reviews.domain.selection import Override as Wanted
from reviews.domain.selection import select
from reviews.enums import OverrideKind, OverrideState
from reviews.flows.selecting.preparing import draw_rows, preparing
from reviews.models import OVERRIDE_PURPOSE, Override, Selection
from reviews.queries.selections import (
    PLACES,
    candidates_of,
    changes_of,
    envelopes_of,
    limits_of,
    money_of,
    overrides_of,
)
from rounds.domain.persons import needed
from venture.audit.flows import record, step
from venture.files.flows import attach
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

LONGEST = 500


def ask_override(
    *, selection_id: int, project_id: int, kind: str, reason: str, minutes: str, actor: User, fen: int | None = None
) -> Override:
    """Ask for a project to be taken in or out, or for another amount. ``minutes`` is the key of an upload.

    Nothing changes before the next person. Raise ``RuleRefusal``: ``selection_not_draft``, ``selection_row_missing``,
    ``own_organization``; ``override_kind_unknown``, ``override_reason_missing``, ``override_minutes_missing``,
    ``override_amount``; ``override_asked_already``; and what the rules refuse, before anybody is bothered with it.
    """
    with preparing(selection_id) as selection:
        row = selection.rows.select_related("project").filter(project=project_id).first()
        if row is None:
            raise RuleRefusal("selection_row_missing")
        refuse_members(row.project.organization_id, actor)
        if kind not in OverrideKind.values:
            raise RuleRefusal("override_kind_unknown")
        amount = fen if kind == OverrideKind.AMOUNT else None
        if not reason.strip():
            raise RuleRefusal("override_reason_missing")
        if not minutes:
            raise RuleRefusal("override_minutes_missing")
        if kind == OverrideKind.AMOUNT and not 0 < (amount or 0) <= row.project.grant_fen:
            raise RuleRefusal("override_amount", project=row.project.code, most=row.project.grant_fen)
        standing = selection.overrides.filter(project=project_id, state__in=("proposed", "in_force"))
        if standing.exists():
            raise RuleRefusal("override_asked_already")
        _refuse_impossible(selection, row.project.code, Wanted(PLACES.get(OverrideKind(kind), ""), amount))
        override = Override.objects.create(
            selection=selection, project_id=project_id, kind=kind, amount_fen=amount, reason=reason.strip()[:LONGEST],
            minutes=attach(minutes, purpose=OVERRIDE_PURPOSE, actor=actor), asked_by=actor, asked_at=clock.now(),
        )  # fmt: skip
        record(
            actor=actor, verb="override.ask", subject=override, after=override.state, application=row.project.code,
            kind=kind, reason=override.reason,
        )  # fmt: skip
        return override


def confirm_override(*, override_id: int, actor: User) -> Override:
    """Agree to a change by hand. With the last person that the round asks for, it is in force and the list follows.

    Raise ``RuleRefusal``: ``override_own`` for the one who asked, superusers included; ``override_twice``;
    ``own_organization``; ``override_illegal_move``, ``selection_not_draft``; what the rules refuse.
    """
    with _held(override_id) as (selection, override):
        OVERRIDE_LIFE.target_of("confirm", override.state)
        refuse_members(override.project.organization_id, actor)
        if override.asked_by_id == actor.pk:
            raise RuleRefusal("override_own")
        voices = dict(selection.rules.get("voices", {}))
        agreed = voices.get(str(override.pk), [])
        if actor.pk in agreed:
            raise RuleRefusal("override_twice")
        missing = needed(selection.round.persons_per_act, "override") - 2 - len(agreed)
        if missing > 0:
            voices[str(override.pk)] = [*agreed, actor.pk]
            selection.rules = {**selection.rules, "voices": voices}
            selection.save(update_fields=["rules"])
            record(
                actor=actor, verb="override.support", subject=override, application=override.project.code, left=missing
            )
            return override
        step(
            override, OVERRIDE_LIFE, "confirm", noun="override", actor=actor,
            facts={"application": override.project.code}, decided_by=actor, decided_at=clock.now(),
        )  # fmt: skip
        draw_rows(selection)
        return override


def refuse_override(*, override_id: int, reason: str, actor: User) -> Override:
    """Do not agree. Raise ``RuleRefusal``: ``override_own``, ``override_reason_missing``, ``override_illegal_move``."""
    with _held(override_id) as (_selection, override):
        OVERRIDE_LIFE.target_of("refuse", override.state)
        if override.asked_by_id == actor.pk:
            raise RuleRefusal("override_own")
        if not reason.strip():
            raise RuleRefusal("override_reason_missing")
        step(
            override, OVERRIDE_LIFE, "refuse", noun="override", actor=actor,
            facts={"application": override.project.code, "reason": reason.strip()[:LONGEST]}, decided_by=actor,
            decided_at=clock.now(),
        )  # fmt: skip
        return override


def withdraw_override(*, override_id: int, actor: User) -> Override:
    """Take a change by hand back: the list is again what the rules say. Raise ``RuleRefusal`` as its life does."""
    with _held(override_id) as (selection, override):
        was_in_force = override.state == OverrideState.IN_FORCE
        step(
            override, OVERRIDE_LIFE, "withdraw", noun="override", actor=actor,
            facts={"application": override.project.code}, decided_at=clock.now(),
        )  # fmt: skip
        if was_in_force:
            draw_rows(selection)
        return override


@contextmanager
def _held(override_id: int) -> Iterator[tuple[Selection, Override]]:
    """Hold a change by hand under its selection, in one transaction."""
    with preparing(Override.objects.values_list("selection_id", flat=True).get(pk=override_id)) as selection:
        override = Override.objects.select_for_update(of=("self",)).select_related("project").get(pk=override_id)
        override.selection = selection
        yield selection, override


def _refuse_impossible(selection: Selection, code: str, wanted: Wanted) -> None:
    """Try the change on paper, so that nobody is asked for what the rules refuse."""
    money = money_of(selection.round)
    select(
        candidates_of(selection.ranking, selection.rules, money), envelopes_of(money, selection.rules),
        limits_of(selection.rules), {**overrides_of(changes_of(selection)), code: wanted},
    )  # fmt: skip
