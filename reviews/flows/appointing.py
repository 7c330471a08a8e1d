"""Experts of one round: chosen, drawn or called as a substitute; invited, given their load, released."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from reviews.domain.lifecycle import APPOINTMENT_LIFE
from reviews.enums import AppointmentState, DrawPurpose, How
from reviews.flows.conflicts import look_again
from reviews.models import Appointment, Draw, Expert
from reviews.queries.draws import next_substitute, waiting_of
from reviews.queries.pool import carries_projects
from rounds.enums import RoundState
from rounds.flows.locks import alone
from rounds.models import Round
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import tell
from venture.notify.models import Message

# Experts are asked from the round's publication on, and until its projects are decided.
ASKING = frozenset({RoundState.PUBLISHED, RoundState.OPEN, RoundState.CLOSED, RoundState.REVIEWING})
REMINDER = "expert_reminded"


@transaction.atomic
def appoint_expert(
    *,
    round_id: int,
    expert_id: int,
    actor: Any,
    how: str = How.CHOSEN,
    lower: int = 0,
    upper: int | None = None,
    draw: Draw | None = None,
    replaces: Appointment | None = None,
) -> Appointment:
    """Invite an expert of the pool into a round; who declined or was released may be invited again.

    Whoever has no account yet is told when the account is there. Raise ``RuleRefusal``: ``round_asks_nobody``,
    ``expert_not_in_use``, ``appointment_stands``, ``load_backwards``, ``load_too_high``.
    """
    with alone(round_id) as round_:
        if round_.state not in ASKING:
            raise RuleRefusal("round_asks_nobody")
        expert = Expert.objects.select_for_update(of=("self",)).get(pk=expert_id)
        if not expert.active:
            raise RuleRefusal("expert_not_in_use", name=expert.name)
        upper = expert.most if upper is None else upper
        refuse_load(expert, lower, upper)
        now = clock.now()
        asked = {
            "how": how, "lower": lower, "upper": upper, "draw": draw, "replaces": replaces, "invited_by": actor,
            "invited_at": now,
        }  # fmt: skip
        found = Appointment.objects.select_for_update(of=("self",)).filter(round=round_, expert=expert).first()
        if found is None:
            found = Appointment.objects.create(round=round_, expert=expert, **asked)
            facts = {"how": how, "round": round_.code, "draw": draw.pk if draw else None}
            record(actor=actor, verb="appointment.invite", subject=found, after=found.state, **facts)
        elif found.state in AppointmentState.serving:
            raise RuleRefusal("appointment_stands", name=expert.name)
        else:
            step(
                found, APPOINTMENT_LIFE, "invite_again", noun="appointment", actor=actor, facts={"how": how}, **asked,
                pledge="", pledged_at=None, declared_at=None, ended_at=None, reason="",
            )  # fmt: skip
        found.round, found.expert = round_, expert
        tell_invited(found)
        look_again(expert_ids=[expert.pk], actor=actor)
    return found


@transaction.atomic
def appoint_drawn(*, draw_id: int, actor: Any) -> list[Appointment]:
    """Invite everybody whom the draw named; a second call invites nobody twice.

    Raise ``RuleRefusal``: ``draw_not_held``, ``draw_of_no_experts``, and what ``appoint_expert`` refuses.
    """
    draw = Draw.objects.select_related("round").get(pk=draw_id)
    if draw.purpose != DrawPurpose.EXPERTS:
        raise RuleRefusal("draw_of_no_experts")
    if draw.revealed_at is None:
        raise RuleRefusal("draw_not_held")
    with alone(draw.round_id):
        return [
            appoint_expert(round_id=draw.round_id, expert_id=key, actor=actor, how=How.DRAWN, draw=draw)
            for key in waiting_of(draw)
        ]


@transaction.atomic
def appoint_substitute(*, appointment_id: int, actor: Any, expert_id: int | None = None) -> Appointment:
    """Invite a substitute for an expert who declined or was released: whoever the draw named next, unless chosen.

    Raise ``RuleRefusal``: ``appointment_serves``, ``substitute_there``, ``substitute_nobody`` when the draw named
    nobody more, and what ``appoint_expert`` refuses.
    """
    gone = Appointment.objects.select_related("draw", "expert").get(pk=appointment_id)
    with alone(gone.round_id):
        gone.refresh_from_db(fields=["state"])
        if gone.state in AppointmentState.serving:
            raise RuleRefusal("appointment_serves", name=gone.expert.name)
        if gone.substitutes.filter(state__in=AppointmentState.serving).exists():
            raise RuleRefusal("substitute_there")
        following = next_substitute(gone) if expert_id is None else None
        if expert_id is None and following is None:
            raise RuleRefusal("substitute_nobody")
        return appoint_expert(
            round_id=gone.round_id, expert_id=following.pk if following else int(expert_id or 0), actor=actor,
            how=How.SUBSTITUTE, lower=gone.lower, draw=gone.draw if following else None, replaces=gone,
        )  # fmt: skip


@transaction.atomic
def end_appointment(*, appointment_id: int, reason: str, actor: Any) -> Appointment:
    """Release an expert from a round. Raise ``RuleRefusal``: ``reason_missing``, ``appointment_illegal_move``, and
    ``appointment_carries`` while projects are with the expert: they go to somebody else first."""
    if not reason.strip():
        raise RuleRefusal("reason_missing")
    appointment = locked_appointment(appointment_id)
    carried = carries_projects(appointment)
    if carried:
        raise RuleRefusal("appointment_carries", count=carried)
    step(
        appointment, APPOINTMENT_LIFE, "end", noun="appointment", actor=actor, facts={"reason": reason.strip()[:200]},
        ended_at=clock.now(), reason=reason.strip()[:200],
    )  # fmt: skip
    if appointment.expert.user is not None:
        tell(
            appointment.expert.user, "expert_released", f"{appointment.pk}:{appointment.ended_at:%Y%m%d%H%M%S}",
            round=appointment.round.title,
        )  # fmt: skip
    return appointment


@transaction.atomic
def set_load(*, appointment_id: int, lower: int, upper: int, actor: Any) -> Appointment:
    """Set how many projects an expert reads in a round. Raise ``RuleRefusal`` ``load_backwards``, ``load_too_high``,
    ``appointment_over`` for somebody who does not serve."""
    appointment = locked_appointment(appointment_id)
    if appointment.state not in AppointmentState.serving:
        raise RuleRefusal("appointment_over")
    refuse_load(appointment.expert, lower, upper)
    before = [appointment.lower, appointment.upper]
    if before != [lower, upper]:
        appointment.lower, appointment.upper = lower, upper
        appointment.save(update_fields=["lower", "upper"])
        record(actor=actor, verb="appointment.load", subject=appointment, before=before, after=[lower, upper])
    return appointment


@transaction.atomic
def remind_pledges(*, round_id: int, appointment_ids: Iterable[int], actor: Any) -> int:
    """Remind those who have not signed and declared yet, each at most once a day. Return how many were told now."""
    rows = Appointment.objects.filter(
        round_id=round_id, pk__in=list(appointment_ids), state=AppointmentState.INVITED, expert__user__isnull=False
    )
    today = {f"{each.pk}:{clock.today():%Y%m%d}": each for each in rows.select_related("round", "expert__user")}
    told = set(Message.objects.filter(event=REMINDER, key__in=today).values_list("key", flat=True))
    fresh = {key: each for key, each in today.items() if key not in told}
    for key, each in sorted(fresh.items(), key=lambda pair: pair[1].expert.user_id or 0):
        tell(each.expert.user, REMINDER, key, path=door_of(each.round), round=each.round.title)
    if fresh:
        record(actor=actor, verb="appointment.remind", subject=Round.objects.get(pk=round_id), after=len(fresh))
    return len(fresh)


def tell_invited(appointment: Appointment) -> None:
    """Tell the expert of the invitation into the round, where there is an account to tell."""
    user = appointment.expert.user
    if user is not None and appointment.state == AppointmentState.INVITED:
        tell(
            user, "expert_invited", f"{appointment.pk}:{appointment.invited_at:%Y%m%d%H%M%S}",
            path=door_of(appointment.round), round=appointment.round.title, most=appointment.upper,
        )  # fmt: skip


def door_of(round_: Round) -> str:
    """Return the address of the pledge of a round as messages keep it: without the language."""
    with translation.override("zh-hans"):
        return reverse("pledging:page", kwargs={"code": round_.code})


def locked_appointment(appointment_id: int) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("round", "expert__user")
    return rows.get(pk=appointment_id)


def refuse_load(expert: Expert, lower: int, upper: int) -> None:
    if not 0 <= lower <= upper:
        raise RuleRefusal("load_backwards")
    if upper > expert.most:
        raise RuleRefusal("load_too_high", name=expert.name, most=expert.most)
