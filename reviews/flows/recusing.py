"""Stepping aside from a project (回避). It works at once: nothing of the project is shown to the expert any more."""

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from accounts.enums import Role
from accounts.models import User
from accounts.queries.people import holders_of
from reviews.domain.lifecycle import ASSIGNMENT_LIFE
from reviews.enums import ConflictSource, ConflictState, RecusalState, TieKind
from reviews.flows.scoring import held
from reviews.models import Conflict, Recusal
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import tell_all

LONGEST = 300


def step_aside(*, assignment_id: int, code: str, words: str, actor: User) -> Recusal:
    """Take an expert off a project, at any time of the review: what was scored does not count and stays on record.

    A standing conflict keeps the project from being given to the expert again. Staff are told and find somebody else.
    Raise ``RuleRefusal``: what ``held`` raises; ``recusal_kind_unknown``; ``recusal_words_missing`` for “other”.
    """
    said = words.strip()[:LONGEST]
    if code not in TieKind.values:
        raise RuleRefusal("recusal_kind_unknown")
    if code == TieKind.OTHER and not said:
        raise RuleRefusal("recusal_words_missing")
    with held(assignment_id, actor=actor) as seen:
        assignment = seen.assignment
        recusal = Recusal.objects.create(assignment=assignment, code=code, words=said, by=actor, at=seen.now)
        conflict, _new = Conflict.objects.get_or_create(
            project=assignment.project, expert=assignment.appointment.expert, code=code,
            source=ConflictSource.DECLARED, defaults={"found_at": seen.now, "facts": {"recusal": recusal.pk}},
        )  # fmt: skip
        if conflict.state != ConflictState.STANDING:
            conflict.state = ConflictState.STANDING
            conflict.save(update_fields=["state"])
        sheet = seen.sheet
        step(
            assignment, ASSIGNMENT_LIFE, "recuse", noun="assignment", actor=actor,
            facts={"code": code, "sheet": sheet.state if sheet else "", "project": assignment.project.code},
            ended_at=seen.now,
        )  # fmt: skip
        with translation.override("zh-hans"):
            path = reverse("admin:reviews_recusal_changelist")
        tell_all(
            holders_of(Role.OPERATOR, Role.CLERK), "expert_stepped_aside", f"{recusal.pk}", path=path,
            name=assignment.appointment.expert.name, code=assignment.project.code,
        )  # fmt: skip
        return recusal


@transaction.atomic
def confirm_recusal(*, recusal_id: int, actor: User) -> Recusal:
    """Note that staff have read why an expert stepped aside. Done twice it changes nothing.

    Raise ``Recusal.DoesNotExist``.
    """
    recusal = Recusal.objects.select_for_update().get(pk=recusal_id)
    if recusal.state == RecusalState.ASKED:
        recusal.state, recusal.confirmed_by, recusal.confirmed_at = RecusalState.CONFIRMED, actor, clock.now()
        recusal.save(update_fields=["state", "confirmed_by", "confirmed_at"])
        record(
            actor=actor, verb="recusal.confirm", subject=recusal, before=RecusalState.ASKED,
            after=RecusalState.CONFIRMED, assignment=recusal.assignment_id,
        )  # fmt: skip
    return recusal
