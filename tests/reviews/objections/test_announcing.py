"""The notice of proposed awards: from the decision, frozen, never stale; who is called gets a notice of their own."""

from datetime import timedelta
from io import BytesIO

import docx
import openpyxl
import pytest

from accounts.enums import Role
from notices import queries
from notices.domain.listing import yuan
from notices.domain.private import private_in, without_private
from notices.flows import edit_notice, propose_notice, publish_notice
from notices.flows.exporting import sheet_of, word_of
from notices.models import Notice
from projects.models import Project
from reviews.flows.announcing import draft_awards_notice
from reviews.flows.awards import call_reserve, lose_award
from reviews.models import Award
from tests.accounts.factories import make_user
from tests.reviews.decide_factories import REVIEWED, Scored, decided, make_scored_round
from tests.reviews.objections.cases import FILED, announced
from tests.rounds.factories import make_draft
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@pytest.fixture
def scored(db: None) -> Scored:
    made = make_scored_round(((9, 9, 9), (8, 8, 8), (7, 7, 7)), envelope=20_000_000)
    decided(made)
    return made


def drafted(scored: Scored, **words: bool) -> Notice:
    with clock.at(REVIEWED + timedelta(hours=1)):
        return draft_awards_notice(round_id=scored.round.pk, actor=make_user(Role.OPERATOR), **words)


def test_the_list_is_that_of_the_decision_with_group_sums_and_total(scored: Scored) -> None:
    notice = drafted(scored)

    assert [(item["code"], item["fen"]) for item in notice.items] == [
        (project.code, Award.objects.get(project=project).amount_fen) for project in scored.projects[:2]
    ]
    assert (notice.kind, notice.statutory, notice.days) == ("proposed", True, scored.round.notice_days)
    table = next(block["table"] for block in queries.page_blocks(notice) if block["kind"] == "table")
    whole = yuan(sum(item["fen"] for item in notice.items))
    assert [section.sum for section in table.sections] == [whole]
    assert table.total.sum == whole
    assert [row[0].text for row in table.sections[0].rows] == ["1", "2"]
    assert "%(" not in str(notice.body)
    assert not any(expert.name in str(notice.body) for expert in scored.experts)


def test_the_switch_names_the_experts_who_scored(scored: Scored) -> None:
    notice = drafted(scored, with_experts=True)

    assert all(expert.name in str(notice.body) for expert in scored.experts)


def test_nothing_is_drafted_without_a_decision_or_twice(scored: Scored) -> None:
    undecided = make_draft("2031")
    drafted(scored)

    with pytest.raises(RuleRefusal) as first:
        draft_awards_notice(round_id=undecided.pk, actor=make_user(Role.OPERATOR))
    with pytest.raises(RuleRefusal) as twice:
        drafted(scored)

    assert (first.value.code, twice.value.code) == ("awards_not_decided", "awards_notice_waits")
    assert Notice.objects.filter(kind="proposed").count() == 1


def test_a_list_that_an_award_has_left_is_not_published(scored: Scored) -> None:
    notice = drafted(scored)
    propose_notice(notice_id=notice.pk, actor=notice.drafted_by)
    with clock.at(REVIEWED + timedelta(hours=2)):
        lose_award(award_id=Award.objects.get(project=scored.projects[0]).pk, reason="撤回", actor=scored.head)

    with clock.at(REVIEWED + timedelta(hours=3)), pytest.raises(RuleRefusal) as stale:
        publish_notice(notice_id=notice.pk, actor=make_user(Role.HEAD))

    assert stale.value.code == "notice_list_stale"
    assert Notice.objects.get(pk=notice.pk).state == "proposed"


def test_whoever_is_called_gets_a_notice_that_names_nobody_else(db: None) -> None:
    case = announced()
    with clock.at(FILED):
        lost = lose_award(
            award_id=Award.objects.get(project=case.projects[0]).pk, reason="撤回", actor=case.scored.head
        )
        called = call_reserve(award_id=lost.pk, actor=case.scored.head)
        notice = draft_awards_notice(round_id=case.scored.round.pk, actor=make_user(Role.OPERATOR))
        propose_notice(notice_id=notice.pk, actor=notice.drafted_by)
        publish_notice(notice_id=notice.pk, actor=make_user(Role.HEAD))
        with pytest.raises(RuleRefusal) as again:
            draft_awards_notice(round_id=case.scored.round.pk, actor=make_user(Role.OPERATOR))

    assert [item["code"] for item in notice.items] == [called.project.code]
    assert again.value.code == "awards_all_noticed"


def test_the_word_file_says_draft_until_it_has_a_document_number(scored: Scored) -> None:
    notice = drafted(scored)
    before = "\n".join(line.text for line in docx.Document(BytesIO(word_of(notice))).paragraphs)
    notice = edit_notice(notice_id=notice.pk, actor=notice.drafted_by, document_number="云民公示〔2027〕3号")
    paper = docx.Document(BytesIO(word_of(notice)))
    after = "\n".join(line.text for line in paper.paragraphs)

    assert ("草稿" in before, "草稿" in after, "云民公示〔2027〕3号" in after) == (True, False, True)
    cells = [cell.text for row in paper.tables[0].rows for cell in row.cells]
    assert all(project.title in cells for project in scored.projects[:2])


def test_no_cell_of_the_sheet_is_a_formula(scored: Scored) -> None:
    Project.objects.filter(pk=scored.projects[0].pk).update(title='=HYPERLINK("http://x")')
    notice = drafted(scored)

    sheet = openpyxl.load_workbook(BytesIO(sheet_of(notice))).active

    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n"}
    assert sheet.cell(2, 4).value == '=HYPERLINK("http://x")'
    assert sheet.cell(2, 6).value == notice.items[0]["fen"] / 100


def test_numbers_of_persons_are_masked_in_the_list_and_refused_in_the_text(scored: Scored) -> None:
    Project.objects.filter(pk=scored.projects[0].pk).update(title="热线13812345678互助")
    notice = drafted(scored)
    assert notice.items[0]["title"] == "热线138****5678互助"
    edit_notice(notice_id=notice.pk, actor=notice.drafted_by, text="联系人身份证11010519491231002X。")

    with pytest.raises(RuleRefusal) as refused:
        propose_notice(notice_id=notice.pk, actor=notice.drafted_by)

    assert refused.value.code == "notice_private"


@pytest.mark.parametrize(("text", "found", "masked"), [
    ("11010519491231002X", ["11010519491231002X"], "110***********002X"),
    ("110105194912310021", [], "110105194912310021"),
    ("6222021001112223335", [], "6222021001112223335"),
    ("4111111111111111", ["4111111111111111"], "411*********1111"),
    ("电话0571-88001234", [], "电话0571-88001234"),
    ("52999901MJ1234567X", [], "52999901MJ1234567X"),
    ("+86 138 1234 5678", [], "138****5678"),
])  # fmt: skip
def test_what_is_a_number_of_a_person(text: str, found: list[str], masked: str) -> None:
    assert private_in(text) == found
    assert without_private(text) == masked
