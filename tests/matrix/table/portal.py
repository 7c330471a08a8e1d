"""The public pages and the desks."""

from collections.abc import Mapping
from typing import Any

from notices.queries import published as published_notices
from projects.queries import published as published_needs
from rounds.models import Round
from tests.matrix import rows
from tests.matrix.doors import DoorLine, page, public
from tests.matrix.personas import APPLICANTS, EVERYBODY

FINANCE = ("finance_maker", "finance_checker")


def open_round() -> Mapping[str, Any]:
    return {"code": "2027"}


def draft_round() -> Mapping[str, Any]:
    """A round that is being prepared: no applicant may know of it."""
    round_ = Round.objects.exclude(state="draft").get(code="2027")
    round_.pk, round_._state.adding = None, True
    round_.code, round_.state, round_.year = "2031", "draft", 2031
    round_.save()
    return {"code": "2031"}


def a_notice() -> Mapping[str, Any]:
    found = published_notices().first() or rows.notice()
    return {"code": found.series.code, "number": found.number}


def a_need() -> Mapping[str, Any]:
    return {"code": (published_needs().first() or rows.need()).code}


TABLE: dict[str, DoorLine] = {
    "portal:home": public(),
    "portal:calls": public(),
    "portal:guide": public(keys=open_round, foreign=draft_round),
    "portal:notices": public(),
    "portal:notice": public(keys=a_notice),
    "portal:notice-content": public(keys=a_notice, screens=False),
    "portal:needs": public(),
    "portal:need": public(keys=a_need),
    "portal:help": public(),
    "portal:privacy": public(),
    "portal:accessibility": public(),
    "portal:audit": public(),
    "portal:display": public(methods=frozenset({"POST"}), screens=False),
    "portal:desk": page(*EVERYBODY, screens=False),
    "portal:desk-finance": page(*FINANCE),
    "portal:desk-review": page("expert"),
    "portal:desk-decide": page("leader"),
    "portal:desk-evaluation": page("evaluator"),
    "portal:desk-community": page("community"),
    "portal:desk-applications": page(*APPLICANTS),
}
