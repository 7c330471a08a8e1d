"""The experts of 云溪市: entered from a workbook, brought to an account, invited into a round, pledged and declared."""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from accounts.demo import person
from accounts.enums import ConsentPurpose
from accounts.flows.inviting import accept_as_newcomer, link_token
from organizations.models import Organization
from reviews.domain.pledge import VERSION
from reviews.flows.appointing import appoint_expert
from reviews.flows.conflicts import find_conflicts, waive_conflict
from reviews.flows.joining import invite_expert, link_expert
from reviews.flows.pledging import (
    Declared,
    declare_ties,
    decline_appointment,
    finish_declaration,
    sign_pledge,
)
from reviews.flows.pool import take_roster
from reviews.models import Appointment, Conflict, Expert
from reviews.queries.pool import Row, account_of
from rounds.models import Round
from venture.kernel import clock

ROWS: Final[list[dict[str, Any]]] = json.loads((Path(__file__).parent / "experts.json").read_text(encoding="utf-8"))
FIRST: Final = datetime(2026, 11, 16, 9, tzinfo=clock.BEIJING)
DAYS: Final = ("away_from", "away_until")
# A name that is also a legal representative's: somebody else, as a look at the registers showed.
NAMESAKE: Final = "ZJ-011"


def lay_pool(first: datetime) -> None:
    """Enter everybody in the pool."""
    with clock.at(first):
        take_roster(rows=_rows(), actor=person("clerk"))


def lay_experts(round_: Round, *, first: datetime = FIRST, keys: Collection[str] = ()) -> list[Appointment]:
    """Play a round's experts within days from ``first``; return the parts of those who pledged.

    Of the whole pool 11 experts sign and declare, one declines and one is brought to an account only; ``keys`` names
    fewer. Safe for any scale: a tie to an organisation that the city of this scale lacks stays a name.
    """
    rows = [each for each in ROWS if each["part"] != "pool" and (not keys or each["key"] in keys)]
    for number, row in enumerate(rows):
        with clock.at(first + timedelta(days=1, minutes=20 * number)):
            _bring_in(row)
    asked = [each for each in rows if each["part"] in {"pledged", "declined"}]
    parts = [
        (row, _ask(row, round_, first + timedelta(days=2, minutes=3 * number))) for number, row in enumerate(asked)
    ]
    for number, (row, part) in enumerate(parts):
        with clock.at(first + timedelta(days=3, hours=1, minutes=37 * number)):
            _answer(row, part)
    with clock.at(first + timedelta(days=4, hours=2)):
        find_conflicts(round_id=round_.pk, actor=person("operator"))
        for soft in Conflict.objects.filter(
            expert__key=NAMESAKE, code__in=["legal_representative", "team"], hard=False, project__round=round_
        ):
            reason = "同名不同人，已核对身份信息与登记资料。"
            waive_conflict(conflict_id=soft.pk, reason=reason, actor=person("clerk"))
    return [part for row, part in parts if row["part"] == "pledged"]


def _rows() -> Iterator[Row]:
    for line, row in enumerate(ROWS, start=2):
        given = {name: value for name, value in row.items() if name not in {"ties", "declares", "part"}}
        given |= {name: date.fromisoformat(given[name]) for name in DAYS if name in given}
        yield Row(line, given, {kind: tuple(names) for kind, names in row.get("ties", {}).items()})


def _bring_in(row: Mapping[str, Any]) -> None:
    """Bring an expert to an account: the demonstration's own expert has one, the others follow the link once."""
    expert = Expert.objects.get(key=row["key"])
    if expert.user_id is not None:
        return
    if account_of(expert) is not None:
        link_expert(expert_id=expert.pk, actor=person("clerk"))
        return
    invited = invite_expert(expert_id=expert.pk, actor=person("operator"))
    assert invited.invitation is not None
    user, _proposal = accept_as_newcomer(
        token=link_token(invited.invitation), name=expert.name, password=None, consents=[ConsentPurpose.ACCOUNT],
        locale="zh-hans",
    )  # fmt: skip
    # The common password was hashed once: to hash it takes long, as it should.
    user.password = person("expert").password
    user.save(update_fields=["password"])


def _ask(row: Mapping[str, Any], round_: Round, instant: datetime) -> Appointment:
    with clock.at(instant):
        expert = Expert.objects.get(key=row["key"])
        return appoint_expert(round_id=round_.pk, expert_id=expert.pk, actor=person("operator"))


def _answer(row: Mapping[str, Any], part: Appointment) -> None:
    me: dict[str, Any] = {
        "appointment_id": part.pk,
        "actor": Expert.objects.select_related("user").get(pk=part.expert_id).user,
    }
    if row["part"] == "declined":
        decline_appointment(**me, reason="十二月上旬有教学评估任务，不能保证评审时间。")
        return
    sign_pledge(**me, version=VERSION, agreed=True)
    ties = [_tie(each) for each in row.get("declares", ())]
    if ties:
        declare_ties(**me, ties=ties)
    finish_declaration(**me, complete=True)
    part.refresh_from_db()


def _tie(said: Mapping[str, Any]) -> Declared:
    found = Organization.objects.filter(name=said["name"], verified_at__isnull=False).first()
    named: dict[str, Any] = {"organization_id": found.pk} if found else {"name": said["name"]}
    days: dict[str, Any] = {name: date.fromisoformat(said[name]) for name in ("since", "until") if name in said}
    return Declared(said["kind"], **named, **days, note=said.get("note", ""))
