"""bootstrap makes an empty production site ready: once, without a default password, and never over what is there."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.enums import Role
from accounts.models import Area, RoleGrant, User
from rounds.domain.workdays import Calendar
from rounds.models import Round, WorkDay, WorkYear
from rounds.queries import calendar
from venture.audit.models import AuditEntry
from venture.audit.queries import first_fault

pytestmark = pytest.mark.django_db

GIVEN = {
    "city_code": "610500000000",
    "city_name": "渭南市",
    "sponsor": "渭南市民政局",
    "admin_name": "管理员",
    "admin_contact": "admin@weinan.example",
    "head_name": "负责人",
    "head_contact": "13900000001",
    "year": 2027,
}


def _bootstrap(**changes: Any) -> str:
    out = io.StringIO()
    call_command("bootstrap", no_input=True, stdout=out, **{**GIVEN, **changes})
    return out.getvalue()


def _counts() -> tuple[int, ...]:
    return tuple(
        model.objects.count()
        for model in (Area, User, RoleGrant, WorkYear, WorkDay, Round, AuditEntry)  # type: ignore[attr-defined]
    )


def test_an_empty_site_gets_a_city_two_people_calendars_and_a_draft_round() -> None:
    said = _bootstrap()

    round_ = Round.objects.get()
    held = {(grant.user.display_name, grant.role) for grant in RoleGrant.objects.select_related("user")}
    assert held == {("管理员", Role.SYSTEM_ADMIN), ("负责人", Role.HEAD)}
    assert (round_.code, round_.state, round_.sponsor, round_.title, round_.area) == (
        "2027", "draft", "渭南市民政局", "2027年度渭南市公益创投项目征集", Area.objects.get(),
    )  # fmt: skip
    assert set(WorkYear.objects.values_list("year", flat=True)) == set(range(2004, 2027))
    assert "admin@weinan.example" in said
    assert first_fault() is None


def test_nobody_gets_a_password() -> None:
    _bootstrap()

    assert [user.has_usable_password() for user in User.objects.all()] == [False, False]
    assert not User.objects.filter(is_superuser=True).exists()


def test_a_second_run_changes_nothing() -> None:
    _bootstrap()
    before = _counts()
    round_ = Round.objects.get()
    Round.objects.update(title="我们自己的标题")

    _bootstrap(city_name="别的名字", admin_contact="intruder@example.org", head_contact="13900000009", year=2028)

    assert _counts() == before
    assert Round.objects.get().title == "我们自己的标题"
    assert Round.objects.get().pk == round_.pk
    assert Area.objects.get().name == "渭南市"


@pytest.mark.parametrize("name", sorted(set(GIVEN) - {"year"}))
def test_each_missing_answer_is_named_and_nothing_is_made(name: str) -> None:
    with pytest.raises(CommandError, match=f"--{name.replace('_', '-')}"):
        _bootstrap(**{name: ""})

    assert _counts() == (0,) * 7


@pytest.mark.parametrize(
    "wrong",
    [
        {"city_code": "6105"},
        {"admin_contact": "nobody"},
        {"head_contact": "12345"},
        {"head_contact": "ADMIN@weinan.example"},
        {"preset": "nosuch"},
        {"divisions": Path("nosuch.csv")},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_wrong_answer_is_refused_and_nothing_is_made(wrong: dict[str, Any]) -> None:
    with pytest.raises(CommandError), transaction.atomic():
        _bootstrap(**wrong)

    assert _counts() == (0,) * 7


def test_divisions_hang_where_their_codes_say(tmp_path: Path) -> None:
    file = tmp_path / "divisions.csv"
    file.write_text(
        "code,name\n610502001001,东风社区\n610502000000,临渭区\n610502001000,杜桥街道\n610524000000,合阳县\n",
        encoding="utf-8-sig",
    )

    _bootstrap(divisions=file)
    _bootstrap(divisions=file)

    tree = {area.name: area.parent.name if area.parent else None for area in Area.objects.select_related("parent")}
    assert tree == {
        "渭南市": None,
        "临渭区": "渭南市",
        "合阳县": "渭南市",
        "杜桥街道": "临渭区",
        "东风社区": "杜桥街道",
    }


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2021, 8, 21), False),
        (date(2024, 2, 4), True),
        (date(2024, 2, 9), True),
        (date(2024, 2, 12), False),
        (date(2025, 1, 26), True),
        (date(2026, 2, 14), True),
        (date(2026, 10, 1), False),
    ],
)
def test_the_loaded_calendars_are_the_announced_ones(day: date, works: bool) -> None:
    _bootstrap()

    loaded: Calendar = calendar()
    assert loaded.works(day) is works
