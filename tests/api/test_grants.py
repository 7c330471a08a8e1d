"""Own grants for programs: read by their organisation alone, money asked for once, papers handed in as on the pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from grants.flows.showing import publish_story
from grants.models import (
    PHOTO_PURPOSE,
    RECEIPT_PURPOSE,
    REPORT_PURPOSE,
    Activity,
    Expense,
    Grant,
    Payment,
    Report,
    ReportVersion,
    Story,
)
from grants.queries import own
from tests.accounts.factories import make_user
from tests.api.conftest import Caller, calling
from tests.grants.paying.cases import NOW, Crew, ask, owner_of, ready
from tests.grants.running.factories import END, TODAY, make_running, member, upload
from tests.reviews.decide_factories import WAN, loose
from venture.audit.models import AuditEntry
from venture.kernel import clock

pytestmark = pytest.mark.django_db
GRANTS = "/api/v1/grants/"


def at(grant: Grant) -> str:
    return f"{GRANTS}{grant.project.code}/"


def sent(caller: Caller, path: str, body: Any, key: str = "abrechnung-1") -> Any:
    return caller.send("POST", path, body, **{"idempotency-key": key})


def receipt(owner: Any, fen: int = 5 * WAN) -> dict[str, Any]:
    return {"receipt_number": "PJ000777", "receipt_fen": fen, "receipt": loose(owner, RECEIPT_PURPOSE).key}


def written() -> tuple[int, ...]:
    """Count everything that these acts may write."""
    return tuple(
        model.objects.count() for model in (Payment, Activity, Expense, ReportVersion, Story, AuditEntry)
    )  # fmt: skip


def test_an_organisation_reads_award_tranches_payments_and_what_is_due() -> None:
    grant = make_running()
    Report.objects.create(grant=grant, kind="midterm", due_on=TODAY.date() - timedelta(days=1))
    with clock.at(TODAY):
        row = calling(member(grant, "viewer")).get(GRANTS).json()["results"][0]
        one = calling(owner_of(grant)).get(at(grant)).json()

    payment = grant.payments.get()
    assert (row["application"], row["organization"], row["round"], row["state"]) == (
        grant.project.code, grant.organization.uscc, grant.round.code, "active",
    )  # fmt: skip
    assert (row["amount_fen"], row["received_fen"]) == (10_000_000, 5_000_000)
    assert [(each["order"], each["amount_fen"], each["state"], each["payment"]) for each in row["tranches"]] == [
        (1, 5_000_000, "paid", payment.number), (2, 4_000_000, "planned", None), (3, 1_000_000, "planned", None),
    ]  # fmt: skip
    assert [(each["number"], each["tranche"], each["state"], each["amount_fen"]) for each in row["payments"]] == [
        (payment.number, 1, "paid", 5_000_000)
    ]
    due = {"kind": "midterm", "order": 1, "on": (TODAY.date() - timedelta(days=1)).isoformat(), "late": True}
    assert (row["due"], one["due"]) == ([due], [due])
    assert [each["state"] for each in row["reports"]] == ["due"]
    assert (one["spent_fen"], one["left_fen"]) == (0, 5_000_000)
    waits = one["tranches"][1]["waits"]
    assert (one["tranches"][1]["may_be_asked"], "organisation" in {each["who"] for each in waits}) == (False, True)
    assert all(each["words"] for each in waits)


@pytest.mark.parametrize("who", ["nobody", "another's owner", "clerk", "finance maker"])
def test_who_is_not_of_the_organisation_finds_neither_the_grant_nor_a_row_of_it(who: str) -> None:
    grant = make_running()
    person = {
        "nobody": make_user, "another's owner": lambda: owner_of(make_running()),
        "clerk": lambda: make_user(Role.CLERK), "finance maker": lambda: make_user(Role.FINANCE_MAKER),
    }[who]()  # fmt: skip
    report = Report.objects.create(grant=grant, kind="midterm", due_on=END)
    before = written()
    with clock.at(TODAY):
        program = calling(person)
        made = written()
        read = [
            program.get(f"{at(grant)}{path}").status_code
            for path in ("", "activities/", "expenses/", f"reports/midterm/{report.order}/", "story/")
        ]
        acts = [
            sent(program, f"{at(grant)}{path}", {}).status_code
            for path in ("tranches/1/ask/", "activities/", "expenses/", "reports/midterm/1/submit/", "story/offer/")
        ]
        listed = [each["application"] for each in program.get(GRANTS).json()["results"]]

    assert (read, acts) == ([404] * 5, [404] * 5)
    assert grant.project.code not in listed
    assert written() == made
    assert before[:-1] == made[:-1]


def test_the_list_costs_the_same_for_one_grant_and_for_three() -> None:
    grant = make_running()
    owner = owner_of(grant)

    def asked(caller: Caller, path: str) -> int:
        caller.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert caller.get(path).status_code == 200
        return len(captured)

    with clock.at(TODAY):
        caller = calling(owner)
        one = asked(caller, GRANTS)
        for other in (make_running(), make_running()):
            Grant.objects.filter(pk=other.pk).update(organization=grant.organization)
            Report.objects.create(grant=other, kind="midterm", due_on=END)
        three = asked(caller, GRANTS)
        assert len(caller.get(GRANTS).json()["results"]) == 3

        whole = asked(caller, at(grant))

    # One of them reads the token.
    assert (one, three) == (5, 5)
    assert asked_of(own.own_grants()) == 4
    assert whole <= 13


def asked_of(rows: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        list(rows)
    return len(captured)


def test_a_tranche_is_asked_for_once_however_often_it_is_sent() -> None:
    grant = ready()
    owner = owner_of(grant)
    body, path = receipt(owner), f"{at(grant)}tranches/1/ask/"
    with clock.at(NOW):
        program = calling(owner)
        first, again = sent(program, path, body), sent(program, path, body)
        other = sent(program, path, receipt(owner), key="abrechnung-2")

    payment = grant.payments.get()
    assert (first.status_code, again.status_code, first.json()) == (201, 201, again.json())
    assert (first.json()["number"], first.json()["state"], payment.receipt_number) == (
        payment.number, "requested", "PJ000777",
    )  # fmt: skip
    assert (other.status_code, other.json()["code"]) == (409, "payment_asked_already")
    assert other.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("case", "status", "code"),
    [
        ("no key", 400, "invalid"),
        ("no receipt", 400, "invalid"),
        ("viewer", 409, "grant_step_not_yours"),
        ("another's file", 409, "file_foreign"),
        ("another amount", 409, "payment_receipt_amount"),
        ("no such tranche", 404, "not_found"),
        ("too early", 409, "payment_not_due"),
    ],
)
def test_a_refused_ask_leaves_everything_as_it_was(case: str, status: int, code: str) -> None:
    grant = ready()
    owner = owner_of(grant)
    person = member(grant, "viewer") if case == "viewer" else owner
    body = receipt(make_user() if case == "another's file" else person, 5 * WAN + (case == "another amount"))
    order = {"no such tranche": 9, "too early": 2}.get(case, 1)
    with clock.at(NOW):
        program = calling(person)
        if case == "no receipt":
            del body["receipt"]
        if case == "too early":
            body["receipt_fen"] = 4 * WAN
        before = written()
        headers = {} if case == "no key" else {"idempotency-key": "abrechnung-1"}
        answer = program.send("POST", f"{at(grant)}tranches/{order}/ask/", body, **headers)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["detail"] != code
    assert written() == before


def test_the_refusal_is_told_in_the_language_of_the_reader() -> None:
    grant = ready()
    with clock.at(NOW):
        program, path = calling(member(grant, "viewer")), f"{at(grant)}tranches/1/ask/"
        body = receipt(owner_of(grant))
        chinese = program.send("POST", path, body, **{"idempotency-key": "a" * 8, "accept-language": "zh-hans"})
        english = program.send("POST", path, body, **{"idempotency-key": "a" * 8, "accept-language": "en"})

    assert english.json()["detail"].startswith("Your part in the organisation")
    assert chinese.json()["detail"] != english.json()["detail"]


def test_a_request_is_taken_back_by_its_organisation_until_it_is_decided() -> None:
    grant, crew = ready(), Crew()
    payment = ask(grant)
    path = f"/api/v1/payments/{payment.number}/withdraw/"
    with clock.at(NOW):
        assert calling(crew.clerk).send("POST", path, {}).status_code == 404
        assert calling(member(grant, "viewer")).send("POST", path, {}).json()["code"] == "grant_step_not_yours"
        assert Payment.objects.get(pk=payment.pk).state == "requested"
        done = calling(owner_of(grant)).send("POST", path, {})
        again = calling(owner_of(grant)).send("POST", path, {})

    assert (done.status_code, done.json()["state"]) == (200, "withdrawn")
    assert (again.status_code, Payment.objects.get(pk=payment.pk).state) == (409, "withdrawn")


def test_an_activity_is_recorded_once_with_its_photos_and_taken_back_with_a_reason() -> None:
    grant = make_running()
    owner = owner_of(grant)
    photo = upload(owner, PHOTO_PURPOSE)
    body = {
        "planned": "a2", "on": (TODAY.date() - timedelta(days=1)).isoformat(), "people": 20, "words": "包饺子",
        "volunteers": 3, "photos": [photo.key], "consent": True,
    }  # fmt: skip
    with clock.at(TODAY):
        program = calling(owner)
        first, again = (sent(program, f"{at(grant)}activities/", body) for _twice in range(2))
        activity = Activity.objects.get()
        listed = program.get(f"{at(grant)}activities/?since={body['on']}").json()["results"]
        back = program.send("POST", f"{at(grant)}activities/{activity.pk}/take-back/", {"reason": "记错日期"})

    assert (first.status_code, first.json()) == (201, again.json())
    told = first.json()
    assert (told["title"], told["people"], told["volunteers"], told["photos"]) == ("长者茶会", 20, 3, 1)
    assert [each["id"] for each in listed] == [activity.pk]
    assert (activity.recorded_by, activity.photos.get().consent) == (owner, True)
    assert (back.json()["withdrawn_reason"], Activity.objects.get().withdrawn_at) == ("记错日期", TODAY)


@pytest.mark.parametrize(
    ("change", "who", "status", "code"),
    [
        ({"planned": "a9"}, "owner", 400, "invalid"),
        ({"planned": "other"}, "owner", 400, "invalid"),
        ({"children": True, "consent": True}, "owner", 400, "invalid"),
        ({"community": "999999999999"}, "owner", 400, "invalid"),
        ({"on": END.isoformat()}, "owner", 409, "activity_in_future"),
        ({"photos": ["0" * 32]}, "owner", 409, "file_foreign"),
        ({}, "finance", 409, "grant_step_not_yours"),
    ],
)
def test_an_activity_that_is_refused_leaves_nothing(change: Any, who: str, status: int, code: str) -> None:
    grant = make_running()
    person = owner_of(grant) if who == "owner" else member(grant, who)
    body = {"planned": "a2", "on": TODAY.date().isoformat(), "people": 20, **change}
    with clock.at(TODAY):
        program = calling(person)
        before = written()
        answer = sent(program, f"{at(grant)}activities/", body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert written() == before


def test_an_expense_is_entered_once_in_fen_and_says_what_struck_the_checks() -> None:
    grant = make_running()
    finance = member(grant, "finance")
    body = {
        "line": "b1", "on": TODAY.date().isoformat(), "amount_fen": 280_005, "voucher_number": "V9", "payee": "茶叶店",
        "purpose": "茶点", "method": "cash",
    }  # fmt: skip
    with clock.at(TODAY):
        program = calling(finance)
        first, again = (sent(program, f"{at(grant)}expenses/", body) for _twice in range(2))
        listed = program.get(f"{at(grant)}expenses/?state=entered").json()["results"]
        expense = Expense.objects.get()
        back = program.send("POST", f"{at(grant)}expenses/{expense.pk}/take-back/", {"reason": "重复"})
        asked = program.send("POST", f"{at(grant)}expenses/{expense.pk}/answer/", {"answer": "补充"})

    assert (first.status_code, first.json()) == (201, again.json())
    assert (expense.amount_fen, expense.entered_by, expense.line) == (280_005, finance, "b1")
    assert first.json()["strikes"]
    assert [each["id"] for each in listed] == [expense.pk]
    assert (back.status_code, back.json()["state"]) == (200, "reversed")
    assert (asked.status_code, asked.json()["code"]) == (409, "grant_step_not_yours")


@pytest.mark.parametrize(
    ("change", "who", "status", "code"),
    [
        ({"amount_fen": 0}, "owner", 400, "invalid"),
        ({"line": "b9"}, "owner", 400, "invalid"),
        ({"activity": 999_999}, "owner", 400, "invalid"),
        ({"fund_source": "strange"}, "owner", 409, "expense_source_strange"),
        ({"on": END.isoformat()}, "owner", 409, "expense_in_future"),
        ({"voucher": "0" * 32}, "owner", 409, "file_foreign"),
        ({}, "viewer", 409, "grant_step_not_yours"),
    ],
)
def test_an_expense_that_is_refused_leaves_nothing(change: Any, who: str, status: int, code: str) -> None:
    grant = make_running()
    person = owner_of(grant) if who == "owner" else member(grant, who)
    body = {
        "line": "b1", "on": TODAY.date().isoformat(), "amount_fen": 1_000, "voucher_number": "V9", "payee": "茶叶店",
        "purpose": "茶点", **change,
    }  # fmt: skip
    with clock.at(TODAY):
        program = calling(person)
        before = written()
        answer = sent(program, f"{at(grant)}expenses/", body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert written() == before


def test_a_report_is_written_place_by_place_handed_in_and_frozen() -> None:
    grant = make_running()
    owner = owner_of(grant)
    Report.objects.create(grant=grant, kind="progress", due_on=END)
    path = f"{at(grant)}reports/progress/1/"
    with clock.at(TODAY):
        program = calling(owner)
        before = written()
        early = program.send("POST", f"{path}submit/", {})
        strange = program.send("PUT", path, {"texts": {"poem": "诗"}})
        assert (early.json()["code"], strange.status_code, written()) == ("report_incomplete", 400, before)

        kept = program.send("PUT", path, {"texts": {"done": "走访四十户。", "reached.i1": "80"}})
        lost = program.send("PUT", path, {"texts": {"done": "另一个说法。"}})
        file = upload(owner, REPORT_PURPOSE)
        attached = program.send("POST", f"{path}files/", {"file": file.key, "name": "签到表"})
        done = program.send("POST", f"{path}submit/", {})
        late = program.send("PUT", path, {"texts": {"done": "改"}})

    assert (kept.json()["texts"], kept.json()["gaps"]) == ({"done": "走访四十户。", "reached.i1": "80"}, [])
    assert kept.json()["indicators"][0]["share"] == 4_000
    assert (lost.json()["texts"]["done"], lost.json()["beside"][0]["text"]) == ("走访四十户。", "另一个说法。")
    assert [each["label"] for each in attached.json()["files"]] == ["签到表"]
    version = ReportVersion.objects.get()
    assert (done.json()["state"], done.json()["versions"][0]["sha256"]) == ("submitted", version.sha256)
    assert (late.status_code, late.json()["code"]) == (409, "grant_step_not_yours")
    assert version.submitted_by == owner


def test_a_story_is_written_and_handed_to_the_bureau_and_only_then_by_another_published() -> None:
    grant = make_running()
    path = f"{at(grant)}story/"
    words = {"title": "一桌饭", "text": "每周三，楼里的老人坐到一起。" * 5, "tells_of_persons": False}
    with clock.at(TODAY):
        program, viewer = calling(owner_of(grant)), calling(member(grant, "viewer"))
        assert (program.get(path).status_code, program.send("POST", f"{path}offer/", {}).json()["code"]) == (
            404, "story_missing",
        )  # fmt: skip
        assert viewer.send("PUT", path, words).json()["code"] == "grant_step_not_yours"
        assert not Story.objects.exists()
        private = program.send("PUT", path, {**words, "text": words["text"] + "电话13800138000"})
        told = program.send("POST", f"{path}offer/", {})
        assert (private.status_code, told.json()["code"], Story.objects.get().state) == (200, "story_private", "draft")
        program.send("PUT", path, words)
        offered = program.send("POST", f"{path}offer/", {})
        before = program.get("/api/v1/showcase/stories/").json()["results"]
        seen = viewer.get(path).json()["state"]
        publish_story(story_id=Story.objects.get().pk, actor=make_user(Role.CLERK))
        shown = program.get("/api/v1/showcase/stories/").json()["results"]

    assert (offered.json()["state"], seen, before) == ("offered", "offered", [])
    assert [(each["application"], each["title"]) for each in shown] == [(grant.project.code, "一桌饭")]


def test_a_program_without_the_scope_reads_and_writes_nothing() -> None:
    grant = make_running()
    with clock.at(TODAY):
        reader = calling(owner_of(grant), "grants:read")
        before = written()
        acts = [
            sent(reader, f"{at(grant)}{path}", {}).status_code for path in ("activities/", "expenses/", "story/offer/")
        ]
        assert (acts, written()) == ([403] * 3, before)
        assert reader.get(GRANTS).status_code == 200
        assert calling(owner_of(grant), "payments:read").get(GRANTS).status_code == 403
