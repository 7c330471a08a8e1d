"""Rounds for tests: complete, without a contradiction, at instants that the test chooses."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from accounts.enums import Role
from accounts.models import User
from rounds import flows
from rounds.models import Round, WorkYear
from tests.accounts.factories import make_user

OPENS = datetime(2025, 3, 3, 1, 0, tzinfo=UTC)


def make_draft(code: str = "2025", *, opens_at: datetime = OPENS, days: int = 25, **basics: Any) -> Round:
    """Return a draft whose report names nothing, from the seed's preset; its years are in the calendar."""
    year, first = opens_at.year, opens_at.date()
    ends_on = first + timedelta(days=400)
    for each in range(year, ends_on.year + 1):
        WorkYear.objects.get_or_create(year=each, defaults={"source": "for tests"})
    values = {
        "title": f"{year}年度公益创投",
        "document_number": f"云民函〔{year}〕1号",
        "sponsor": "云溪市民政局",
        "operator": "云溪市社会组织发展中心",
        "opens_at": opens_at,
        "closes_at": opens_at + timedelta(days=days),
        "starts_on": first + timedelta(days=120),
        "ends_on": ends_on,
        "enquiry_phone": "0999-5550101",
        "supervision_phone": "0999-5550102",
        "inferred": [],
        **basics,
    }
    round_ = flows.create_from_preset(preset="seed", code=code, year=year, actor=None, **values)
    lay_days(round_, first, days)
    return round_


def lay_days(round_: Round, first: date, days: int) -> None:
    """Give each stage its week, one after the other; the first is the time of the call."""
    begin, end = first, first + timedelta(days=days)
    for stage in round_.stages.order_by("order"):
        stage.starts_on, stage.ends_on = begin, end
        stage.save(update_fields=["starts_on", "ends_on"])
        begin, end = end + timedelta(days=1), end + timedelta(days=12)
    last = round_.stages.order_by("order").last()
    assert last is not None
    last.starts_on, last.ends_on = round_.starts_on, round_.ends_on
    last.save(update_fields=["starts_on", "ends_on"])


def make_crew() -> tuple[User, User, User]:
    """Return the smallest legal crew: operator, clerk, head."""
    return make_user(Role.OPERATOR), make_user(Role.CLERK), make_user(Role.HEAD)


def make_published(**wanted: Any) -> Round:
    """Return a round that the smallest crew published."""
    operator, clerk, head = make_crew()
    round_ = make_draft(**wanted)
    flows.propose_round(round_id=round_.pk, actor=operator)
    flows.check_round(round_id=round_.pk, actor=clerk)
    return flows.publish_round(round_id=round_.pk, actor=head)
