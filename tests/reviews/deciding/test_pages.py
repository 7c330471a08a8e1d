"""The pages of ranking, decision, feedback and the leaders: what they show, what their buttons do, flat in queries."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.enums import Role
from accounts.models import User
from reviews.flows.deciding import choose_way
from reviews.flows.printing import ask_papers
from reviews.flows.ranking import commit_lot
from reviews.models import Award, Decision, Feedback, MeetingPapers, Override, Selection, Vote
from tests.accounts.factories import make_user
from tests.reviews.decide_factories import (
    REVIEWED,
    WAN,
    Scored,
    add_project,
    decided,
    give,
    make_scored_round,
    noticed,
    prepared,
    sent,
)
from tests.venture.files.samples import pdf
from venture.jobs.flows import run_job
from venture.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with clock.at(REVIEWED):
        yield


def sign_in(client: Client, user: User) -> User:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def act(client: Client, scored: Scored, verb: str, **data: Any) -> None:
    answer = client.post(reverse("admin:ranking_act", args=[scored.round.code, verb]), data)
    assert answer.status_code == 302, answer.status_code


def page(client: Client, scored: Scored, query: str = "", name: str = "ranking_desk") -> str:
    answer = client.get(reverse(f"admin:{name}", args=[scored.round.code]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("纪要.pdf", pdf(), content_type="application/pdf")


def test_from_the_first_ranking_to_the_sent_list_without_scripts(client: Client) -> None:
    scored = make_scored_round(envelope=25 * WAN)
    sign_in(client, scored.clerk)
    assert "尚未排名" in page(client, scored)
    act(client, scored, "commit-lot")
    act(client, scored, "compute", apart="20")
    act(client, scored, "lock")
    act(client, scored, "prepare", projects_per_organisation="0", fen_per_organisation="")
    code = scored.projects[3].code
    shown = page(client, scored, f"?project={code}")
    assert "人工调整" in shown
    act(client, scored, "override", project=code, kind="in", reason="覆盖山区三镇。", minutes=scan())
    override = Override.objects.get()
    act(client, scored, "confirm", change=override.pk)
    override.refresh_from_db()
    assert override.state == "proposed"
    sign_in(client, scored.head)
    act(client, scored, "confirm", change=override.pk)
    assert "人工列入" in page(client, scored)
    act(client, scored, "send")

    selection = Selection.objects.get()
    assert (selection.state, list(selection.rows.values_list("outcome", flat=True))) == (
        "sent", ["selected", "reserve", "reserve", "selected"],
    )  # fmt: skip


def test_whoever_only_watches_reads_a_locked_ranking_and_presses_nothing(client: Client) -> None:
    scored = make_scored_round()
    prepared(scored)
    sign_in(client, make_user(Role.AUDITOR))
    assert "锁定排名" not in page(client, scored)
    act(client, scored, "send")
    assert Selection.objects.get().state == "draft"


def test_the_table_is_taken_along_as_a_sheet_and_as_a_bundle_that_anybody_computes_again(
    client: Client, tmp_path: Path
) -> None:
    scored = make_scored_round(envelope=25 * WAN)
    prepared(scored)
    sign_in(client, scored.clerk)
    sheet = client.get(reverse("admin:ranking_export", args=[scored.round.code, "xlsx"]))
    rows = list(load_workbook(BytesIO(sheet.content)).active.values)
    assert [row[:2] for row in rows[1:]] == [(number, each.code) for number, each in enumerate(scored.projects, 1)]
    assert rows[1][9] == 83.33
    told = client.get(reverse("admin:ranking_export", args=[scored.round.code, "json"]))
    paper = tmp_path / "bundle.json"
    paper.write_bytes(told.content)
    program = Path(settings.BASE_DIR) / "tools" / "recompute_ranking.py"
    assert subprocess.run([sys.executable, program, paper], capture_output=True, check=False).returncode == 0
    assert set(json.loads(told.content)["table"][0]) >= {"rank", "code", "mean", "stages"}


def queries(client: Client, scored: Scored, name: str) -> int:
    page(client, scored, name=name)
    with CaptureQueriesContext(connection) as asked:
        page(client, scored, name=name)
    return len(asked)


def test_the_pages_ask_the_same_number_of_questions_however_long_the_list_is(client: Client) -> None:
    few = make_scored_round(envelope=15 * WAN)
    sent(few)
    many = make_scored_round([(8, 7, 9)] * 2 + [(7, 7, number % 7 + 2) for number in range(7)], code="2026")
    sign_in(client, few.clerk)
    commit_lot(round_id=many.round.pk, actor=many.clerk)
    sent(many)
    for name, most in (("ranking_desk", 30), ("decision_desk", 30)):
        first, second = queries(client, few, name), queries(client, many, name)
        assert second <= first <= most, (name, first, second)


def test_the_meeting_is_recorded_on_the_page_and_checked_by_another(client: Client) -> None:
    scored = make_scored_round(envelope=25 * WAN)
    decision = sent(scored)
    base = [scored.round.code]
    sign_in(client, scored.clerk)

    def press(verb: str, **data: Any) -> None:
        assert client.post(reverse("admin:decision_act", args=[*base, verb]), data).status_code == 302

    press("amount", project=scored.projects[0].code, fen="5万", reason="压减宣传费。")
    press("record", body="局长办公会", met_on=f"{REVIEWED:%Y-%m-%d}", number="6号", minutes=scan())
    press("confirm")
    assert Decision.objects.get().state == "recorded"
    sign_in(client, scored.head)
    press("confirm")
    assert Decision.objects.get().state == "decided"
    assert list(Award.objects.order_by("pk").values_list("state", "amount_fen"))[:2] == [
        ("proposed", 5 * WAN), ("proposed", 10 * WAN),
    ]  # fmt: skip
    noticed(scored, days=1)
    first = Award.objects.order_by("pk")[1]
    client.post(reverse("admin:award_act", args=[first.pk, "lose"]), {"reason": "自愿放弃。"})
    client.post(reverse("admin:award_act", args=[first.pk, "call"]))
    assert Award.objects.get(pk=first.pk).state == "lost"
    assert list(Award.objects.filter(replaces=first).values_list("project", flat=True)) == [scored.projects[3].pk]
    assert f"递补 {scored.projects[1].code}" in page(client, scored, name="decision_desk")
    assert decision.selection.ranking_id


def test_the_papers_for_the_meeting_are_printed_by_a_job_with_one_page_per_project() -> None:
    scored = make_scored_round(envelope=25 * WAN)
    decision = sent(scored)
    job = ask_papers(decision_id=decision.pk, actor=scored.clerk)
    assert ask_papers(decision_id=decision.pk, actor=scored.clerk) == job
    run_job(job.pk)

    papers = MeetingPapers.objects.get()
    with default_storage.open(papers.file.place) as content:
        text = [each.extract_text() for each in PdfReader(content).pages]
    assert len(text) == papers.pages
    own = [
        next(number for number, each in enumerate(text) if f"{project.code}　·" in each) for project in scored.projects
    ]
    assert own == sorted(own)
    assert len(set(own)) == len(own)
    assert own[-1] == len(text) - 1


def test_a_leader_reads_looks_at_one_project_and_signs_with_the_code_that_was_sent(client: Client) -> None:
    scored = make_scored_round(envelope=25 * WAN)
    decision = sent(scored)
    choose_way(decision_id=decision.pk, way="vote", actor=scored.clerk)
    leader = sign_in(client, make_user(Role.LEADER))
    scored.projects[1].organization.memberships.create(user=leader, role="viewer", since=REVIEWED)
    code, first = scored.round.code, scored.projects[0].code
    assert reverse("decide:list", args=[code]) in client.get(reverse("decide:home")).content.decode()
    shown = client.get(reverse("decide:list", args=[code])).content.decode()
    assert first in shown
    assert scored.projects[1].code not in shown
    assert client.get(reverse("decide:project", args=[code, first])).status_code == 200
    assert client.get(reverse("decide:project", args=[code, scored.projects[1].code])).status_code == 404

    given = {"ballot": "agree", f"ballot-{first}": "hold", f"words-{first}": "请再核实。"}
    again = client.post(reverse("decide:code", args=[code]), given).content.decode()
    assert "请再核实。" in again
    number = re.search(r"[0-9]{6}", str(mail.outbox[-1].body))
    sha256 = re.search(r'name="sha256" value="([0-9a-f]{64})"', again)
    assert number
    assert sha256
    client.post(reverse("decide:sign", args=[code]), {**given, "sha256": sha256[1], "code": number[0]})
    assert sorted(Vote.objects.values_list("project__code", "ballot"), key=str) == sorted(
        [(None, "agree"), (first, "hold")], key=str
    )


def test_feedback_is_checked_and_released_on_its_page_and_read_by_the_applicant_only_then(client: Client) -> None:
    scored = make_scored_round()
    decided(scored)
    feedback = Feedback.objects.get(project=scored.projects[0])
    member = scored.projects[0].organization.memberships.get().user
    address = reverse("feedback:read", args=[scored.projects[0].code])
    sign_in(client, member)
    assert client.get(address).status_code == 404
    sign_in(client, scored.clerk)
    for verb, data in (("write", {"text": "请补充风险预案。"}), ("check", {}), ("release", {})):
        assert client.post(reverse("admin:feedback_act", args=[feedback.pk, verb]), data).status_code == 302
    sign_in(client, member)
    assert "请补充风险预案。" in client.get(address).content.decode()
    sign_in(client, scored.projects[1].organization.memberships.get().user)
    assert client.get(address).status_code == 404


def test_a_project_without_a_rank_stands_below_with_its_reason(client: Client) -> None:
    scored = make_scored_round(envelope=25 * WAN)
    late = add_project(scored)
    for expert in range(2):
        give(scored, late, expert, None)
    sign_in(client, scored.clerk)
    act(client, scored, "compute", apart="20")
    shown = page(client, scored)
    assert "缺评分" in shown
    assert scored.experts[0].name in shown
