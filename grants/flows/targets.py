"""The round's own 绩效目标表, and the 绩效自评 that the finance bureau asks for at its end."""

from collections.abc import Mapping, Sequence

from accounts.models import User
from grants.models import RoundTarget
from rounds.flows.locks import alone
from venture.audit.flows import record
from venture.kernel.errors import RuleRefusal

FIELDS = ("dimension", "name", "unit", "target", "actual", "points", "scored", "words")
ALL_POINTS = 100


def set_targets(*, round_id: int, rows: Sequence[Mapping[str, object]], actor: User) -> list[RoundTarget]:
    """Replace the targets of a round by ``rows``, in their order.

    Raise ``RuleRefusal``: ``target_name_missing``; ``target_points_above`` for points reached above the points of a
    line; ``target_points_sum`` (``sum``) where lines have points that do not make up a hundred.
    """
    with alone(round_id) as round_:
        if any(not str(row["name"]).strip() or not str(row["target"]).strip() for row in rows):
            raise RuleRefusal("target_name_missing")
        if any(_whole(row["scored"]) > _whole(row["points"]) for row in rows):
            raise RuleRefusal("target_points_above")
        whole = sum(_whole(row["points"]) for row in rows)
        if rows and whole not in {0, ALL_POINTS}:
            raise RuleRefusal("target_points_sum", sum=whole)
        standing = RoundTarget.objects.filter(round=round_)
        before = list(standing.values(*FIELDS))
        standing.delete()
        found = RoundTarget.objects.bulk_create(
            RoundTarget(round=round_, order=order, **{name: row[name] for name in FIELDS})
            for order, row in enumerate(rows, start=1)
        )
        record(
            actor=actor, verb="round.set_targets", subject=round_, before=before,
            after=[{name: row[name] for name in FIELDS} for row in rows],
        )  # fmt: skip
        return found


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
