"""Signed paper and workbooks: two persons, only what agrees is sealed; the prints; the fee sheet."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from reviews.domain.fees import withheld
from reviews.flows import panels as flows
from reviews.models import KeyedSheet, ScoreSheet
from reviews.queries.scoring import rubric_of
from tests.reviews.panels.factories import Sitting, make_sitting, scan_of
from tests.reviews.scoring.factories import user_of, whole_marks
from venture.audit.models import AuditEntry
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting() -> Sitting:
    made = make_sitting(started=True)
    for _each in made.projects:
        flows.call_next(panel_id=made.panel.pk, actor=made.staff)
    return made


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(RuleRefusal) as refusal:
        act()
    return refusal.value.code


def key(sitting: Sitting, who: Any, level: int = 7, order: int = 1, **more: Any) -> KeyedSheet:
    return flows.key_sheet(
        assignment_id=sitting.at(1, order).pk, marks=whole_marks(sitting.review.round, level), actor=who,
        **{"opinion": "for", "comment": "可行。", **more},
    )  # fmt: skip


def scanned(sitting: Sitting) -> None:
    seat = sitting.panel.seats.get(appointment=sitting.experts[1])
    flows.keep_scan(
        panel_id=sitting.panel.pk, file=scan_of(sitting, sitting.staff), seat_id=seat.pk, actor=sitting.staff
    )


def test_two_persons_who_key_in_the_same_seal_the_sheet_as_from_paper(sitting: Sitting) -> None:
    key(sitting, sitting.staff)
    assert refused(lambda: key(sitting, sitting.other)) == "panel_scan_missing"
    scanned(sitting)
    assert not ScoreSheet.objects.exists()
    assert key(sitting, sitting.other, comment="可行，建议细化预算。").state == "taken"
    sheet = ScoreSheet.objects.get()
    assert (sheet.state, sheet.on_paper, sheet.total, sheet.keyed_by, sheet.checked_by, sheet.comment) == (
        "sealed", True, 70, sitting.staff, sitting.other, "可行，建议细化预算。",
    )  # fmt: skip
    assert '"on_paper":true' in sheet.content


def test_what_differs_is_sealed_by_nobody_until_both_agree(sitting: Sitting) -> None:
    scanned(sitting)
    key(sitting, sitting.staff, 7)
    assert key(sitting, sitting.other, 8).state == "differs"
    assert not ScoreSheet.objects.exists()
    assert key(sitting, sitting.other, 7, opinion="against").state == "differs"
    assert key(sitting, sitting.other, 7).state == "taken"
    assert list(AuditEntry.objects.filter(verb__startswith="keyed").order_by("seq").values_list("verb", flat=True)) == [
        "keyed.first", "keyed.differ", "keyed.differ", "keyed.take",
    ]  # fmt: skip


def test_nobody_checks_the_own_keying(sitting: Sitting) -> None:
    scanned(sitting)
    key(sitting, sitting.staff, 7)
    assert key(sitting, sitting.staff, 7).state == "waiting"
    assert key(sitting, sitting.staff, 6).given["marks"] != whole_marks(sitting.review.round, 7)
    assert not ScoreSheet.objects.exists()


def test_paper_takes_the_place_of_a_draft_on_a_tablet_and_none_of_a_sealed_sheet(sitting: Sitting) -> None:
    scanned(sitting)
    sitting.save(1, 1, 3)
    key(sitting, sitting.staff)
    key(sitting, sitting.other)
    assert ScoreSheet.objects.get().total == 70
    assert refused(lambda: key(sitting, sitting.staff)) == "sheet_sealed"


def test_an_odd_level_and_an_empty_sheet_are_refused(sitting: Sitting) -> None:
    row = sitting.at(1, 1)
    first = rubric_of(sitting.review.round).leaves[0].key
    for marks, code in (({}, "keyed_empty"), ({first: {"level": 11, "na": False, "reason": ""}}, "mark_unknown")):
        assert (
            refused(lambda marks=marks: flows.key_sheet(assignment_id=row.pk, marks=marks, actor=sitting.staff)) == code
        )  # type: ignore[misc]
    assert not KeyedSheet.objects.exists()


def test_the_page_hides_the_first_keying_from_the_second_and_shows_what_differs(sitting: Sitting) -> None:
    scanned(sitting)
    seat = sitting.panel.seats.get(appointment=sitting.experts[1])
    address = reverse("admin:panel_keying", args=[sitting.panel.pk, seat.pk])
    leaves = rubric_of(sitting.review.round).leaves

    def typed(level: int) -> dict[str, str]:
        marks = {f"s1-m-{leaf.key}": str(level) for leaf in leaves}
        return {**marks, **{f"s1-r-{leaf.key}": "依据充分。" for leaf in leaves}, "s1-opinion": "for"}

    first, second = sitting.client(sitting.staff), sitting.client(sitting.other)
    first.post(address, typed(7))
    assert 'value="7"' in first.get(address).content.decode()
    assert 'value="7"' not in second.get(address).content.decode()
    second.post(address, typed(8))
    assert "7 / 8" in second.get(address).content.decode()
    second.post(address, typed(7))
    assert ScoreSheet.objects.get().total == 70


def book(sitting: Sitting, level: object = 6, lines: int | None = None, **odd: Any) -> SimpleUploadedFile:
    """Fill in the template as an office would."""
    answer = sitting.client(sitting.staff).get(reverse("admin:panel_book_template", args=[sitting.panel.pk]))
    filled = load_workbook(BytesIO(answer.content))
    sheet = filled.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    count = len(rubric_of(sitting.review.round).leaves)
    for row in range(2, sheet.max_row + 1):
        if lines is not None and row > lines + 1:
            continue
        for column in range(5, 5 + count):
            sheet.cell(row, column, level)
        for column, head in enumerate(heads, start=1):
            if str(head).startswith("理由："):
                sheet.cell(row, column, "依据充分。")
    for cell, value in odd.items():
        sheet[cell] = value
    out = BytesIO()
    filled.save(out)
    return SimpleUploadedFile("scores.xlsx", out.getvalue())


def tried(sitting: Sitting, upload: SimpleUploadedFile) -> Any:
    return sitting.client(sitting.staff).post(
        reverse("admin:panel_book", args=[sitting.panel.pk]), {"file": upload}
    )  # fmt: skip


def test_a_workbook_is_tried_loaded_by_one_and_taken_over_by_another(sitting: Sitting) -> None:
    sitting.save(0, 1, 6)
    answer = tried(sitting, book(sitting))
    assert not KeyedSheet.objects.exists()
    assert answer.context["faults"] == 0
    assert [line["same"] for line in answer.context["lines"]] == [True, *[False] * 8]
    load = reverse("admin:panel_book_load", args=[sitting.panel.pk])
    sitting.client(sitting.staff).post(load, {"kept": answer.context["kept"]})
    assert KeyedSheet.objects.filter(source="workbook", state="waiting").count() == 9
    mine = sitting.act("take-workbook", sitting.staff)
    assert "须由另一位同事" in mine.content.decode()
    assert not ScoreSheet.objects.filter(state="sealed").exists()
    sitting.act("take-workbook", sitting.other)
    assert ScoreSheet.objects.filter(state="sealed", total=60, on_paper=True).count() == 9


def test_a_workbook_with_a_fault_is_taken_over_by_nobody(sitting: Sitting) -> None:
    faulty = tried(sitting, book(sitting, E2="=1+1", F3=12, D4="无此人", B5="无此编号", E6=None))
    told = [line["faults"] for line in faulty.context["lines"] if line["faults"]]
    assert (len(told), faulty.context["kept"]) == (5, "")
    load = reverse("admin:panel_book_load", args=[sitting.panel.pk])
    answer = sitting.client(sitting.staff).post(load, {"kept": "x"}, follow=True)
    assert "试读结果已过期" in answer.content.decode()
    assert not KeyedSheet.objects.exists()


def test_what_is_no_workbook_of_this_panel_is_refused(sitting: Sitting) -> None:
    foreign = load_workbook(BytesIO(sitting.client(sitting.staff).get(
        reverse("admin:panel_book_template", args=[sitting.panel.pk])
    ).content))  # fmt: skip
    foreign.worksheets[0]["D1"] = "别的"
    out = BytesIO()
    foreign.save(out)
    answer = tried(sitting, SimpleUploadedFile("other.xlsx", out.getvalue()))
    assert "缺少" in answer.content.decode()


def printed(sitting: Sitting, what: str) -> tuple[int, str]:
    address = reverse("admin:panel_print", args=[sitting.panel.pk, what])
    answer = sitting.client(sitting.staff).get(address)
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.content)).pages
    return len(pages), "".join(page.extract_text() for page in pages).replace(" ", "")


def test_score_sheets_are_one_page_for_each_expert_blank_before_and_filled_in_after_the_lock(sitting: Sitting) -> None:
    count, text = printed(sitting, "sheets")
    assert count == 3
    assert all(seat.expert.name in text for seat in sitting.experts)
    assert "监督人员签名" in text
    assert "80.00" not in text
    for order in (1, 2, 3):
        for expert in range(3):
            sitting.save(expert, order)
    flows.close_panel(panel_id=sitting.panel.pk, actor=sitting.staff)
    flows.lock_panel(panel_id=sitting.panel.pk, actor=user_of(sitting.experts[0]))
    assert "80.00" in printed(sitting, "sheets")[1]
    count, text = printed(sitting, "summary")
    assert (count, text.count("80.00")) == (1, 12)
    assert AuditEntry.objects.filter(verb="panel.print").count() == 3


def test_the_fee_sheet_pays_those_who_scored_and_says_what_is_withheld(sitting: Sitting) -> None:
    seat = sitting.panel.seats.get(appointment=sitting.experts[2])
    flows.mark_absent(panel_id=sitting.panel.pk, seat_id=seat.pk, reason="未到", actor=sitting.staff)
    for order in (1, 2, 3):
        for expert in range(2):
            sitting.save(expert, order)
    flows.close_panel(panel_id=sitting.panel.pk, actor=sitting.staff)
    flows.lock_panel(panel_id=sitting.panel.pk, actor=user_of(sitting.experts[0]))
    address = reverse("admin:panel_fees", args=[sitting.panel.pk])
    answer = sitting.client(sitting.staff).post(address, {"session": "800", "project": "150", "most": "400"})
    sheet = load_workbook(BytesIO(answer.content), data_only=True).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=6)]
    assert [row[1] for row in rows[:2]] == [sitting.experts[0].expert.name, sitting.experts[1].expert.name]
    assert [row[5:10] for row in rows[:2]] == [[1, 3, 1200, 80, 1120]] * 2
    assert rows[2][7:10] == [2400, 160, 2240]
    again = sitting.client(sitting.staff).post(address, {"session": "abc"}, follow=True)
    assert "以元为单位" in again.content.decode()


@pytest.mark.parametrize(
    ("yuan", "tax"), [(0, 0), (800, 0), (4_000, 640), (5_000, 800), (25_000, 4_000), (30_000, 5_200), (100_000, 25_000)]
)  # fmt: skip
def test_tax_is_withheld_by_the_table_of_the_law(yuan: int, tax: int) -> None:
    assert withheld(yuan * 100) == tax * 100
