"""A verifiable draw: promised with its list and a commitment, held once, never changed afterwards.

The salt and the seed are made here when the draw is promised and are told to nobody before it is held. ``public`` is
what nobody could know before, for example the winning number of a lottery draw that was named in the announcement.
"""

import secrets
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from reviews.domain import draw as rules
from reviews.domain.draw import Entry, Plan, Secret
from reviews.domain.roster import is_away
from reviews.enums import AppointmentState, DrawPurpose
from reviews.models import Appointment, Draw, Expert
from reviews.queries.draws import FINANCE, HALF, entry_of, open_draw, plan_of, secret_of
from rounds.enums import Field, Means, StageKind
from rounds.flows.locks import alone
from rounds.models import Round
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

LONGEST_LABEL, LONGEST_PUBLIC = 80, 120


@transaction.atomic
def commit_draw(*, round_id: int, purpose: str, label: str, plan: Plan, actor: Any) -> Draw:
    """Promise a draw: its list, its quotas and the commitment stand from now on. Raise ``RuleRefusal`` as
    ``draw_label_missing`` or ``draw_open`` while another one for the same purpose waits to be held."""
    with alone(round_id) as round_:
        label = label.strip()[:LONGEST_LABEL]
        if not label:
            raise RuleRefusal("draw_label_missing")
        if open_draw(round_, purpose) is not None:
            raise RuleRefusal("draw_open")
        secret = Secret(secrets.token_hex(HALF // 2), secrets.token_hex(HALF // 2))
        told = plan.as_json()
        draw = Draw.objects.create(
            round=round_, purpose=purpose, label=label, entries=told.pop("entries"), rules=told,
            commitment=rules.commitment(plan, secret), salt=secret.salt + secret.seed,
            committed_by=actor, committed_at=clock.now(),
        )  # fmt: skip
        record(
            actor=actor, verb="draw.commit", subject=draw, after=draw.commitment, purpose=purpose, round=round_.code,
            entries=len(plan.entries), quotas=told["quotas"],
        )  # fmt: skip
    return draw


@transaction.atomic
def reveal_draw(*, draw_id: int, public: str, actor: Any) -> Draw:
    """Hold the draw: from now on list, salt, seed and outcome are there for everybody who replays it.

    ``public`` may be empty where nothing was agreed. Raise ``RuleRefusal("draw_held")`` the second time.
    """
    draw = Draw.objects.select_for_update(of=("self",)).get(pk=draw_id)
    if draw.revealed_at is not None:
        raise RuleRefusal("draw_held")
    draw.seed = public.strip()[:LONGEST_PUBLIC]
    draw.result = rules.draw(plan_of(draw), secret_of(draw), draw.seed).as_json()
    draw.revealed_by, draw.revealed_at = actor, clock.now()
    draw.save(update_fields=["seed", "result", "revealed_by", "revealed_at"])
    chosen = {stratum: len(ids) for stratum, ids in draw.result["chosen"].items()}
    record(
        actor=actor, verb="draw.reveal", subject=draw, before=draw.commitment, after=chosen, public=draw.seed,
        short=draw.result["short"],
    )  # fmt: skip
    return draw


@transaction.atomic
def draw_experts(
    *, round_id: int, quotas: Iterable[tuple[str, int]], label: str, actor: Any, per_group: int = 1
) -> Draw:
    """Promise a draw of experts from the pool: so many of each field (``finance`` for the experts of finance).

    On the list stands everybody in use; who serves already or is away for the whole review is excluded with the reason.
    The scarcest field is drawn first. ``per_group`` is the most of one institution, 0 for any number.
    Raise ``RuleRefusal``: ``draw_not_used`` where the round does not draw, ``draw_quota_missing``,
    ``draw_quota_unknown``, and what ``commit_draw`` refuses.
    """
    wanted = [(stratum, count) for stratum, count in quotas if count]
    if not wanted or any(count < 0 for _stratum, count in wanted) or per_group < 0:
        raise RuleRefusal("draw_quota_missing")
    if any(stratum not in {*Field.values, FINANCE} for stratum, _count in wanted):
        raise RuleRefusal("draw_quota_unknown")
    with alone(round_id) as round_:
        if Means.EXPERT_DRAW not in round_.advanced:
            raise RuleRefusal("draw_not_used")
        entries = _entries(round_)
        there = Counter(stratum for each in entries if not each.excluded for stratum in each.strata)
        wanted.sort(key=lambda quota: (there[quota[0]] - quota[1], quota[0]))
        plan = Plan(f"{round_.code} {label.strip()[:LONGEST_LABEL]}", entries, tuple(wanted), per_group)
        return commit_draw(round_id=round_id, purpose=DrawPurpose.EXPERTS, label=label, plan=plan, actor=actor)


def _entries(round_: Round) -> tuple[Entry, ...]:
    asked = dict(Appointment.objects.filter(round=round_).values_list("expert_id", "state"))
    days = [
        (stage.starts_on, stage.ends_on)
        for stage in round_.stages.filter(kind__in=(StageKind.REVIEW, StageKind.PANEL))
        if stage.starts_on and stage.ends_on
    ]
    return tuple(_entry(each, asked.get(each.pk, ""), days) for each in Expert.objects.filter(active=True))


def _entry(expert: Expert, state: str, days: list[tuple[Any, Any]]) -> Entry:
    away = bool(days) and is_away(
        expert.away_from, expert.away_until, min(day for day, _last in days), max(last for _day, last in days)
    )
    excluded = "away" if away else ""
    if state:
        excluded = "serving" if state in AppointmentState.serving else str(state)
    strata = (*expert.fields, *((FINANCE,) if expert.finance else ()))
    return Entry(entry_of(expert.pk), tuple(strata), expert.employer_code or expert.employer, excluded)
