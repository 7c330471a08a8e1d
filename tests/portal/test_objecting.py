"""The form below a notice, the receipt, and following an objection without an account."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from notices.models import Objection
from reviews.flows.objections import decide_objection
from tests.reviews.objections.cases import FILED, TEXT, Case, announced, answered, file
from tests.venture.files.samples import pdf
from venture.kernel import clock

LATE = FILED + timedelta(days=40)


@pytest.fixture
def case(db: None) -> Case:
    cache.clear()
    return announced()


def address(case: Case) -> str:
    return f"/notices/{case.notice.series.code}/{case.notice.number}/"


def typed(case: Case, **changes: Any) -> dict[str, Any]:
    return {
        "key": "f" * 32, "objector": "person", "name": "周明远", "mobile": "138 1234 5678", "text": TEXT,
        "project": case.projects[0].code, **changes,
    }  # fmt: skip


def send(client: Client, case: Case, **changes: Any) -> Any:
    with clock.at(FILED):
        return client.post(f"{address(case)}objection/", typed(case, **changes))


def test_the_form_stands_on_the_page_while_the_period_runs_and_only_leads_afterwards(
    case: Case, client: Client
) -> None:
    with clock.at(FILED):
        running = client.get(address(case)).content.decode()
    with clock.at(LATE):
        over = client.get(address(case)).content.decode()

    assert ('value="unit"' in running, 'id="outcome"' in running) == (True, False)
    assert ('value="unit"' in over, 'value="lead"' in over, 'id="outcome"' in over) == (False, True, True)
    assert len(running.encode()) < 60_000


def test_a_sent_objection_leads_to_its_receipt_which_a_stranger_does_not_open(case: Case, client: Client) -> None:
    answer = send(client, case)
    objection = Objection.objects.get()

    assert answer.headers["Location"] == f"/objections/{objection.receipt}/"
    assert objection.receipt in client.get(answer.headers["Location"]).content.decode()
    assert Client().get(answer.headers["Location"]).headers["Location"].startswith("/objections/?receipt=")
    assert Client().post(f"/objections/{objection.receipt}/withdraw/").status_code == 404
    assert Client().get(f"/objections/{objection.receipt}/answer.pdf").status_code == 404
    assert Objection.objects.get().state == "received"


def test_every_problem_stands_beside_its_field_and_nothing_typed_or_brought_is_lost(case: Case, client: Client) -> None:
    paper = SimpleUploadedFile("证据.pdf", pdf())
    answer = send(client, case, objector="unit", name="", mobile="12", text="短", project="", papers=[paper])
    page = answer.content.decode()

    assert answer.status_code == 422
    assert {"name", "mobile", "text", "project"} <= set(answer.context["form"].errors)
    assert "短</textarea>" in page
    assert 'value="12"' in page
    assert "证据.pdf" in page
    kept = answer.context["form"].fields["papers"].widget.kept[0].key
    assert not Objection.objects.exists()

    again = send(client, case, objector="unit", name="某社区服务社", kept=[kept])

    assert again.status_code == 302
    assert [each.file.key for each in Objection.objects.get().files.all()] == [kept]


def test_a_paper_that_is_none_is_refused_in_words(case: Case, client: Client) -> None:
    answer = send(client, case, papers=[SimpleUploadedFile("病毒.exe", b"MZ" * 50)])

    assert answer.status_code == 422
    assert "papers" in answer.context["form"].errors


def test_somebody_elses_upload_is_not_shown_or_taken(case: Case, client: Client) -> None:
    first = send(client, case, text="短", papers=[SimpleUploadedFile("甲.pdf", pdf())])
    key = first.context["form"].fields["papers"].widget.kept[0].key

    page = send(Client(), case, text="短", kept=[key]).content.decode()

    assert "甲.pdf" not in page


def test_receipt_and_number_open_it_and_neither_alone(case: Case, client: Client) -> None:
    objection = file(case, case.projects[0])
    lead = file(case, case.projects[0], objector="lead", name="", mobile="")

    def opens(receipt: str, mobile: str) -> int:
        return int(client.post("/objections/", {"receipt": receipt, "mobile": mobile}).status_code)

    assert opens(objection.receipt, "13812345678") == 302
    assert opens(objection.receipt.lower(), "+86 138-1234-5678") == 302
    assert [opens(objection.receipt, "13812345679"), opens(objection.receipt, ""), opens("YY2027-00000000", "")] == [
        422
    ] * 3
    assert opens(lead.receipt, "") == 302


def test_guessing_is_stopped(case: Case, client: Client) -> None:
    codes = [client.post("/objections/", {"receipt": f"YY2027-{n:08d}"}).content.decode() for n in range(22)]

    assert "objection_too_often" not in codes[-1]
    assert codes[0] != codes[-1]
    objection = file(case, case.projects[0])
    assert client.post("/objections/", {"receipt": objection.receipt, "mobile": "13812345678"}).status_code == 422


def test_the_author_reads_the_answer_and_everybody_only_its_redacted_form(case: Case, client: Client) -> None:
    objection = answered(case, file(case, case.projects[0]))
    client.post("/objections/", {"receipt": objection.receipt, "mobile": "13812345678"})
    page = f"/objections/{objection.receipt}/"
    assert "经核查，情况属实" not in client.get(page).content.decode()
    with clock.at(FILED + timedelta(days=1)):
        decide_objection(objection_id=objection.pk, verdict="uphold", actor=case.second)

    own = client.get(page).content.decode()
    letter = client.get(f"{page}answer.pdf")
    with clock.at(LATE):
        public = Client().get(address(case)).content.decode()

    assert "经核查，情况属实" in own
    assert letter.content.startswith(b"%PDF")
    assert "合作单位确未同意" in public
    assert not any(secret in public for secret in ("周明远", "13812345678", objection.receipt, "经核查", TEXT))


def test_the_author_takes_it_back_and_asks_again(case: Case, client: Client) -> None:
    send(client, case)
    objection = Objection.objects.get()
    with clock.at(FILED + timedelta(hours=1)):
        client.post(f"/objections/{objection.receipt}/withdraw/")
    objection.refresh_from_db()
    assert objection.state == "withdrawn"

    other = answered(case, file(case, case.projects[1]))
    with clock.at(FILED + timedelta(days=1)):
        decide_objection(objection_id=other.pk, verdict="dismiss", actor=case.second)
        client.post("/objections/", {"receipt": other.receipt, "mobile": "13812345678"})
        assert 'name="text"' in client.get(f"/objections/{other.receipt}/").content.decode()
        client.post(f"/objections/{other.receipt}/again/", {"key": "9" * 32, "text": TEXT})
    second = Objection.objects.get(again=other)

    assert client.get(f"/objections/{second.receipt}/").status_code == 200
    assert client.post(f"/objections/{other.receipt}/nothing/").status_code == 404


def test_the_list_and_the_paper_of_the_notice_can_be_taken_along(case: Case, client: Client) -> None:
    assert client.get(f"{address(case)}list.xlsx").content.startswith(b"PK")
    assert client.get(f"{address(case)}notice.pdf").content.startswith(b"%PDF")
    assert client.get(f"{address(case)}objection/").headers["Location"] == f"{address(case)}#objection"
