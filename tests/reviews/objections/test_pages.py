"""The staff's desk: the whole way by its buttons, and who sees whose name."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from notices.models import Notice, Objection
from reviews.models import Award
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.reviews.objections.cases import FILED, Case, announced, answered, file, given
from venture.kernel import clock

AUTHOR = "周明远"


@pytest.fixture
def case(db: None) -> Case:
    return announced()


def inside(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def desk(objection: Objection, verb: str = "") -> str:
    return f"/admin/desk/objections/{objection.pk}/" + (f"act/{verb}/" if verb else "")


def shown(user: User, objection: Objection) -> Any:
    return inside(user).get(desk(objection))


def test_the_whole_way_by_the_buttons(case: Case) -> None:
    objection = file(case, case.projects[0])
    clerk, handler, second = (inside(user) for user in (case.scored.clerk, case.handler, case.second))
    words = {"findings": "核实。", "reply": "属实。", "published": "情况属实。"}

    with clock.at(FILED + timedelta(hours=1)):
        clerk.post(desk(objection, "accept"))
        clerk.post(desk(objection, "assign"), {"handler": case.handler.pk})
        handler.post(desk(objection, "answer"), words)
        second.post(desk(objection, "send-back"), {"reason": "补充。"})
        handler.post(desk(objection, "answer"), words)
        second.post(desk(objection, "decide"), {"verdict": "uphold"})

    objection.refresh_from_db()
    assert (objection.state, objection.handler, objection.decided_by) == ("upheld", case.handler, case.second)
    assert Award.objects.get(project=case.projects[0]).state == "lost"


def test_a_button_pressed_by_whom_it_is_not_for_moves_nothing(case: Case) -> None:
    objection = answered(case, file(case, case.projects[0]))

    inside(case.handler).post(desk(objection, "decide"), {"verdict": "dismiss"})
    inside(case.scored.head).post(desk(objection, "decide"), {"verdict": "dismiss"})
    inside(case.second).post(desk(objection, "decide"), {"verdict": "nonsense"})
    strange = inside(case.second).post(desk(objection, "explode"))

    objection.refresh_from_db()
    assert (objection.state, strange.status_code) == ("answered", 404)


def test_an_answer_that_is_refused_is_still_in_the_form(case: Case) -> None:
    objection = given(case, file(case, case.projects[0]))
    handler = inside(case.handler)

    handler.post(desk(objection, "answer"), {"findings": "核实了三天。", "reply": "属实。", "published": AUTHOR})

    page = handler.get(desk(objection)).content.decode()
    assert ("核实了三天。" in page, Objection.objects.get().state) == (True, "investigating")


def test_the_author_is_seen_by_the_handler_and_the_supervision_only(case: Case) -> None:
    objection = given(case, file(case, case.projects[0]))
    seen = {
        name: AUTHOR in shown(user, objection).content.decode()
        for name, user in {
            "handler": case.handler, "supervision": case.second, "clerk": case.scored.clerk, "head": case.scored.head,
            "auditor": make_user(Role.AUDITOR),
        }.items()
    }  # fmt: skip

    assert seen == {"handler": True, "supervision": True, "clerk": False, "head": False, "auditor": False}
    assert shown(make_user(Role.OPERATOR), objection).status_code == 404
    assert shown(make_user(), objection).status_code in {302, 404}


def test_the_list_says_in_red_what_is_overdue(case: Case) -> None:
    objection = file(case, case.projects[0])
    client = inside(case.second)

    with clock.at(FILED):
        fresh = client.get("/admin/notices/objection/").content.decode()
    with clock.at(FILED + timedelta(days=20)):
        late = client.get("/admin/notices/objection/?due=late").content.decode()

    assert objection.receipt in fresh
    assert objection.receipt in late
    assert ("tag red" in fresh, "tag red" in late) == (False, True)


def test_the_notice_is_drafted_from_its_page_and_taken_along_as_word(case: Case) -> None:
    operator = inside(make_user(Role.OPERATOR))
    Notice.objects.filter(pk=case.notice.pk).update(state="corrected")
    round_: Round = case.scored.round
    Award.objects.filter(project=case.projects[2]).update(
        state="proposed", envelope=Award.objects.get(project=case.projects[0]).envelope, moved_at=FILED
    )

    with clock.at(FILED):
        page = operator.get(f"/admin/desk/awards-notice/{round_.code}/")
        answer = operator.post(f"/admin/desk/awards-notice/{round_.code}/", {"experts": "yes"})
    made = Notice.objects.latest("pk")

    assert case.projects[2].title in page.content.decode()
    assert [item["code"] for item in made.items] == [case.projects[2].code]
    assert answer.headers["Location"] == f"/admin/desk/notices/{made.pk}/"
    assert operator.get(f"/admin/desk/notices/{made.pk}/notice.docx").content.startswith(b"PK")
