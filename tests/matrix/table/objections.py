"""Objections: for everybody below a notice and by receipt; the desk for the bureau and its supervision."""

from collections.abc import Mapping
from typing import Any

from rounds.models import Round
from tests.matrix import rows
from tests.matrix.doors import WRITE, DoorLine, act, page, public
from tests.matrix.once import once
from tests.matrix.table.deciding import no_round, none, one, sees
from venture.kernel import clock, policy

NOBODYS = "YY2027-00000000"


def with_period() -> Mapping[str, Any]:
    """A notice to which one may object."""
    today = clock.today()
    made = rows.notice(days=5, starts_on=today, ends_on=today)
    return {"code": made.series.code, "number": made.number}


def decided_round() -> Round:
    return Round.objects.filter(state="decided").first() or rows.round_(state="decided")


def drafts(user: Any) -> bool:
    return policy.allows(user, "notices.draft_awards", decided_round())


READS = sees("objections.view", rows.objection)
TABLE: dict[str, DoorLine] = {
    "portal:notice-sheet": public(keys=with_period, get=frozenset({404}), screens=False),
    "portal:notice-object": public(keys=with_period, methods=WRITE, screens=False),
    "portal:objections": public(methods=WRITE),
    # Without the session that opened it: to the question for receipt and number, or missing.
    "portal:objection": public(keys=lambda: {"receipt": NOBODYS}, screens=False),
    "portal:objection-letter": public(keys=lambda: {"receipt": NOBODYS}, get=frozenset({404}), screens=False),
    "portal:objection-act": public(
        keys=lambda: {"receipt": NOBODYS, "verb": "withdraw"}, methods=frozenset({"POST"}), post=frozenset({404}),
        screens=False,
    ),
    "admin:objection_desk": page(keys=one(rows.objection), foreign=none(), may=READS),
    "admin:objection_act": act(keys=one(rows.objection, verb="accept"), foreign=none(verb="accept"), may=READS),
    "admin:awards_notice": page(
        keys=lambda: {"code": decided_round().code}, foreign=no_round(), may=drafts, methods=WRITE, writers=drafts
    ),
    "admin:notice_word": page(
        keys=lambda: {"pk": once(rows.notice).pk}, foreign=none(), may=sees("notices.view_staff", rows.notice),
        screens=False,
    ),
}  # fmt: skip
