"""The lot for ties (摇号): promised before the ranking is computed, revealed only where a tie needs it."""

import secrets
from collections.abc import Collection, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.models import User
from projects.enums import ProjectState
from projects.models import Project
from reviews.domain.draw import Plan, Secret, commitment, draw, lot_plan
from reviews.domain.draw import record as record_of
from reviews.enums import DrawPurpose
from reviews.models import Draw
from rounds.enums import RoundState
from rounds.flows.locks import alone
from rounds.models import Round
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

HALF: Final = 32


def commit_lot(*, round_id: int, actor: User) -> Draw:
    """Promise the lot over all accepted projects of a round: list and hash are on record, the secret is not shown.

    A lot that was promised and covers every project stays: it cannot be thrown again until it pleases. Raise
    ``RuleRefusal``: ``ranking_not_now`` outside the review, ``ranking_no_projects``.
    """
    with alone(round_id) as round_:
        refuse_outside_review(round_)
        rows = Project.objects.filter(round=round_, state=ProjectState.ACCEPTED)
        codes = list(rows.order_by("code").values_list("code", flat=True))
        if not codes:
            raise RuleRefusal("ranking_no_projects")
        kept = standing_lot(round_, codes)
        if kept is not None:
            return kept
        secret, plan = Secret(secrets.token_hex(HALF // 2), secrets.token_hex(HALF // 2)), _plan(codes)
        lot = Draw.objects.create(
            round=round_, purpose=DrawPurpose.LOT, label=_("Lot for ties"), entries=codes, rules=plan.as_json(),
            commitment=commitment(plan, secret), salt=secret.salt + secret.seed, committed_by=actor,
            committed_at=clock.now(),
        )  # fmt: skip
        record(actor=actor, verb="lot.commit", subject=lot, commitment=lot.commitment, entries=len(codes))
        return lot


def standing_lot(round_: Round, codes: Collection[str]) -> Draw | None:
    """Return the first lot of the round that covers these projects. One query."""
    wanted = set(codes)
    rows = Draw.objects.filter(round=round_, purpose=DrawPurpose.LOT).order_by("committed_at", "pk")
    return next((each for each in rows if wanted <= set(each.entries)), None)


def tickets_of(lot: Draw, *, public: str, actor: User) -> Mapping[str, str]:
    """Return the tickets of a lot, revealing it first where nobody has: then they stand for good.

    ``public`` is what nobody could know before; it counts only at the reveal.
    """
    plan, secret = _plan(lot.entries), secret_of(lot)
    if lot.revealed_at is None:
        lot.seed, lot.result = public[:120], draw(plan, secret, public[:120]).as_json()
        lot.revealed_by, lot.revealed_at = actor, clock.now()
        lot.save(update_fields=["seed", "result", "revealed_by", "revealed_at"])
        record(actor=actor, verb="lot.reveal", subject=lot, salt=secret.salt, seed=secret.seed, public=lot.seed)
    return draw(plan, secret, lot.seed).tickets


def published_lot(lot: Draw) -> dict[str, Any]:
    """Return the record of a revealed lot, as ``tools/replay_draw.py`` reads it."""
    return record_of(_plan(lot.entries), secret_of(lot), lot.seed)


def secret_of(lot: Draw) -> Secret:
    return Secret(lot.salt[:HALF], lot.salt[HALF:])


def refuse_outside_review(round_: Round) -> None:
    if round_.state != RoundState.REVIEWING:
        raise RuleRefusal("ranking_not_now")


def _plan(codes: Collection[str]) -> Plan:
    return lot_plan(str(DrawPurpose.LOT), sorted(codes))
