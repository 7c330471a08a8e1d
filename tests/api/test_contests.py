"""The review of ideas by program: opened with its judges, prizes proposed by one and decided by another."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import User
from projects.models import Idea, IdeaContest, IdeaEntry, IdeaJudge, IdeaPrize
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.api.conftest import Caller, calling
from tests.projects.ideas.factories import CRITERIA, open_contest, post, score_all, the_call
from venture.audit.models import AuditEntry
from venture.kernel import clock

pytestmark = pytest.mark.usefixtures("stage", "db")
CONTESTS = "/api/v1/contests/"


@pytest.fixture
def judges() -> list[User]:
    return [make_user(Role.EXPERT), make_user(Role.CLERK)]


@pytest.fixture
def call() -> Any:
    found = the_call()
    post()
    with clock.at(found.closes_at + timedelta(days=2)):  # type: ignore[operator]
        yield found


def stands() -> tuple[Any, ...]:
    rows = (Idea, IdeaContest, IdeaEntry, IdeaJudge, IdeaPrize)
    return (*(list(model.objects.order_by("pk").values()) for model in rows), AuditEntry.objects.count())


def refused(program: Caller, path: str, body: Any, *, status: int = 409) -> str:
    before = stands()
    answer = program.send("POST", f"{CONTESTS}{path}", body)
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert stands() == before
    return str(answer.json()["code"])


def last() -> tuple[str, Any]:
    entry = AuditEntry.objects.order_by("-pk")[0]
    return entry.verb, entry.actor


def test_the_staff_open_a_review_of_a_closed_call_with_judges_who_may_judge(call: Round, judges: list[User]) -> None:
    operator = make_user(Role.OPERATOR)
    staff, nobody, reader = calling(operator), calling(make_user()), calling(make_user(Role.AUDITOR))
    body = {
        "round": call.code, "due_on": clock.today().isoformat(), "criteria": CRITERIA, "tax_share": 2_000,
        "judges": [each.email for each in judges], "tax_basis": "个人所得税法",
    }  # fmt: skip
    for other in (nobody, reader, calling(judges[0])):
        assert refused(other, "", body, status=404) == "not_found"
    assert refused(staff, "", {**body, "round": "1999"}, status=404) == "not_found"
    assert refused(staff, "", {**body, "criteria": CRITERIA[:2]}, status=400) == "invalid"
    assert refused(staff, "", {**body, "judges": [judges[0].email, "nobody@test.example"]}, status=400) == "invalid"
    assert refused(staff, "", {**body, "judges": [judges[0].email]}) == "judges_too_few"

    made = staff.send("POST", CONTESTS, body)
    told = made.json()
    assert (made.status_code, told["state"], told["criteria"], told["tax_share"]) == (201, "judging", CRITERIA, 2_000)
    assert (told["ideas"], told["judges"], last()) == (1, 2, ("contest.open", operator))
    assert refused(staff, "", body, status=404) == "not_found"
    assert [each["id"] for each in reader.get(CONTESTS).json()["results"]] == [told["id"]]
    assert (nobody.get(CONTESTS).json()["results"], nobody.get(f"{CONTESTS}{told['id']}/").status_code) == ([], 404)


def test_prizes_are_proposed_by_the_points_sent_back_and_decided_by_a_second_person(
    call: Round, judges: list[User]
) -> None:
    contest, clerk, head = open_contest(call, judges), make_user(Role.CLERK), make_user(Role.HEAD)
    entry, award = contest.entries.get(), call.idea_awards.order_by("order", "pk")[0]
    at, picks = f"{contest.pk}", {"picks": [{"entry": entry.pk, "award": award.pk}]}
    first, second, nobody, reader = (
        calling(each) for each in (clerk, head, make_user(), make_user(Role.AUDITOR))
    )  # fmt: skip

    assert refused(nobody, f"{at}/propose/", picks, status=404) == "not_found"
    assert refused(reader, f"{at}/propose/", picks) == "contest_not_yours"
    assert refused(first, f"{at}/propose/", picks) == "contest_unscored"
    score_all(contest, {entry.idea_id: (36, 27, 26)})
    assert refused(first, f"{at}/propose/", {"picks": [{"entry": entry.pk, "award": 999_999}]}) == "prize_unknown"
    assert refused(first, f"{at}/decide/", {}) == "contest_not_yours"
    proposed = first.send("POST", f"{CONTESTS}{at}/propose/", picks).json()
    assert (proposed["state"], proposed["ranked"][0]["award"], last()) == (
        "proposed", award.pk, ("contest.propose", clerk),
    )  # fmt: skip
    assert (proposed["ranked"][0]["total"], proposed["awards"][0]["id"]) == (178, award.pk)

    assert refused(first, f"{at}/decide/", {}) == "decided_by_proposer"
    assert refused(nobody, f"{at}/decide/", {}, status=404) == "not_found"
    assert refused(second, f"{at}/send-back/", {}, status=400) == "invalid"
    back = second.send("POST", f"{CONTESTS}{at}/send-back/", {"reason": "再核一次"}).json()
    assert (back["state"], back["reason"], back["ranked"][0]["award"]) == ("judging", "再核一次", None)
    assert last() == ("contest.send_back", head)
    first.send("POST", f"{CONTESTS}{at}/propose/", picks)
    decided = second.send("POST", f"{CONTESTS}{at}/decide/", {}).json()

    assert (decided["state"], last()) == ("decided", ("contest.decide", head))
    assert IdeaPrize.objects.get().idea == entry.idea
    assert refused(second, f"{at}/decide/", {}) == "contest_not_yours"


def test_a_review_costs_the_same_for_one_idea_and_for_three(call: Round, judges: list[User]) -> None:
    program, costs = calling(make_user(Role.CLERK)), []
    contest = open_contest(call, judges)
    for more in (0, 2):
        for _each in range(more):
            IdeaEntry.objects.create(contest=contest, idea=post())
        for path in (CONTESTS, f"{CONTESTS}{contest.pk}/"):
            program.get(path)
            with CaptureQueriesContext(connection) as captured:
                assert program.get(path).status_code == 200
            costs.append(len(captured))

    assert costs[:2] == costs[2:]
