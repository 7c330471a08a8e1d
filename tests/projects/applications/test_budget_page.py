"""The budget's page: saved with and without scripts, judged by the server, filled from a spreadsheet."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from projects.models import Project
from tests.accounts.factories import make_user
from tests.projects.applications.factories import NOW, make_application, owner_of, save
from venture.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]

BUDGET = {
    "lines": "b1 b2",
    "lines.b1.category": "activity", "lines.b1.item": "茶会", "lines.b1.unit": "场",
    "lines.b1.quantity": "24", "lines.b1.price": "900", "lines.b1.own": "7,200",
    "lines.b2.category": "personnel", "lines.b2.item": "社工", "lines.b2.unit": "月",
    "lines.b2.quantity": "12", "lines.b2.price": "1000",
}  # fmt: skip
TABLE = "支出内容\t类别\t数量\t单位\t单价\n手环\t物资\t60\t个\t320\n合计\t\t\t\t19200"


@pytest.fixture
def project() -> Project:
    project = make_application()
    save(project, "budget", BUDGET, base={})
    return project


def at_desk(project: Project) -> Client:
    client = Client()
    client.force_login(owner_of(project.organization))
    return client


def ask(project: Project, method: str, path: str = "", data: dict[str, Any] | None = None, **more: Any) -> Any:
    with clock.at(more.pop("now", NOW)), translation.override("zh-hans"):
        client = more.pop("client", None) or at_desk(project)
        address = f"/applications/{project.code}/budget/{path}"
        return getattr(client, method)(address, data or {}, HTTP_ACCEPT_LANGUAGE="zh-hans", **more)


def post(project: Project, data: dict[str, Any], path: str = "", **more: Any) -> Any:
    base = json.dumps(kept(project), ensure_ascii=False)
    return ask(project, "post", path, {"base": base, "key": "k1", **data}, **more)


def kept(project: Project) -> dict[str, str]:
    return dict(project.sections.get(section="budget").typed)


def test_the_page_shows_groups_sums_rules_and_spare_rows(project: Project) -> None:
    answer = ask(project, "get")

    groups = answer.context["groups"]
    assert [(each.category, each.grant_fen) for each in groups] == [("activity", 1_440_000), ("personnel", 1_200_000)]
    assert [[row.spare for row in each.rows] for each in groups] == [[False, True], [False, True]]
    assert answer.context["order"].split()[:2] == ["b1", "b2"]
    assert (answer.context["given_fen"], answer.context["budget"].whole.total_fen) == (720_000, 3_360_000)
    assert answer.context["broken"] == 1


def test_the_panel_says_the_exact_remedy_in_yuan(project: Project) -> None:
    """Staff is 12,000 of 26,400: (12,000 − x) ÷ (26,400 − x) = 30 % at 5,828.57."""
    answer = ask(project, "get")
    first = answer.context["rules"][0]

    assert (first.state, first.said.number, first.jump) == ("block", "45.46%", "i-lines.b2.price")
    assert "5,828.58" in first.said.sentence
    assert first.said.fill == 100.0


def test_a_plain_post_saves_what_was_typed_and_leaves_spare_rows_out(project: Project) -> None:
    typed = {**BUDGET, "lines": "b1 b2 spare", "lines.b1.price": "1,000元", "lines.spare.category": "activity"}
    answer = post(project, {**typed, "go": "save"})

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/applications/{project.code}/budget/")
    assert kept(project) == {**BUDGET, "lines.b1.price": "1,000元"}


def test_a_typed_spare_row_is_kept_even_when_nothing_in_it_can_be_read(project: Project) -> None:
    post(project, {**BUDGET, "lines": "b1 b2 s1", "lines.s1.category": "material", "lines.s1.price": "约三百"})

    assert kept(project) == {
        **BUDGET, "lines": "b1 b2 s1", "lines.s1.category": "material", "lines.s1.price": "约三百",
    }  # fmt: skip


def test_going_on_with_a_broken_rule_stays_and_names_every_place(project: Project) -> None:
    answer = post(project, {**BUDGET, "go": "next"})
    assert answer.headers["Location"] == f"/applications/{project.code}/budget/?check=1"

    page = ask(project, "get", "?check=1")
    assert [(problem.path, problem.code) for problem, _words, _item in page.context["problems"]] == [
        ("lines.b2.price", "budget_cut")
    ]


def test_going_on_with_a_kept_budget_leads_to_the_overview(project: Project) -> None:
    answer = post(project, {**BUDGET, "lines.b2.price": "500", "go": "next"})

    assert answer.headers["Location"] == f"/applications/{project.code}/"


def test_a_removed_line_comes_back_by_one_press(project: Project) -> None:
    client = at_desk(project)
    post(project, {**BUDGET, "rows": "remove:b1"}, client=client)
    assert kept(project) == {"lines": "b2", **{path: text for path, text in BUDGET.items() if ".b2." in path}}
    page = ask(project, "get", client=client)
    assert "茶会" in page.context["undo"]["words"]

    left = kept(project)
    post(project, {**left, "lines.b2.price": "800", "go": "undo", "key": "k2"}, client=client)

    assert kept(project) == {**BUDGET, "lines.b2.price": "800"}
    assert ask(project, "get", client=client).context["undo"] is None


def test_add_saves_first_and_shows_one_more_row_of_the_kind(project: Project) -> None:
    answer = post(project, {**BUDGET, "lines.b1.item": "长者茶会", "rows": "add:", "new_category": "audit"})
    assert answer.headers["Location"] == f"/applications/{project.code}/budget/?add=audit#g-audit"
    assert kept(project)["lines.b1.item"] == "长者茶会"

    page = ask(project, "get", "?add=audit")
    assert [(each.category, len(each.rows)) for each in page.context["groups"]] == [
        ("activity", 2), ("personnel", 2), ("audit", 2),
    ]  # fmt: skip


def test_the_server_judges_what_stands_in_the_browser_and_saves_nothing(project: Project) -> None:
    answer = post(project, {**BUDGET, "lines.b2.price": "500", "lines.b1.quantity": "许多"}, "judge/")

    said = answer.json()
    assert said["lines"] == {"b1": "0", "b2": "6,000"}
    assert said["totals"] == {"grant": "6,000", "given": "0", "total": "6,000"}
    assert [each["path"] for each in said["problems"] if not each["missing"]] == ["lines.b1.quantity", "lines.b2.price"]
    assert kept(project) == BUDGET


def test_a_pasted_table_is_seen_before_it_is_taken_over(project: Project) -> None:
    answer = post(project, {"text": TABLE, "go": "read"}, "paste/")

    assert [(number, row["item"]) for number, _label, row, _line, _words in answer.context["found"]] == [(2, "手环")]
    assert [(each.row, each.reason) for each, _words in answer.context["skipped"]] == [(1, "heading"), (3, "sum")]
    assert answer.context["whole"].grant_fen == 1_920_000
    assert kept(project) == BUDGET


def test_pasted_rows_stand_below_and_go_again_by_one_press(project: Project) -> None:
    client = at_desk(project)
    answer = post(project, {"text": TABLE, "go": "append"}, "paste/", client=client)

    after = kept(project)
    first, second, fresh = after["lines"].split()
    assert answer.headers["Location"] == f"/applications/{project.code}/budget/#undo"
    assert (first, second, after[f"lines.{fresh}.item"], after[f"lines.{fresh}.price"]) == ("b1", "b2", "手环", "320")

    post(project, {**after, "go": "undo", "key": "k2"}, client=client)
    assert kept(project) == BUDGET


def test_replacing_is_done_only_by_the_button_that_says_so(project: Project) -> None:
    client = at_desk(project)
    post(project, {"text": TABLE, "go": "replace"}, "paste/", client=client)
    after = kept(project)
    assert [after[f"lines.{row}.item"] for row in after["lines"].split()] == ["手环"]

    post(project, {**after, "go": "undo", "key": "k2"}, client=client)
    assert kept(project) == BUDGET


def test_after_closing_the_text_stays_on_the_page_and_nothing_is_saved(project: Project) -> None:
    assert project.round.closes_at is not None
    answer = post(project, {**BUDGET, "lines.b1.item": "迟到的茶会"}, now=project.round.closes_at)

    assert (answer.status_code, kept(project)) == (409, BUDGET)
    assert "迟到的茶会" in answer.content.decode()


def test_who_only_reads_sees_the_page_and_cannot_post(project: Project) -> None:
    stranger = Client()
    stranger.force_login(make_user())
    viewer = make_user()
    project.organization.memberships.create(user=viewer, role="viewer", since=NOW)
    reader = Client()
    reader.force_login(viewer)

    assert ask(project, "get", client=stranger).status_code == 404
    page = ask(project, "get", client=reader)
    assert (page.status_code, page.context["writable"]) == (200, False)
    for path in ("", "judge/", "paste/"):
        assert post(project, {**BUDGET, "lines.b1.item": "别人的"}, path, client=reader).status_code == 404
    assert kept(project) == BUDGET


@pytest.mark.parametrize("lines", [1, 40])
def test_the_page_costs_the_same_whatever_its_size(
    project: Project, lines: int, django_assert_max_num_queries: Any
) -> None:
    rows = {
        f"lines.r{number}.{name}": text
        for number in range(lines)
        for name, text in {"category": "material", "item": "手环", "quantity": "60", "price": "320"}.items()
    }
    save(project, "budget", {"lines": " ".join(f"r{number}" for number in range(lines)), **rows})
    client = at_desk(project)
    ask(project, "get", client=client)

    with django_assert_max_num_queries(24):
        ask(project, "get", client=client)
