"""An expert's pages, and what never stands on them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, settings
from hypothesis import given as drawn
from hypothesis import strategies as st

from accounts.enums import Role
from projects.models import Project
from reviews.models import Assignment, Conflict, ScoreSheet
from reviews.queries.scoring import rubric_of
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.projects.applications.factories import NOW
from tests.reviews.scoring.factories import (
    Review,
    assign,
    hand_in,
    make_accepted,
    make_expert,
    make_review,
    scored,
    user_of,
)
from venture.kernel import clock

pytestmark = pytest.mark.django_db
NAMES = ("home", "summary", "next")
ONE = ("desk", "aside", "save", "keep", "follow")


@pytest.fixture
def review() -> Review:
    return make_review()


@pytest.fixture
def given(review: Review) -> Assignment:
    return assign(review, make_accepted(review), make_expert(review))


def address(assignment: Assignment, name: str = "desk", *more: Any) -> str:
    code = assignment.project.blind_code
    return reverse(f"review:{name}", args=[assignment.stage.round.code, assignment.stage.order, code, *more])


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def form_of(review: Review, level: int = 8, **more: str) -> dict[str, str]:
    marks = {f"m-{leaf.key}": str(level) for leaf in rubric_of(review.round).leaves}
    reasons = {f"r-{leaf.key}": "依据充分。" for leaf in rubric_of(review.round).leaves if leaf.needs_reason}
    return {**marks, **reasons, "comment": "方案可行。", "opinion": "for", **more}


def test_the_desk_shows_the_document_beside_the_rubric_and_takes_a_plain_form(
    review: Review, given: Assignment
) -> None:
    client = signed_in(user_of(given.appointment))
    with clock.at(review.now):
        page = client.get(address(given))
        assert page.status_code == 200
        assert all(leaf.name in page.content.decode() for leaf in rubric_of(review.round).leaves)
        answer = client.post(address(given), form_of(review, go="next", turn="0", key="a"))
        assert (answer.status_code, answer["Location"]) == (302, reverse("review:summary"))
        page = client.get(reverse("review:summary"))
        assert "80.00" in page.content.decode()
        ref = f"{review.round.code}/{review.stage.order}/{given.project.blind_code}"
        client.post(reverse("review:summary"), {"sheet": ref})
    assert ScoreSheet.objects.values_list("state", flat=True).get() == "sealed"


def test_what_is_missing_is_said_and_the_draft_is_kept(review: Review, given: Assignment) -> None:
    client = signed_in(user_of(given.appointment))
    with clock.at(review.now):
        answer = client.post(address(given), {"comment": "先记一句。", "go": "next", "turn": "0", "key": "a"})
    assert answer.status_code == 422
    assert "先记一句。" in answer.content.decode()
    assert ScoreSheet.objects.get().comment == "先记一句。"


def test_who_comes_too_late_gets_the_text_back_and_nothing_is_written(review: Review, given: Assignment) -> None:
    client = signed_in(user_of(given.appointment))
    with clock.at(review.late):
        answer = client.post(address(given), form_of(review, go="next", comment="迟到的评语。"))
        assert answer.status_code == 409
        assert "迟到的评语。" in answer.content.decode()
        told = client.post(address(given, "save"), form_of(review)).json()
    assert told["code"] == "scoring_over"
    assert not ScoreSheet.objects.exists()


def test_the_script_is_told_the_turn_and_a_second_window_is_refused(review: Review, given: Assignment) -> None:
    client = signed_in(user_of(given.appointment))
    with clock.at(review.now):
        told = client.post(address(given, "save"), form_of(review, turn="0", key="a")).json()
        assert (told["turn"], told["left"]) == (1, 0)
        again = client.post(address(given, "save"), form_of(review, turn="0", key="b"))
        assert (again.status_code, again.json()["code"]) == (409, "sheet_moved")
    assert Client().post(address(given, "save"), {}).status_code == 401


def test_the_next_project_is_the_one_with_fewest_reviews_then_the_seeded_order(review: Review) -> None:
    appointment, other = make_expert(review), make_expert(review)
    first, second, third = (assign(review, make_accepted(review), appointment, place=n) for n in (1, 2, 3))
    assign(review, first.project, other, state="done")
    client = signed_in(user_of(appointment))
    with clock.at(review.now):
        assert client.get(reverse("review:next"))["Location"] == address(second)
        ref = f"{review.round.code}/{review.stage.order}/{second.project.blind_code}"
        assert client.get(reverse("review:next"), {"after": ref})["Location"] == address(third)
        answer = client.post(address(second, "keep"), {"kept": "1"})
        assert client.get(answer["Location"])["Location"] == address(third)
        assert client.get(reverse("review:next"))["Location"] == address(third)


def _taken_back(given: Assignment, why: str) -> None:
    if why in {"recused", "released"}:
        Assignment.objects.filter(pk=given.pk).update(state=why)
    elif why in {"decided", "closed"}:
        Round.objects.filter(pk=given.stage.round_id).update(state=why)
    elif why == "invited":
        given.appointment.__class__.objects.filter(pk=given.appointment_id).update(state="ended")
    elif why == "member":
        given.project.organization.memberships.create(
            user=user_of(given.appointment), role="viewer", since=given.given_at
        )
    elif why == "role":
        user_of(given.appointment).role_grants.update(ends_on="2024-01-01")
    else:
        Conflict.objects.create(
            project=given.project, expert=given.appointment.expert, code=why, source="detected", found_at=given.given_at
        )


KINDS = (
    "employer", "board", "adviser", "kin", "donor", "evaluator", "helped", "other", "phone", "address", "account",
    "staff",
)  # fmt: skip


@pytest.mark.parametrize("why", [*KINDS, "recused", "released", "decided", "closed", "invited", "member", "role"])
def test_whoever_has_a_conflict_or_stepped_aside_finds_every_page_of_the_project_missing(
    review: Review, given: Assignment, why: str
) -> None:
    client, code = signed_in(user_of(given.appointment)), given.project.blind_code
    _taken_back(given, why)
    with clock.at(review.now):
        answers = {name: client.get(address(given, name)).status_code for name in ("desk", "aside")}
        answers |= {f"{name}!": client.post(address(given, name), form_of(review)).status_code for name in ONE}
        answers["paper"] = client.get(address(given, "paper", 1)).status_code
        pages = [client.get(reverse(f"review:{name}")) for name in NAMES]
    assert set(answers.values()) == {404}
    assert code not in "".join(page.content.decode() for page in pages)
    assert not ScoreSheet.objects.exists()


def test_strangers_find_the_pages_missing_and_staff_have_none_of_their_own(review: Review, given: Assignment) -> None:
    with clock.at(review.now):
        for user in (user_of(make_expert(review)), make_user(Role.CLERK), make_user(is_superuser=True), make_user()):
            assert signed_in(user).get(address(given)).status_code == 404
        assert Client().get(address(given)).status_code == 302


CANARY = {
    "organization": "云溪市晨曦雨燕社会工作服务中心", "short": "晨曦雨燕", "person": "欧阳砚秋", "phone": "13912345678",
    "landline": "0999-8765432", "mail": "yan@chenxiyuyan.example", "domain": "www.chenxiyuyan.example",
}  # fmt: skip


def _told(review: Review) -> Assignment:
    """Return an assignment of a project that names its applicant wherever somebody can type."""
    organization = make_verified(name=CANARY["organization"])
    text = "，".join(CANARY.values()) + "在本社区服务多年。"
    sections = {
        "project__title": f"{CANARY['short']}项目", "project__summary": text, "project__leader_name": CANARY["person"],
        "project__leader_mobile": f"+86{CANARY['phone']}", "organisation__intro": text, "need__background": text,
        "need__data_source": text, "sustainability__exit": text, "indicators__aim": text, "activities__approach": text,
    }  # fmt: skip
    project = make_accepted(review, organization, **sections)
    project.title = sections["project__title"]
    project.save(update_fields=["title"])
    return assign(review, project, make_expert(review))


def test_no_byte_that_an_expert_is_served_names_the_applicant(review: Review) -> None:
    given = _told(review)
    client = signed_in(user_of(given.appointment))
    hidden = [*CANARY.values(), given.project.code, given.project.organization.uscc, "submitted"]
    hand_in(given.project, need__background=f"{CANARY['organization']}改写了说明。")
    with clock.at(review.now):
        pages = [client.get(reverse(f"review:{name}"), follow=True) for name in NAMES]
        pages += [client.get(address(given, name)) for name in ("desk", "aside")]
        pages += [client.post(address(given, "save"), {**form_of(review), "m-0": "99"})]
        pages += [client.post(address(given, "aside"), {"kind": "?"})]
    for page in pages:
        served = page.content + repr(page.headers).encode()
        assert [word for word in hidden if word.encode() in served] == [], page.request["PATH_INFO"]


HIDDEN = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["云溪市海棠社会工作服务中心", "云溪市晨曦雨燕社会工作服务中心"]),
        "leader": st.sampled_from(["欧阳砚秋", "司徒明月"]), "mobile": st.sampled_from(["13912345678", "13800001111"]),
        "days": st.integers(0, 20), "drafts": st.integers(0, 2), "withdrawn": st.booleans(),
    }
)  # fmt: skip
ASKED = st.lists(
    st.tuples(st.sampled_from(["B-900", "B-901", "B-000"]), st.integers(0, 9), st.integers(0, 4)),
    min_size=1,
    max_size=3,
)


def _world(review: Review, appointment: Any, hidden: dict[str, Any], asked: Any) -> list[Any]:
    """Lay out a project with these hidden facts; return everything that its expert is answered, then undo it."""
    client = signed_in(user_of(appointment))
    with transaction.atomic():
        organization = make_verified(name=hidden["name"])
        told = f"{hidden['name']}的{hidden['leader']}，电话{hidden['mobile']}。"
        project = make_accepted(
            review, organization, need__background=told, project__leader_name=hidden["leader"],
            project__leader_mobile=f"+86{hidden['mobile']}", organisation__intro=told * (1 + hidden["days"]),
        )  # fmt: skip
        project.blind_code, project.title = "B-900", told[:30]
        project.submitted_at = project.created_at = NOW + timedelta(days=hidden["days"])
        project.save()
        assign(review, project, appointment, place=1, given_at=project.submitted_at)
        for _each in range(hidden["drafts"]):
            Project.objects.create(
                code=f"YX2025-9{_each}", round=review.round, organization=organization, created_by=project.created_by,
                created_at=NOW, saved_at=NOW, state="withdrawn" if hidden["withdrawn"] else "draft",
            )  # fmt: skip
        key = [review.round.code, review.stage.order]
        paths = [reverse(f"review:{name}") for name in NAMES]
        paths += [reverse("review:desk", args=[*key, "B-900"]), reverse("review:aside", args=[*key, "B-900"])]
        for code, stage, number in asked:
            paths += [
                reverse("review:desk", args=[review.round.code, stage, code]),
                reverse("review:paper", args=[*key, code, number]),
                f"{reverse('review:next')}?after={review.round.code}/{stage}/{code}",
                f"{reverse('review:home')}?q={code}&o={number}&organization__name__startswith=云溪市海",
            ]
        with clock.at(review.now):
            pages = [client.get(path) for path in paths]
        seen = [(page.status_code, page.get("Location"), _masked(page.content.decode())) for page in pages]
        transaction.set_rollback(True)
    return seen


@settings(max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@drawn(one=HIDDEN, other=HIDDEN, asked=ASKED)
def test_two_worlds_that_differ_in_hidden_facts_answer_an_expert_alike(one: Any, other: Any, asked: Any) -> None:
    with transaction.atomic():
        review = make_review()
        appointment = make_expert(review)
        assert _world(review, appointment, one, asked) == _world(review, appointment, other, asked)
        transaction.set_rollback(True)


def _masked(text: str) -> str:
    return re.sub(r'name="(csrfmiddlewaretoken|key)" value="[^"]+"', r'name="\1"', text)


def test_lists_and_the_desk_ask_as_often_for_three_projects_as_for_one(
    review: Review, django_assert_max_num_queries: Any
) -> None:
    appointment = make_expert(review)
    client = signed_in(user_of(appointment))
    counts = []
    for _round in range(2):
        rows = [assign(review, make_accepted(review), appointment) for _ in range(1 + 2 * _round)]
        scored(review, rows[0])
        with clock.at(review.now):
            with django_assert_max_num_queries(12) as home:
                client.get(reverse("review:home"))
            with django_assert_max_num_queries(10) as desk:
                client.get(address(rows[0]))
            with django_assert_max_num_queries(12) as summary:
                client.get(reverse("review:summary"))
            with django_assert_max_num_queries(14) as save:
                client.post(address(rows[0], "save"), form_of(review, key=f"k{_round}"))
        counts.append([len(each.captured_queries) for each in (home, desk, summary, save)])
    assert counts[0] == counts[1], counts
