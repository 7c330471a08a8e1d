"""What the page's script is told: saved, met by another, too late, signed out, too long, who else is here."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from projects.flows import applications as flows
from projects.forms.answers import LONGEST_ANSWER
from projects.models import Presence, Project, SetAside
from tests.accounts.factories import make_user
from tests.projects.applications.complete import make_member
from tests.projects.applications.factories import NOW, make_application, owner_of, save
from venture.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]
MOST_QUERIES = 10
JSON = "application/json"


@pytest.fixture
def project() -> Project:
    return make_application()


def signed_in(user: User, **ways: Any) -> Client:
    client = Client(**ways)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def ask(
    client: Client, project: Project, section: str, typed: dict[str, str], *, base: dict[str, str], key: str = "e1-1",
    at: timedelta = timedelta(), **headers: str,
) -> Any:  # fmt: skip
    said = {"typed": typed, "base": base, "key": key}
    with clock.at(NOW + at):
        return client.post(f"/applications/{project.code}/{section}/save/", said, JSON, headers=headers)


def test_a_save_is_told_with_what_is_kept_and_what_is_to_be_mended(project: Project) -> None:
    owner = owner_of(project.organization)
    answer = ask(signed_in(owner), project, "project", {"title": "银龄守护", "starts_on": "下个月"}, base={})

    told = answer.json()
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"].endswith("no-store")
    assert told["typed"] == {"title": "银龄守护", "starts_on": "下个月"}
    assert (told["version"], told["saved_by"], told["asides"]) == (1, str(owner), [])
    assert [each["path"] for each in told["problems"] if not each["missing"]] == ["starts_on"]
    assert told["state"]["mistakes"] == 1


def test_a_conflict_is_told_with_both_texts_and_the_others_name(project: Project) -> None:
    owner, colleague = owner_of(project.organization), make_member(project.organization, "editor")
    save(project, "project", {"title": "甲"}, base={}, actor=colleague)
    # Another answer of one's own is saved in between: the name beside the conflict is still the colleague's.
    save(project, "project", {"summary": "概要"}, base={}, actor=owner)
    told = ask(signed_in(owner), project, "project", {"title": "乙"}, base={}).json()

    aside = SetAside.objects.get()
    assert told["typed"] == {"title": "甲", "summary": "概要"}
    assert [(each["id"], each["editor"], each["path"], each["mine"], each["theirs"], each["by"])
            for each in told["asides"]] == [(aside.pk, "e1", "title", "乙", "甲", str(colleague))]  # fmt: skip


def test_a_choice_holds_only_for_what_was_seen(project: Project) -> None:
    owner, colleague = owner_of(project.organization), make_member(project.organization, "editor")
    client = signed_in(owner)
    save(project, "project", {"title": "甲"}, base={}, actor=colleague)
    aside = ask(client, project, "project", {"title": "乙"}, base={}).json()["asides"][0]
    save(project, "project", {"title": "丙"}, base={"title": "甲"}, actor=colleague)
    address = f"/applications/{project.code}/project/settle/"
    with clock.at(NOW):
        late = client.post(address, {"id": aside["id"], "take": "mine", "seen": aside["theirs"], "own": "乙"}, JSON)
        kept = project.sections.get(section="project").typed
        done = client.post(address, {"id": aside["id"], "take": "mine", "seen": "丙", "own": "乙"}, JSON)
        again = client.post(address, {"id": aside["id"], "take": "mine", "seen": "乙", "own": "乙"}, JSON)

    assert (late.status_code, late.json()["code"], kept) == (409, "aside_moved", {"title": "丙"})
    assert (done.status_code, done.json()["typed"], done.json()["asides"]) == (200, {"title": "乙"}, [])
    assert (again.status_code, again.json()["code"]) == (409, "aside_settled")


def test_what_the_other_window_made_of_a_text_is_not_thrown_away_with_it(project: Project) -> None:
    owner, colleague = owner_of(project.organization), make_member(project.organization, "editor")
    client = signed_in(owner)
    save(project, "project", {"title": "甲"}, base={}, actor=colleague)
    aside = ask(client, project, "project", {"title": "乙"}, base={}, key="w1-1").json()["asides"][0]
    ask(client, project, "project", {"title": "乙，改过"}, base={}, key="w1-2")
    said = {"id": aside["id"], "take": "theirs", "seen": "甲", "own": "乙"}
    with clock.at(NOW):
        refused = client.post(f"/applications/{project.code}/project/settle/", said, JSON)

    assert (refused.status_code, refused.json()["code"]) == (409, "aside_moved")
    waiting = SetAside.objects.get()
    assert (waiting.text, waiting.settled_at) == ("乙，改过", None)


def test_two_windows_of_one_person_are_two_editors(project: Project) -> None:
    client = signed_in(owner_of(project.organization))
    ask(client, project, "project", {"title": "甲"}, base={}, key="w1-1")
    ask(client, project, "project", {"title": "乙"}, base={}, key="w2-1")
    told = ask(client, project, "project", {"title": "丙"}, base={}, key="w3-1").json()

    assert told["typed"] == {"title": "甲"}
    assert [(each["editor"], each["mine"]) for each in told["asides"]] == [("w2", "乙"), ("w3", "丙")]


def test_a_waiting_text_follows_its_window_and_goes_when_both_agree(project: Project) -> None:
    client = signed_in(owner_of(project.organization))
    save(project, "project", {"title": "甲"}, base={})
    ask(client, project, "project", {"title": "乙"}, base={}, key="w1-1")
    followed = ask(client, project, "project", {"title": "乙二"}, base={}, key="w1-2").json()
    agreed = ask(client, project, "project", {"title": "甲"}, base={}, key="w1-3").json()

    assert [each["mine"] for each in followed["asides"]] == ["乙二"]
    assert (agreed["asides"], SetAside.objects.get().settled) == ([], "agreed")


def test_a_late_copy_is_known_however_busy_the_others_were(project: Project) -> None:
    client, colleague = signed_in(owner_of(project.organization)), make_member(project.organization, "editor")
    ask(client, project, "project", {"title": "甲"}, base={}, key="w1-1")
    ask(client, project, "project", {"title": "乙"}, base={"title": "甲"}, key="w1-2")
    for number in range(40):
        before = project.sections.get(section="project").typed
        save(project, "project", {**before, "summary": str(number)}, base=before, actor=colleague, key=f"c-{number}")
    told = ask(client, project, "project", {"title": "甲"}, base={}, key="w1-1").json()

    assert (told["typed"], told["asides"]) == ({"title": "乙", "summary": "39"}, [])


def test_after_closing_the_script_is_told_in_words_and_nothing_moves(project: Project) -> None:
    client = signed_in(owner_of(project.organization))
    assert project.round.closes_at is not None
    late = project.round.closes_at - NOW + timedelta(seconds=1)
    answer = ask(client, project, "project", {"title": "迟"}, base={}, at=late)

    assert (answer.status_code, answer.json()["code"]) == (409, "round_closed")
    assert answer.json()["words"]
    assert project.sections.get(section="project").typed == {}


def test_a_colleagues_hand_in_is_told_in_words_not_by_a_missing_page(project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(state="submitted", submitted_at=NOW)
    answer = ask(signed_in(owner_of(project.organization)), project, "project", {"title": "迟"}, base={})

    assert (answer.status_code, answer.json()["code"]) == (409, "application_not_open")


def test_signed_out_and_another_person_are_told_in_place(project: Project) -> None:
    owner = owner_of(project.organization)
    out = ask(Client(), project, "project", {"title": "甲"}, base={})
    other = ask(signed_in(owner), project, "project", {"title": "甲"}, base={}, X_Person=str(make_user().pk))

    assert (out.status_code, out.json()["code"]) == (401, "signed_out")
    assert (other.status_code, other.json()["code"]) == (401, "another_person")
    assert project.sections.get(section="project").typed == {}


def test_an_expired_token_is_told_short_and_a_fresh_one_is_given(project: Project) -> None:
    client = signed_in(owner_of(project.organization), enforce_csrf_checks=True)
    refused = ask(client, project, "project", {"title": "甲"}, base={}, Accept="application/json")
    with clock.at(NOW):
        token = client.get(f"/applications/{project.code}/project/save/").json()["token"]
    answer = ask(client, project, "project", {"title": "甲"}, base={}, X_CSRFToken=token)

    assert (refused.status_code, refused.json()["code"]) == (403, "stale_form")
    assert (answer.status_code, answer.json()["typed"]) == (200, {"title": "甲"})


def test_what_is_too_long_or_unreadable_is_refused_whole(project: Project) -> None:
    client = signed_in(owner_of(project.organization))
    long = ask(client, project, "project", {"summary": "字" * (LONGEST_ANSWER + 1)}, base={})
    with clock.at(NOW):
        broken = client.post(f"/applications/{project.code}/project/save/", '{"typed": {"title": "甲"', JSON)

    assert (long.status_code, long.json()["code"]) == (413, "too_long")
    assert (broken.status_code, broken.json()["code"]) == (400, "unreadable")
    assert project.sections.get(section="project").typed == {}


def test_half_an_emoji_costs_itself_and_no_depth_of_brackets_breaks_the_door(project: Project) -> None:
    client = signed_in(owner_of(project.organization))
    kept = ask(client, project, "project", {"title": "爱心\ud83d"}, base={})
    with clock.at(NOW):
        deep = client.post(f"/applications/{project.code}/project/save/", "[" * 200_000, JSON)

    assert (kept.status_code, kept.json()["typed"]) == (200, {"title": "爱心?"})
    assert (deep.status_code, deep.json()["code"]) == (400, "unreadable")


def test_who_else_is_here_is_told_for_a_minute_and_written_seldom(project: Project) -> None:
    owner, colleague = owner_of(project.organization), make_member(project.organization, "editor")
    mine, theirs = signed_in(owner), signed_in(colleague)

    def here(client: Client, section: str, seconds: int) -> list[tuple[str, bool]]:
        with clock.at(NOW + timedelta(seconds=seconds)):
            told = client.post(f"/applications/{project.code}/{section}/here/").json()
        return [(each["name"], each["here"]) for each in told["present"]]

    assert here(theirs, "need", 0) == []
    assert here(mine, "need", 1) == [(str(colleague), True)]
    assert here(mine, "team", 5) == [(str(colleague), False)]
    here(mine, "team", 10)
    assert Presence.objects.get(user=owner).seen_at == NOW + timedelta(seconds=5)
    assert here(mine, "team", 61) == []


@pytest.mark.parametrize(("section", "typed"), [
    ("project", {"title": "银龄守护", "category": "elderly", "summary": "概要"}),
    ("budget", {"lines": "b1", "lines.b1.quantity": "24", "lines.b1.price": "900"}),
    ("risks", {"risks": "r1", "risks.r1.risk": "下雨"}),
])  # fmt: skip
def test_a_save_costs_ten_queries_at_most(project: Project, section: str, typed: dict[str, str]) -> None:
    client = signed_in(owner_of(project.organization))
    ask(client, project, section, typed, base={}, key="e1-1")
    last = list(typed)[-1]
    with CaptureQueriesContext(connection) as seen:
        answer = ask(client, project, section, {**typed, last: "又改"}, base=typed, key="e1-2")

    asked = [each["sql"] for each in seen if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert answer.status_code == 200
    assert len(asked) <= MOST_QUERIES, asked


def test_a_plain_save_and_the_flow_agree_on_the_editor_of_a_key(project: Project) -> None:
    with clock.at(NOW):
        saved = flows.save_section(
            project_id=project.pk, section="project", typed={"title": "甲"}, base={}, key="a" * 80,
            actor=owner_of(project.organization),
        )  # fmt: skip
    assert saved.draft.keys == ["a" * 40]
