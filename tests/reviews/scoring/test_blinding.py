"""The review starts; traces are found and decided; copies of papers carry nothing of their applicant."""

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from projects.models import Attachment, Project
from reviews.domain.traces import traces_in
from reviews.flows import blinding
from reviews.flows.redacting import bare_jpeg, bare_pdf, copy_submission
from reviews.models import RedactedCopy, Trace
from rounds.enums import RoundState
from tests.projects.applications.factories import NOW, owner_of
from tests.reviews.scoring import printed
from tests.reviews.scoring.factories import (
    Review,
    assign,
    hand_in,
    make_accepted,
    make_expert,
    make_review,
    user_of,
)
from tests.reviews.scoring.test_pages import CANARY, address, signed_in
from venture.audit.models import AuditEntry
from venture.files.examining import examine
from venture.files.flows import attach, store
from venture.files.models import StoredFile
from venture.files.registry import purpose_of
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db
SECRET = "chenxiyuyan"


def content(**organization: Any) -> dict[str, Any]:
    return {
        "organization": {"name": "云溪市晨曦雨燕社会工作服务中心", "uscc": "52999901MJ0000001X", **organization},
        "sections": {
            "need": {"background": "晨曦雨燕的欧阳砚秋，手机139 1234 5678，见www.chenxiyuyan.cn，编号A-1。"},
            "project": {"title": "守护", "leader_name": "欧阳砚秋", "leader_mobile": "+8613912345678"},
        },
    }


def test_names_people_numbers_and_addresses_are_found_by_place() -> None:
    found = {(each.place, each.text, each.kind) for each in traces_in(content())}
    assert found == {
        ("need/background", "晨曦雨燕", "organization"), ("need/background", "欧阳砚秋", "person"),
        ("need/background", "139 1234 5678", "phone"), ("need/background", "www.chenxiyuyan.cn", "site"),
    }  # fmt: skip


def test_the_review_of_a_closed_round_starts_once_with_codes_traces_and_the_job_of_the_copies() -> None:
    review = make_review(RoundState.CLOSED)
    with pytest.raises(RuleRefusal, match="review_nothing_accepted"):
        blinding.open_review(round_id=review.round.pk, actor=review.staff)
    project = make_accepted(review, need__background="周敏每周上门。")
    Project.objects.filter(pk=project.pk).update(blind_code="")
    waiting = make_accepted(review)
    Project.objects.filter(pk=waiting.pk).update(state="submitted")
    with pytest.raises(RuleRefusal, match="review_screening_open"):
        blinding.open_review(round_id=review.round.pk, actor=review.staff)
    Project.objects.filter(pk=waiting.pk).update(state="rejected")
    blinding.open_review(round_id=review.round.pk, actor=review.staff)

    project.refresh_from_db()
    review.round.refresh_from_db()
    assert (review.round.state, project.blind_code[:2]) == ("reviewing", "B-")
    assert Trace.objects.filter(submission__project=project, found="周敏", kind="person", state="open").exists()
    assert Job.objects.filter(name="reviews.copy_papers", key=str(review.round.pk)).count() == 1
    assert AuditEntry.objects.filter(verb="review.open").count() == 1
    with pytest.raises(RuleRefusal, match="round_illegal_move"):
        blinding.open_review(round_id=review.round.pk, actor=review.staff)


def test_a_trace_is_blacked_out_until_somebody_lets_it_stand() -> None:
    review = make_review()
    given = assign(review, make_accepted(review, need__background="周敏每周上门。"), make_expert(review))
    client = signed_in(user_of(given.appointment))
    blinding.find_traces(given.submission)
    trace = Trace.objects.get(place="need/background")
    with clock.at(review.now):
        assert "周敏每周上门" not in client.get(address(given)).content.decode()
        blinding.decide_trace(trace_id=trace.pk, state="harmless", actor=review.staff)
        assert "周敏每周上门" in client.get(address(given)).content.decode()
        blinding.decide_trace(trace_id=trace.pk, state="redacted", actor=review.staff)
        assert "周敏每周上门" not in client.get(address(given)).content.decode()
    assert AuditEntry.objects.filter(verb="trace.decide").count() == 2
    with pytest.raises(RuleRefusal, match="trace_decision_unknown"):
        blinding.decide_trace(trace_id=trace.pk, state="open", actor=review.staff)


def a_pdf(text: str = "") -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": SECRET, "/Title": f"{SECRET}.example"})
    writer.add_annotation(0, FreeText(text=f"{SECRET} {text}", rect=(10, 10, 90, 90)))
    writer.add_outline_item(title=SECRET, page_number=0)
    writer.add_attachment(f"{SECRET}.xml", SECRET.encode())
    del page
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def a_photo() -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGB", (40, 40), "teal")
    exif = Image.Exif()
    exif[0x010E] = SECRET
    picture.save(out, "JPEG", exif=exif, comment=SECRET.encode())
    return out.getvalue()


def test_of_a_pdf_only_its_pages_are_kept_and_of_a_photo_only_the_picture() -> None:
    assert SECRET.encode() in a_pdf()
    pages, text = bare_pdf(io.BytesIO(a_pdf()))
    data = pages.getvalue()
    assert SECRET.encode() not in data
    assert SECRET.encode("utf-16-be") not in data
    reader = PdfReader(io.BytesIO(data))
    assert (len(reader.pages), text, dict(reader.metadata or {}), list(reader.attachments)) == (1, "", {}, [])
    assert SECRET.encode() in a_photo()
    plain = bare_jpeg(a_photo())
    assert SECRET.encode() not in plain
    assert Image.open(io.BytesIO(plain)).size == (40, 40)


def with_papers(review: Review) -> tuple[Project, list[Attachment]]:
    """Return a project with a PDF, a photo and a sheet, each called by the applicant's name."""
    project = make_accepted(review)
    owner = owner_of(project.organization)
    rows = []
    for name, data in ((f"{CANARY['short']}.pdf", a_pdf()), (f"{CANARY['short']}.jpg", a_photo())):
        upload: Any = ContentFile(data, name=name)
        file = store(examine(upload, purpose_of("projects.paper")), actor=owner)
        attach(file.key, purpose="projects.paper", actor=owner)
        rows.append(Attachment.objects.create(project=project, slug="other", file=file, added_by=owner, added_at=NOW))
    office = StoredFile.objects.create(
        key="f" * 32, name=f"{CANARY['short']}.docx", kind="docx", size=1, sha256="e" * 64, sha256_received="e" * 64,
        purpose="projects.paper", owner=owner, state="ready", created_at=NOW,
    )  # fmt: skip
    rows.append(Attachment.objects.create(project=project, slug="other", file=office, added_by=owner, added_at=NOW))
    hand_in(
        project,
        papers=tuple(
            {"slug": "other", "line": "", "label": CANARY["short"], "name": each.file.name, "sha256": each.file.sha256,
             "size": each.file.size}
            for each in rows
        ),
    )  # fmt: skip
    return project, rows


def test_copies_are_shown_to_the_expert_only_once_released_and_carry_neither_name_nor_properties() -> None:
    review = make_review()
    project, rows = with_papers(review)
    given = assign(review, project, make_expert(review))
    assert copy_submission(given.submission) == 3
    assert copy_submission(given.submission) == 0
    copies = {copy.attachment_id: copy for copy in RedactedCopy.objects.all()}
    assert [copies[row.pk].released for row in rows] == [False, False, False]
    assert [copies[row.pk].file is not None for row in rows] == [True, True, False]

    client = signed_in(user_of(given.appointment))
    with clock.at(review.now):
        assert [client.get(address(given, "paper", n)).status_code for n in (1, 2, 3, 4)] == [404] * 4
        with pytest.raises(RuleRefusal, match="copy_not_made"):
            blinding.release_copies(copy_ids=[copies[rows[2].pk].pk], released=True, actor=review.staff)
        chosen = [copies[row.pk].pk for row in rows[:2]]
        assert blinding.release_copies(copy_ids=chosen, released=True, actor=review.staff) == 2
        for number, kind in ((1, "pdf"), (2, "jpg")):
            answer: Any = client.get(address(given, "paper", number))
            served = b"".join(answer.streaming_content) + repr(answer.headers).encode()
            assert answer.status_code == 200
            assert f"{project.blind_code}-{number}.{kind}" in answer["Content-Disposition"]
            assert [word for word in (SECRET, *CANARY.values()) if word.encode() in served] == []
        page = client.get(address(given)).content.decode()
        assert CANARY["short"] not in page
        # The copy's own address, and that of the paper itself, are closed to experts.
        for file in (copies[rows[0].pk].file, rows[0].file):
            assert file is not None
            assert client.get(reverse("files:download", args=[file.key])).status_code == 404
    assert default_storage.exists(rows[0].file.place)


def test_a_whole_text_that_names_nobody_is_shown_by_itself_and_one_that_does_is_not() -> None:
    review = make_review()
    for text, released in (("每周上门探访独居老人，记录可查。" * 4, True), ("周敏每周上门探访独居老人。" * 4, False)):
        project = make_accepted(review)
        owner = owner_of(project.organization)
        file = store(
            examine(ContentFile(printed.pdf_of(text), name="方案.pdf"), purpose_of("projects.paper")), actor=owner
        )
        attach(file.key, purpose="projects.paper", actor=owner)
        Attachment.objects.create(project=project, slug="other", file=file, added_by=owner, added_at=NOW)
        paper = {"slug": "other", "line": "", "label": "", "name": "方案.pdf", "sha256": file.sha256, "size": file.size}
        submission = hand_in(project, papers=(paper,))
        copy_submission(submission)
        assert RedactedCopy.objects.get(submission=submission).released is released
        assert Trace.objects.filter(submission=submission, place__startswith="paper/").exists() is not released
