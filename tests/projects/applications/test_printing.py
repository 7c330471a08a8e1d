"""The paper 申报书: the same content gives the same bytes, it names its hash, and there is a blank one."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from pypdf import PdfReader

from projects.flows.applications import printing
from projects.models import Project, SubmissionPaper
from tests.projects.applications.complete import make_complete
from tests.projects.applications.factories import NOW, make_application, save
from tests.projects.applications.test_recalling import handed_in
from venture.audit.models import AuditEntry
from venture.jobs.enums import JobState
from venture.jobs.flows import work_off
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]


@pytest.fixture(autouse=True)
def _own_storage(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def text_of(pdf: bytes) -> str:
    """Return the words of a paper without the spaces that setting them brings."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return "".join("".join(pages).split())


def fresh(project: Project) -> Project:
    return Project.objects.select_related("round", "organization").get(pk=project.pk)


def test_the_job_prints_the_frozen_content_and_keeps_the_paper() -> None:
    project, submission = handed_in()
    with clock.at(NOW):
        work_off()

    paper = SubmissionPaper.objects.select_related("file").get(submission=submission)
    pdf = default_storage.open(paper.file.place).read()
    words = text_of(pdf)
    for said in (
        project.code,
        submission.receipt,
        submission.sha256,
        "银龄守护",
        "项目申报书",
        "审核意见",
        "法定代表人（签字）",
    ):
        assert said in words, said
    assert "草稿" not in words
    assert paper.file.attached_at == NOW
    assert AuditEntry.objects.get(verb="application.print").facts["sha256"] == paper.file.sha256
    assert Job.objects.get(name="applications.print").state == JobState.DONE
    # Printed again it is the same paper, byte by byte; the job's second run prints none.
    assert printing.paper_of(submission).pdf == pdf
    with clock.at(NOW):
        assert printing.print_submission(submission_id=submission.pk) == paper
    assert SubmissionPaper.objects.count() == 1


def test_what_changes_after_the_hand_in_does_not_change_the_paper() -> None:
    project, submission = handed_in()
    before = printing.paper_of(submission).sha256
    type(project.organization).objects.filter(pk=project.organization_id).update(name="改名后的机构")
    project.round.categories.update(name="改名后的领域")
    project.sections.filter(section="project").update(typed={"title": "改了"})

    assert printing.paper_of(submission).sha256 == before


def test_a_draft_is_marked_on_every_page_and_printed_with_gaps() -> None:
    printed = printing.print_draft(fresh(make_application()))

    assert printed.pages > 3
    for page in PdfReader(BytesIO(printed.pdf)).pages:
        assert "草稿未提交" in "".join(page.extract_text().split())


def test_the_paper_to_be_sealed_is_complete_and_bears_no_mark() -> None:
    project = make_complete()
    words = text_of(printing.print_for_signing(fresh(project)).pdf)
    assert "草稿" not in words
    assert "80,000" in words
    assert "捌万元整" in words
    save(project, "project", {"title": ""})
    with pytest.raises(RuleRefusal) as refusal:
        printing.print_for_signing(fresh(project))
    assert refusal.value.code == "application_incomplete"


def test_the_blank_form_has_the_parts_that_the_round_asks_for() -> None:
    round_ = make_application().round
    words = text_of(printing.print_blank(round_).pdf)
    for part in ("项目概况", "项目预算", "承诺与签章", round_.title):
        assert part in words
    round_.sections.filter(section="risks").delete()
    assert "风险预计与防控" not in text_of(printing.print_blank(round_).pdf)


def test_characters_without_a_glyph_are_reported_and_never_stop_the_printing() -> None:
    project = make_complete()
    save(project, "project", {"title": "𠮷祥社区", "summary": "#let x = [坏] $ \\ *粗* _斜_ @注 <标>"})
    printed = printing.print_draft(fresh(project))

    assert [each.name for each in printed.missing] == ["U+20BB7"]
    words = text_of(printed.pdf)
    assert "#letx=[坏]$\\*粗*_斜_@注<标>" in words


def test_every_answer_stands_on_the_paper() -> None:
    _project, submission = handed_in()
    words = text_of(printing.paper_of(submission).pdf)
    content = json.loads(submission.content)
    missing = [
        text for values in content["sections"].values() for text in _texts(values) if "".join(text.split()) not in words
    ]
    assert missing == []


def _texts(value: Any, key: str = "") -> list[str]:
    """Return the words that people wrote, without codes, choices and days."""
    if isinstance(value, dict):
        return [text for name, each in value.items() for text in _texts(each, name)]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each, key)]
    written = isinstance(value, str) and any("一" <= letter <= "鿿" for letter in value)
    return [value] if written else []
