"""The pool of experts: entered, changed, tied, brought in a workbook line by line."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from openpyxl import Workbook, load_workbook

from accounts.enums import Role
from reviews.admin.rosters import roster_sheet
from reviews.flows.pool import add_expert, add_tie, change_expert, remove_tie, take_roster
from reviews.forms.roster import COLUMNS, RosterForm, read_roster, unpacked
from reviews.models import Expert, ExpertTie
from reviews.queries.pool import Row, tried
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.reviews.pool.factories import make_expert
from venture.audit.models import AuditEntry
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db
GIVEN = {"name": "沈怀远", "fields": ["relief", "elderly"], "mobile": "138 0013 8000", "most": "24"}


def refusal(act: Any) -> str:
    with pytest.raises(RuleRefusal) as refused:
        act()
    return refused.value.code


def sheet(*rows: dict[str, Any]) -> BytesIO:
    """Return a workbook with the Chinese heads of the template."""
    book = Workbook()
    page: Any = book.active
    with translation.override("zh-hans"):
        page.append([str(head) for head in COLUMNS.values()])
    for row in rows:
        page.append([row.get(name, "") for name in COLUMNS])
    out = BytesIO()
    book.save(out)
    out.seek(0)
    return out


def test_an_expert_is_entered_in_one_way_of_writing() -> None:
    expert = add_expert(given=GIVEN, actor=make_user(Role.CLERK))

    kept = Expert.objects.get(pk=expert.pk)
    assert (kept.mobile, kept.fields, kept.most) == ("+8613800138000", ["elderly", "relief"], 24)
    assert kept.key == f"ZJ-{expert.pk}"
    assert AuditEntry.objects.filter(verb="expert.add", subject_pk=str(expert.pk)).count() == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "expert_name_missing"),
        ({"fields": []}, "expert_field_missing"),
        ({"fields": ["opera"]}, "expert_field_unknown"),
        ({"mobile": "12345"}, "expert_mobile"),
        ({"email": "沈"}, "expert_email"),
        ({"most": "0"}, "expert_most"),
        ({"most": "many"}, "expert_most"),
        ({"employer_code": "91330100MA2B"}, "uscc_length"),
        ({"away_until": date(2027, 1, 1)}, "expert_away"),
        ({"employer": "长" * 121}, "expert_too_long"),
    ],
)
def test_what_cannot_be_an_expert_is_refused_and_nothing_is_written(wrong: dict[str, Any], code: str) -> None:
    assert refusal(lambda: add_expert(given={**GIVEN, **wrong}, actor=make_user())) == code
    assert not Expert.objects.exists()


def test_a_number_belongs_to_one_expert() -> None:
    add_expert(given=GIVEN, actor=make_user())
    other = make_expert()

    assert refusal(lambda: add_expert(given={**GIVEN, "name": "另一位"}, actor=make_user())) == "expert_known"
    assert refusal(lambda: change_expert(expert_id=other.pk, given=GIVEN, actor=make_user())) == "expert_known"
    assert Expert.objects.count() == 2


def test_an_unchanged_entry_leaves_no_trace() -> None:
    expert = add_expert(given=GIVEN, actor=make_user())
    change_expert(expert_id=expert.pk, given=GIVEN, actor=make_user())
    change_expert(expert_id=expert.pk, given=GIVEN, actor=make_user(), active=False)

    said = AuditEntry.objects.filter(verb="expert.change").get()
    assert said.facts == {"columns": ["active"], "active": False}


def test_a_tie_is_entered_once_and_taken_out_with_a_reason() -> None:
    expert, organization = make_expert(), make_verified()
    first = add_tie(expert_id=expert.pk, kind="board", organization=organization, actor=make_user())
    again = add_tie(expert_id=expert.pk, kind="board", organization=organization, actor=make_user())

    assert first.pk == again.pk
    assert refusal(lambda: remove_tie(tie_id=first.pk, reason=" ", actor=make_user())) == "reason_missing"
    remove_tie(tie_id=first.pk, reason="误录", actor=make_user())
    assert not ExpertTie.objects.exists()
    said = AuditEntry.objects.filter(verb__startswith="expert.").order_by("seq")
    assert list(said.values_list("verb", flat=True)) == ["expert.tie", "expert.untie"]


def test_what_an_expert_declared_stays() -> None:
    expert = make_expert()
    tie = ExpertTie.objects.create(
        expert=expert, kind="kin", name="某社", declared=True, noted_at=expert.added_at
    )  # fmt: skip

    assert refusal(lambda: remove_tie(tie_id=tie.pk, reason="请删", actor=make_user())) == "tie_declared"
    assert ExpertTie.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"kind": "friend"}, "tie_kind_unknown"), ({"name": ""}, "tie_names_nobody"),
     ({"since": date(2026, 2, 1), "until": date(2026, 1, 1)}, "period_backwards")],
)  # fmt: skip
def test_a_tie_that_says_nothing_is_refused(wrong: dict[str, Any], code: str) -> None:
    expert = make_expert()
    given = {"kind": "board", "name": "某社", **wrong}

    assert refusal(lambda: add_tie(expert_id=expert.pk, actor=make_user(), **given)) == code
    assert not ExpertTie.objects.exists()


def test_a_workbook_says_line_by_line_what_it_would_do_and_writes_nothing() -> None:
    known = make_expert("何岚", key="1", mobile="+8613800138001", employer="旧单位")
    rows = list(
        read_roster(
            sheet(
                {"key": "1", "name": "何岚", "fields": "为老服务", "employer": "市社会组织促进会"},
                {
                    "key": "2",
                    "name": "顾明珠",
                    "fields": "青少年服务、救助帮困",
                    "finance": "否",
                    "mobile": "13800138002",
                },
                {"key": "3", "name": "王立诚", "fields": "戏曲"},
                {"key": "2", "name": "顾明珠", "fields": "青少年服务"},
                {"key": "4", "name": "=1+1", "fields": "为老服务"},
            )
        )
    )
    found = tried(rows)

    assert [(each.row.line, each.outcome) for each in found] == [
        (2, "change"), (3, "new"), (4, "fault"), (5, "fault"), (6, "fault"),
    ]  # fmt: skip
    assert found[0].changed == ("employer",)
    assert [[fault.code for fault in each.faults] for each in found[2:]] == [
        ["expert_field_unknown"], ["roster_row_twice"], ["roster_formula", "expert_name_missing"],
    ]  # fmt: skip
    assert list(Expert.objects.values_list("pk", "employer")) == [(known.pk, "旧单位")]


def test_a_sheet_with_a_fault_is_taken_over_not_at_all() -> None:
    rows = [Row(2, {"key": "1", "name": "沈怀远", "fields": ["elderly"]}, {}), Row(3, {"key": "2"}, {})]

    assert refusal(lambda: take_roster(rows=rows, actor=make_user())) == "roster_has_faults"
    assert not Expert.objects.exists()


def test_the_same_sheet_again_changes_nothing_and_an_empty_cell_wipes_nothing() -> None:
    organization = make_verified(name="和邻社会工作服务中心")
    first = list(
        read_roster(
            sheet({"key": "1", "name": "沈怀远", "fields": "为老服务", "email": "shen@x.example",
                   "board": "和邻社会工作服务中心、外地某社"})
        )
    )  # fmt: skip
    actor = make_user()
    taken = [take_roster(rows=first, actor=actor), take_roster(rows=first, actor=actor)]
    fewer = list(read_roster(sheet({"key": "1", "name": "沈怀远", "fields": "为老服务"})))
    taken.append(take_roster(rows=fewer, actor=actor))

    assert [(each.made, each.changed, each.same) for each in taken] == [(1, 0, 0), (0, 0, 1), (0, 0, 1)]
    assert Expert.objects.get().email == "shen@x.example"
    ties = ExpertTie.objects.order_by("pk").values_list("kind", "organization", "name")
    assert list(ties) == [("board", organization.pk, ""), ("board", None, "外地某社")]


def test_what_is_taken_along_can_be_brought_back_and_holds_no_formula() -> None:
    expert = make_expert("=HYPERLINK(1)", employer="+cmd", finance=True, mobile="+8613800138009", title="教授")
    add_tie(expert_id=expert.pk, kind="adviser", name="外地某社", actor=make_user())
    rows = Expert.objects.prefetch_related("ties__organization")
    with translation.override("zh-hans"):
        content = roster_sheet(rows)
    cells = [cell for row in load_workbook(BytesIO(content)).active for cell in row]
    back = tried(read_roster(BytesIO(content)))

    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [(each.outcome, each.changed, each.new_ties) for each in back] == [("same", (), ())]


def test_a_trial_travels_signed_and_a_changed_one_is_refused() -> None:
    content = sheet({"key": "1", "name": "沈怀远", "fields": "为老服务", "away_from": date(2027, 1, 4)})
    form = RosterForm(files={"file": SimpleUploadedFile("专家.xlsx", content.read())})
    assert form.is_valid()
    trial = form.trial()

    assert unpacked(trial.kept) == list(trial.rows)
    assert refusal(lambda: unpacked(trial.kept[:-2])) == "roster_gone"


@pytest.mark.parametrize(
    ("content", "code"), [(b"PK\x03\x04nothing", "roster_unreadable"), (None, "roster_empty"), (b"", "roster_foreign")]
)
def test_a_workbook_that_is_no_sheet_of_experts_is_refused(content: bytes | None, code: str) -> None:
    if content is None:
        stream = sheet()
    elif content:
        stream = BytesIO(content)
    else:
        stream = BytesIO()
        Workbook().save(stream)
    assert refusal(lambda: list(read_roster(stream))) == code
