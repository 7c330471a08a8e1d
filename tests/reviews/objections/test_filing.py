"""Filing: one receipt per form, a hold at once for the named, at acceptance for leads, everything refused in words."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.utils import DatabaseError

from notices.domain.objection import LIFE
from notices.enums import ObjectionState
from notices.flows.objecting import ALPHABET, ask_again, file_objection, hash_of, withdraw_objection
from notices.flows.sending import send_word
from notices.models import Hold, Notice, Objection
from reviews.flows.objections import decide_objection
from tests.reviews.objections.cases import FILED, TEXT, Case, accepted, announced, answered, file
from venture.audit.models import AuditEntry
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message


@pytest.fixture
def case(db: None) -> Case:
    return announced()


def test_a_named_objection_gets_a_receipt_nobody_guesses_and_holds_only_its_project(case: Case) -> None:
    objection = file(case, case.projects[0])

    prefix, _dash, tail = objection.receipt.partition("-")
    assert (prefix, len(tail), set(tail) <= set(ALPHABET)) == (f"YY{case.scored.round.year}", 8, True)
    assert [hold.project_id for hold in Hold.objects.filter(lifted_at=None)] == [case.projects[0].pk]
    assert (objection.mobile, objection.mobile_hash) == ("+8613812345678", hash_of("+8613812345678"))
    assert objection.accept_due > FILED.date()
    assert {message.person_id for message in Message.objects.filter(event="objection_received")} >= {case.handler.pk}
    assert Job.objects.filter(name="objections.send_word").count() == 1
    told = str(list(AuditEntry.objects.values_list("facts", flat=True)))
    assert not any(secret in told for secret in ("周明远", "13812345678", TEXT))


def test_the_same_form_sent_again_is_the_same_objection(case: Case) -> None:
    first, second = (file(case, case.projects[0], key="a" * 32) for _each in range(2))

    assert first.pk == second.pk
    assert (Objection.objects.count(), Hold.objects.count()) == (1, 1)


def test_a_lead_holds_its_project_from_its_acceptance_on(case: Case) -> None:
    lead = file(case, case.projects[1], objector="lead", name="", mobile="")
    assert not Hold.objects.exists()

    accepted(case, lead)

    assert Hold.objects.get(lifted_at=None).project_id == case.projects[1].pk


def test_an_objection_to_the_whole_notice_holds_nobody(case: Case) -> None:
    file(case)

    assert not Hold.objects.exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"name": " "}, "objection_name_missing"),
        ({"mobile": ""}, "objection_mobile_missing"),
        ({"mobile": "123"}, "mobile_shape"),
        ({"objector": "unit"}, "objection_seal_missing"),
        ({"text": "不同意。"}, "objection_text_short"),
        ({"project_code": "GY0000-1"}, "objection_project_unknown"),
        ({"files": [f"{each:032x}" for each in range(6)]}, "objection_files_many"),
        ({"files": ["0" * 32], "ticket": "t"}, "file_foreign"),
    ],
)
def test_what_is_incomplete_is_refused_and_nothing_is_kept(case: Case, words: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleRefusal) as refused:
        file(case, case.projects[0], **words)

    assert refused.value.code == code
    assert (Objection.objects.count(), Hold.objects.count()) == (0, 0)


def test_after_the_period_only_a_lead_is_taken(case: Case) -> None:
    facts = {"notice_id": case.notice.pk, "text": TEXT, "name": "周明远", "mobile": "13812345678"}
    with clock.at(FILED + timedelta(days=40)):
        with pytest.raises(RuleRefusal) as refused:
            file_objection(objector="person", key="1" * 32, **facts)
        file_objection(objector="lead", key="2" * 32, **facts)

    assert refused.value.code == "objection_late"
    assert [each.objector for each in Objection.objects.all()] == ["lead"]


def test_a_notice_without_a_period_takes_no_objection(case: Case) -> None:
    other = Notice.objects.create(
        series=case.notice.series, kind="other", title="通知", issuer="民政局", drafted_by=case.handler
    )

    with pytest.raises(RuleRefusal) as refused:
        file_objection(notice_id=other.pk, key="3" * 32, objector="lead", text=TEXT)

    assert refused.value.code == "objection_not_here"


@pytest.mark.parametrize("state", ObjectionState.values)
def test_its_author_takes_it_back_from_every_open_state_and_the_hold_goes(case: Case, state: str) -> None:
    objection = file(case, case.projects[0])
    Objection.objects.filter(pk=objection.pk).update(state=state)

    if "withdraw" in LIFE.verbs_from(state):
        with clock.at(FILED + timedelta(hours=1)):
            withdraw_objection(objection_id=objection.pk)
        assert Objection.objects.get().state == "withdrawn"
        assert not Hold.objects.filter(lifted_at=None).exists()
    else:
        with pytest.raises(RuleRefusal) as refused:
            withdraw_objection(objection_id=objection.pk)
        assert refused.value.code == "objection_illegal_move"
        assert Objection.objects.get().state == state


def test_one_re_examination_may_be_asked_for_and_holds_the_project_again(case: Case) -> None:
    first = answered(case, file(case, case.projects[0]))
    with clock.at(FILED + timedelta(hours=4)):
        decide_objection(objection_id=first.pk, verdict="dismiss", actor=case.second)
        second = ask_again(objection_id=first.pk, key="4" * 32, text=TEXT)
        with pytest.raises(RuleRefusal) as again:
            ask_again(objection_id=first.pk, key="5" * 32, text=TEXT)
        with pytest.raises(RuleRefusal) as third:
            ask_again(objection_id=second.pk, key="6" * 32, text=TEXT)

    assert (second.again_id, second.name, second.state) == (first.pk, "周明远", "received")
    assert Hold.objects.get(lifted_at=None).objection_id == second.pk
    assert (again.value.code, third.value.code) == ("objection_examined_twice", "objection_not_answered")


def test_a_re_examination_comes_too_late_after_its_days(case: Case) -> None:
    first = answered(case, file(case, case.projects[0]))
    with clock.at(FILED + timedelta(hours=4)):
        decide_objection(objection_id=first.pk, verdict="dismiss", actor=case.second)

    with clock.at(FILED + timedelta(days=60)), pytest.raises(RuleRefusal) as late:
        ask_again(objection_id=first.pk, key="4" * 32, text=TEXT)

    assert late.value.code == "objection_again_late"


def test_the_author_gets_word_without_what_was_written(case: Case, caplog: pytest.LogCaptureFixture) -> None:
    objection = file(case, case.projects[0])

    send_word(objection_id=objection.pk, verb="file")

    assert "周明远" not in caplog.text


@pytest.mark.parametrize("column", ["title", "items", "ends_on", "content_hash", "body"])
def test_a_published_notice_is_not_changed_by_sql(case: Case, column: str) -> None:
    value = "'2031-01-01'" if column == "ends_on" else "'[]'"
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(f"UPDATE notices_notice SET {column} = {value} WHERE id = %s", [case.notice.pk])
