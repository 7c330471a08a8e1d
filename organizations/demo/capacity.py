"""Capacity building of 云溪市: assessments, eight trainings, six mentors; a few of each on the small scale."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from accounts.demo import person
from accounts.models import User
from organizations.demo.tables import OTHER, OURS
from organizations.enums import Ability, OrganizationState, SeatState, Statement
from organizations.flows import capacity as flows
from organizations.models import Organization, Seat, Training
from venture.kernel import clock

ROWS: Final = Path(__file__).with_name("trainings.json")
HALF_DAY: Final = 180
# One of seven stays away.
ABSENT: Final = 5
SOON: Final = "需求调查与指标设计工作坊"
FEW: Final = ("公益项目预算编制与财务合规", SOON)
# account name, name, from, fields, hours
MENTORS: Final = (
    ("mentor", "郑牧", "云溪学院社会工作系", (Ability.STRATEGY, Ability.PROJECTS), 60),
    ("mentor2", "罗敬之", "云溪正信会计师事务所", (Ability.FINANCE,), 40),
    ("mentor3", "鲁芸", "云溪市社会工作者协会", (Ability.PEOPLE, Ability.PROJECTS), 48),
    ("mentor4", "简宁", "云溪日报社", (Ability.BRAND,), 24),
    ("mentor5", "程朗", "临溪律师事务所", (Ability.STRATEGY, Ability.FINANCE), 30),
    ("mentor6", "尹秋", "云溪长青公益基金会", (Ability.BRAND, Ability.STRATEGY), 36),
)
BEFORE = {Ability.STRATEGY: 3, Ability.PEOPLE: 3, Ability.BRAND: 2, Ability.FINANCE: 2, Ability.PROJECTS: 3}
AFTER = {Ability.STRATEGY: 3, Ability.PEOPLE: 4, Ability.BRAND: 3, Ability.FINANCE: 4, Ability.PROJECTS: 3}


def load() -> None:
    """Play a year of capacity building through its flows."""
    small = settings.DEMO_SCALE == "small"
    operator = person("operator")
    ours = Organization.objects.get(name=OURS)
    writer = person("org")
    with clock.at(_at(date(2026, 6, 18), 10)):
        flows.assess(organization_id=ours.pk, answers=_answers(BEFORE), words="想学会做预算、管凭证。", actor=writer)
    rows: list[dict[str, Any]] = json.loads(ROWS.read_text(encoding="utf-8"))
    for each in rows:
        if not small or each["title"] in FEW:
            _announce(each, operator)
    people = _people(4 if small else 24)
    for training in Training.objects.order_by("starts_at"):
        _fill(training, people, operator)
    for name, shown, unit, fields, hours in MENTORS[: 2 if small else None]:
        user = User.objects.create(email=f"{name}@yunxi.example", display_name=shown, password=operator.password)
        with clock.at(_at(date(2026, 6, 1), 9)):
            flows.enter_mentor(
                user=user, unit=unit, abilities=[each.value for each in fields], hours=hours, actor=operator
            )
    _guided(ours, writer, operator)
    with clock.at(_at(date(2026, 11, 20), 10)):
        flows.assess(organization_id=ours.pk, answers=_answers(AFTER), words="想请人帮着做三年规划。", actor=writer)
        flows.ask_mentor(
            organization_id=ours.pk, ability=Ability.STRATEGY, wish="用一页纸写清楚三年要做到什么。", actor=writer
        )


def _announce(row: dict[str, Any], operator: User) -> None:
    starts, minutes = _at(date.fromisoformat(row.pop("day")), row.pop("hour")), row["minutes"]
    with clock.at(starts - timedelta(days=25)):
        made = flows.make_training(
            **row, starts_at=starts, ends_at=starts + timedelta(minutes=minutes + (60 if minutes > HALF_DAY else 0)),
            seats_each=2, signs_until=starts - timedelta(days=1), actor=operator,
        )  # fmt: skip
        flows.announce_training(training_id=made.pk, actor=operator)


def _fill(training: Training, people: list[tuple[Organization, User]], operator: User) -> None:
    """Let people sign up, more than there are places where it is small; what is over was attended and closed."""
    with clock.at(training.signs_until - timedelta(days=9)):
        for organization, user in people[: max(4, training.seats // 3)]:
            flows.sign_up(training_id=training.pk, organization_id=organization.pk, actor=user)
    if training.ends_at > clock.now():
        return
    places = list(Seat.objects.filter(training=training, state=SeatState.SEATED).order_by("pk"))
    with clock.at(training.starts_at + timedelta(minutes=10)):
        for number, place in enumerate(places):
            if number % 7 != ABSENT:
                flows.tick(seat_id=place.pk, actor=operator)
    with clock.at(training.ends_at + timedelta(hours=1)):
        flows.close_training(training_id=training.pk, actor=operator)
        for number, place in enumerate(Seat.objects.filter(training=training, state=SeatState.ATTENDED)[:6]):
            flows.give_feedback(
                seat_id=place.pk, rating=5 - number % 2, words="讲得实在，表格能直接用。" if number == 0 else "",
                actor=place.user,
            )  # fmt: skip


def _guided(ours: Organization, writer: User, operator: User) -> None:
    """Pair our organisation for its books: one visit is confirmed, one waits for its word."""
    accountant = User.objects.get(email="mentor2@yunxi.example")
    with clock.at(_at(date(2026, 7, 2), 10)):
        asked = flows.ask_mentor(
            organization_id=ours.pk, ability=Ability.FINANCE, wish="把项目资金单独核算，凭证按月归档。", actor=writer
        )
    with clock.at(_at(date(2026, 7, 6), 15)):
        flows.pair(pairing_id=asked.pk, mentor_id=accountant.mentor.pk, hours=12, actor=operator)
    for day, minutes, words, confirmed in (
        (date(2026, 8, 12), 120, "梳理报销流程，改成两人办理；试编八月凭证。", True),
        (date(2026, 11, 18), 90, "核对三季度项目支出，补齐两张签收单。", False),
    ):
        with clock.at(_at(day, 17)):
            visit = flows.note_visit(
                pairing_id=asked.pk,
                on=day,
                minutes=minutes,
                words=words,
                next_step="下次看月度对比表。",
                actor=accountant,
            )
        if confirmed:
            with clock.at(_at(day, 18)):
                flows.confirm_visit(visit_id=visit.pk, actor=writer)


def _people(count: int) -> list[tuple[Organization, User]]:
    """Return one person of each of some verified organisations, ours and the other first, each person once."""
    rows = Organization.objects.filter(state=OrganizationState.VERIFIED).order_by("pk")
    found: list[tuple[Organization, User]] = []
    for each in sorted(rows, key=lambda row: (row.name != OURS, row.name != OTHER, row.pk)):
        seat = each.memberships.filter(ended_at__isnull=True).select_related("user").order_by("pk").first()
        if seat is not None and seat.user not in [user for _organization, user in found]:
            found.append((each, seat.user))
        if len(found) == count:
            break
    return found


def _answers(marks: dict[Ability, int]) -> dict[str, int]:
    """Return an answer to each statement: the part's mark, and now and then one more."""
    return {
        each.value: min(5, marks[each.ability] + (number % 4 == 0)) for number, each in enumerate(Statement)
    }  # fmt: skip


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.BEIJING)
