"""A running project for tests: a plan with lines, activities and indicators, its first tranche paid."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from accounts.enums import Role
from accounts.models import User
from grants.flows import running as flows
from grants.models import Activity, Expense, Grant
from organizations.models import Membership
from tests.accounts.factories import make_user
from tests.grants.factories import GRANTED, make_grant, make_payment
from venture.files.models import StoredFile
from venture.kernel import clock

_numbers = count(600_001)
TODAY = GRANTED + timedelta(days=60)
START = GRANTED.date()
END = START + timedelta(days=300)
PLAN: dict[str, Any] = {
    "sections": {
        "project": {
            "title": "银龄守护", "starts_on": START.isoformat(), "ends_on": END.isoformat(), "leader_name": "周敏",
            "leader_mobile": "13800000001", "contact_name": "林晓", "contact_mobile": "13800000002",
        },
        "team": {"members": [{"id": "m1", "name": "陈社工", "role": "社工"}]},
        "indicators": {
            "indicators": [
                {"id": "i1", "name": "入户探访", "unit": "人次", "target": "200", "kind": "output"},
                {"id": "i2", "name": "满意度", "unit": "%", "target": "90", "kind": "satisfaction"},
            ]
        },
        "activities": {
            "approach": "入户与小组相结合。",
            "activities": [
                {
                    "id": "a1", "name": "入户探访", "objective": "o1", "form": "case", "content": "每周探访。",
                    "sessions": 40, "per_session": 5, "starts_on": START.isoformat(), "ends_on": END.isoformat(),
                    "place": "东关街道", "lead": "周敏", "outcome": "",
                },
                {
                    "id": "a2", "name": "长者茶会", "objective": "o1", "form": "group", "content": "每月一次。",
                    "sessions": 10, "per_session": 20, "starts_on": START.isoformat(), "ends_on": END.isoformat(),
                    "place": "社区活动室", "lead": "林晓", "outcome": "",
                },
            ],
        },
        "budget": {
            "lines": [
                {
                    "id": "b1", "category": "activity", "item": "茶会场地与茶点", "activity": "a2", "unit": "场",
                    "quantity": "10", "price": 300_000, "own": 0, "donation": 0, "basis": "每场 3,000 元",
                },
                {
                    "id": "b2", "category": "personnel", "item": "社工补贴", "activity": "a1", "unit": "月",
                    "quantity": "10", "price": 700_000, "own": 0, "donation": 0, "basis": "每月 7,000 元",
                },
            ]
        },
    },
    "names": {"communities": {}, "papers": {}},
    "papers": [],
}  # fmt: skip


def make_running(state: str = "active", *, paid: bool = True, **fields: Any) -> Grant:
    """Return a project under way of 100,000 yuan: 30,000 for tea, 70,000 for staff; half of it is paid."""
    grant = make_grant(10_000_000, "active", plan=PLAN, **{"starts_on": START, "ends_on": END, **fields})
    if paid:
        make_payment(grant, 1, "paid")
    Grant.objects.filter(pk=grant.pk).update(state=state)
    grant.refresh_from_db()
    return grant


def owner_of(grant: Grant) -> User:
    return grant.organization.memberships.order_by("pk")[0].user


def member(grant: Grant, role: str) -> User:
    user = make_user()
    Membership.objects.create(organization=grant.organization, user=user, role=role, since=GRANTED)
    return user


def clerk() -> User:
    return make_user(Role.CLERK)


def upload(owner: User, purpose: str, *, sha: str = "") -> StoredFile:
    """Return a file that lies ready for a row, without content."""
    number = next(_numbers)
    return StoredFile.objects.create(
        key=f"{number:032x}", name="照片.jpg", kind="jpg", size=number, sha256=f"{number:064x}",
        sha256_received=sha or f"{number:064x}", purpose=purpose, owner=owner, state="ready", created_at=TODAY,
    )  # fmt: skip


def activity(grant: Grant, *, key: str = "", **more: Any) -> Activity:
    asked = {"title": "长者茶会", "planned": "a2", "on": START + timedelta(days=30), "people": 20} | more
    with clock.at(TODAY):
        return flows.record_activity(
            grant_id=grant.pk, key=key or f"activity-{next(_numbers)}", actor=owner_of(grant), **asked
        )  # fmt: skip


def expense(grant: Grant, *, actor: User | None = None, **more: Any) -> Expense:
    asked: dict[str, Any] = {
        "key": f"expense-{next(_numbers)}", "line": "b1", "on": START + timedelta(days=30), "amount_fen": 280_000,
        "voucher_number": f"V{next(_numbers)}", "payee": "云溪茶叶店", "purpose": "茶点",
    } | more  # fmt: skip
    with clock.at(TODAY):
        return flows.enter_expense(grant_id=grant.pk, actor=actor or owner_of(grant), **asked)


def codes(row: Expense) -> list[str]:
    return [flag["code"] for flag in row.flags]


def day(text: str) -> date:
    return date.fromisoformat(text)
