"""The pages of an application without scripts: begun, filled, checked, read; nothing typed is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts.models import User
from organizations.models import Organization
from projects.models import Need, Presence, Project, SetAside
from projects.queries import overview
from tests.accounts.factories import make_user
from tests.organizations.factories import make_community, make_organization, make_verified
from tests.projects.applications.complete import make_complete, make_member
from tests.projects.applications.factories import NOW, make_application, owner_of, save
from tests.projects.factories import make_need
from tests.rounds.factories import make_published
from venture.audit.models import AuditEntry
from venture.kernel import clock

pytestmark = pytest.mark.django_db


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page_of(client: Client, project: Project, rest: str = "", **query: Any) -> Any:
    with clock.at(NOW):
        return client.get(f"/applications/{project.code}/{rest}", query)


def post(client: Client, project: Project, section: str, **fields: str) -> Any:
    typed = {"base": "{}", "key": f"k{len(fields)}", **{name.replace("__", "."): text for name, text in fields.items()}}
    with clock.at(NOW):
        return client.post(f"/applications/{project.code}/{section}/", typed)


@pytest.fixture
def project() -> Project:
    return make_application()


@pytest.fixture
def page(client: Client, project: Project) -> Client:
    return signed_in(client, owner_of(project.organization))


def begun(client: Client, organization: Organization, **fields: str) -> Any:
    with clock.at(NOW):
        return client.post("/applications/new/", {"round": "2025", "organization": organization.pk, **fields})


def test_an_owner_begins_a_blank_application(client: Client) -> None:
    make_published()
    organization = make_verified()
    answer = begun(signed_in(client, owner_of(organization)), organization, how="blank")

    project = Project.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/applications/{project.code}/")
    assert project.organization == organization


def test_a_need_writes_itself_beneficiaries_and_community_into_the_draft(client: Client) -> None:
    make_published()
    organization, community = make_verified(), make_community()
    need = make_need(make_user(), community)
    Need.objects.filter(pk=need.pk).update(state="published", published_at=NOW)
    begun(signed_in(client, owner_of(organization)), organization, how="need", need=need.code)

    typed = {row.section: row.typed for row in Project.objects.get().sections.all()}
    assert (typed["need"]["need"], typed["need"]["group"]) == (need.code, need.population)
    assert typed["landing"]["places.p1.community"] == community.code


def test_an_earlier_application_is_copied_without_its_days(client: Client, project: Project) -> None:
    save(project, "risks", {"risks": "r1", "risks.r1.risk": "下雨"}, base={})
    save(project, "project", {"starts_on": "2025-07-01"}, base={})
    with clock.at(NOW):
        make_published(code="2025-b", opens_at=NOW - timedelta(days=1))
        answer = signed_in(client, owner_of(project.organization)).post(
            "/applications/new/",
            {"round": "2025-b", "organization": project.organization.pk, "how": "copy", "copy": project.code},
        )

    copy = Project.objects.exclude(pk=project.pk).get()
    assert answer.status_code == 302
    assert copy.copied_from == project
    assert copy.sections.get(section="risks").typed["risks.r1.risk"] == "下雨"
    assert copy.sections.get(section="project").typed == {}


def test_an_organisation_that_is_not_verified_is_told_what_to_do_and_nothing_begins(client: Client) -> None:
    make_published()
    organization = make_organization()
    page = signed_in(client, owner_of(organization))
    with clock.at(NOW), override("en"):
        told = page.get("/en/applications/new/", {"round": "2025"}).content.decode()
    answer = begun(page, organization, how="blank")

    assert "Hand the registration certificate in first" in told
    assert (answer.status_code, Project.objects.count()) == (422, 0)


def test_nobody_begins_for_an_organisation_of_others(client: Client) -> None:
    make_published()
    organization = make_verified()
    answer = begun(signed_in(client, make_user()), organization, how="blank")
    assert (answer.status_code, Project.objects.count()) == (404, 0)


def test_a_part_is_saved_by_a_plain_post_and_leads_on(page: Client, project: Project) -> None:
    answer = post(page, project, "sustainability", funding="街道", go="next")

    assert (answer.status_code, answer["Location"]) == (302, f"/applications/{project.code}/files/")
    assert project.sections.get(section="sustainability").typed == {"funding": "街道"}


def test_buttons_add_move_and_remove_rows_and_keep_what_was_typed(page: Client, project: Project) -> None:
    two = {"risks": "r1 r2", "risks__r1__risk": "下雨", "risks__r2__risk": "停电"}
    answer = post(page, project, "risks", **two, rows="up:risks:r2")
    assert answer["Location"].endswith("?row=risks.r2#r-risks.r2")
    assert project.sections.get(section="risks").typed["risks"] == "r2 r1"

    base = '{"risks": "r2 r1", "risks.r1.risk": "下雨", "risks.r2.risk": "停电"}'
    post(page, project, "risks", risks="r2 r1", rows="add:risks", base=base, key="k-add")
    rows = project.sections.get(section="risks").typed["risks"].split()
    assert (rows[:2], len(rows)) == (["r2", "r1"], 3)

    base = base.replace("r2 r1", " ".join(rows))
    post(page, project, "risks", risks=" ".join(rows), rows="remove:risks:r2", base=base, key="k-remove")
    assert project.sections.get(section="risks").typed["risks"] == " ".join(rows[1:])


def test_an_unticked_box_is_an_empty_answer(page: Client, project: Project) -> None:
    save(project, "need", {"discovery": "survey visit"}, base={})
    with clock.at(NOW):
        page.post(
            f"/applications/{project.code}/need/",
            {"base": '{"discovery": "survey visit"}', "key": "k", "discovery": ["", "visit"]},
        )
    assert project.sections.get(section="need").typed["discovery"] == "visit"


def test_two_texts_for_one_place_are_shown_side_by_side_and_settled(page: Client, project: Project) -> None:
    colleague = make_member(project.organization, "editor")
    save(project, "project", {"title": "乙"}, base={}, actor=colleague)
    answer = post(page, project, "project", title="甲", go="save")
    assert answer["Location"] == f"/applications/{project.code}/project/"

    aside = SetAside.objects.get()
    drawn = page_of(page, project, "project/").content.decode()
    assert aside.text == "甲"
    assert f'action="/applications/{project.code}/aside/{aside.pk}/"' in drawn
    assert ">甲<" in drawn.replace("</p>", "<")

    with clock.at(NOW):
        page.post(f"/applications/{project.code}/aside/{aside.pk}/", {"take": "mine", "seen": "乙"})
    project.refresh_from_db()
    assert project.title == "甲"


def test_after_closing_the_text_comes_back_to_be_copied_and_nothing_is_written(page: Client, project: Project) -> None:
    before = AuditEntry.objects.count()
    assert project.round.closes_at is not None
    with clock.at(project.round.closes_at + timedelta(minutes=1)):
        answer = page.post(
            f"/applications/{project.code}/sustainability/", {"base": "{}", "key": "k", "funding": "迟到的一段话"}
        )
        read = page.get(f"/applications/{project.code}/").content.decode()
        taken = [page.get(f"/applications/{project.code}/draft.{kind}") for kind in ("txt", "json")]

    drawn = answer.content.decode()
    assert (answer.status_code, drawn.count("迟到的一段话")) == (409, 2)
    assert (project.sections.get(section="sustainability").typed, AuditEntry.objects.count()) == ({}, before)
    assert f"/applications/{project.code}/draft.txt" in read
    assert [each.status_code for each in taken] == [200, 200]


def test_who_only_reads_sees_the_answers_and_cannot_post(client: Client, project: Project) -> None:
    save(project, "sustainability", {"funding": "街道"}, base={})
    viewer = signed_in(client, make_member(project.organization, "viewer"))

    drawn = page_of(viewer, project, "sustainability/").content.decode()
    assert ("街道" in drawn, 'name="go"' in drawn.split("apply-dock")[-1] if "apply-dock" in drawn else False) == (
        True,
        False,
    )
    assert post(viewer, project, "sustainability", funding="别的").status_code == 404
    assert project.sections.get(section="sustainability").typed == {"funding": "街道"}


def test_a_part_that_the_form_does_not_know_is_missing(page: Client, project: Project) -> None:
    assert page_of(page, project, "secrets/").status_code == 404


def test_the_overview_tells_what_is_left_and_who_is_there(page: Client, project: Project) -> None:
    colleague = make_member(project.organization, "editor", name="林晓")
    Presence.objects.create(project=project, user=colleague, section="risks", seen_at=NOW)
    save(project, "risks", {"risks": "r1", "risks.r1.risk": "下" * 81}, base={})
    with override("zh-hans"):
        drawn = page_of(page, project).content.decode()

    assert "林晓正在填写“风险”" in drawn
    assert "风险：修改1处" in drawn
    assert "暂不能开始" in drawn
    assert "22</b><span>天" in drawn


def test_the_overview_costs_twelve_queries_whatever_is_in_it(page: Client, project: Project) -> None:
    page_of(page, project)
    with CaptureQueriesContext(connection) as empty:
        page_of(page, project)
    full = make_complete(make_verified(), project.round)
    client = signed_in(Client(), owner_of(full.organization))
    page_of(client, full)
    with CaptureQueriesContext(connection) as whole:
        page_of(client, full)
    assert (len(empty) <= 12, len(whole) <= 12) == (True, True), [each["sql"] for each in whole]


@pytest.mark.parametrize(
    "rest", ["activities/", "landing/", "files/", "check/", "print/", "history/", "sign/", "submit/"]
)
def test_pages_cost_the_same_for_one_row_and_for_many(rest: str) -> None:
    project = make_complete()
    client = signed_in(Client(), owner_of(project.organization))
    page_of(client, project, rest)
    with CaptureQueriesContext(connection) as one:
        page_of(client, project, rest)
    for section, table in (("activities", "activities"), ("landing", "places"), ("risks", "risks")):
        kept = dict(project.sections.get(section=section).typed)
        rows = kept[table].split()
        more = [f"x{number}" for number in range(6)]
        copies = {
            path.replace(f".{rows[0]}.", f".{row}."): text
            for row in more
            for path, text in kept.items()
            if f".{rows[0]}." in path
        }
        save(project, section, {**kept, **copies, table: " ".join([*rows, *more])}, base=kept)
    with CaptureQueriesContext(connection) as many:
        page_of(client, project, rest)
    assert len(one) == len(many) <= 15


def test_a_complete_application_checks_out_and_offers_to_sign(client: Client) -> None:
    project = make_complete()
    drawn = page_of(signed_in(client, owner_of(project.organization)), project, "check/").content.decode()
    assert ('id="whole"' in drawn, 'id="gaps"' in drawn) == (True, False)
    assert f'<a class="btn primary block" href="/applications/{project.code}/submit/">' in drawn


def test_each_gap_leads_to_its_field_and_back_to_the_check(page: Client, project: Project) -> None:
    drawn = page_of(page, project, "check/").content.decode()
    assert f'href="/applications/{project.code}/project/?next=check#f-title"' in drawn

    field = page_of(page, project, "project/", next="check").content.decode()
    assert ('id="f-title"' in field, 'value="check"' in field) == (True, True)
    with clock.at(NOW):
        answer = page.post(
            f"/applications/{project.code}/project/?next=check",
            {"base": "{}", "key": "k", "title": "甲", "go": "check"},
        )
    assert answer["Location"] == f"/applications/{project.code}/check/#s-project"


def test_the_desk_lists_each_application_with_its_next_step(page: Client, project: Project) -> None:
    save(project, "project", {"title": "银龄守护"}, base={})
    with clock.at(NOW), override("zh-hans"):
        drawn = page.get("/applications/").content.decode()
    assert ("银龄守护" in drawn, "截止" in drawn, project.code in drawn) == (True, True, True)


def test_an_extension_moves_the_clock_of_the_page(project: Project) -> None:
    assert project.round.closes_at is not None
    later = project.round.closes_at + timedelta(days=2)
    clerk, head = make_user(), make_user()
    project.extensions.create(
        until=later, reason="台风", state="granted", asked_by=clerk, asked_at=NOW, decided_by=head, decided_at=NOW
    )
    row = overview.for_pages().get(pk=project.pk)
    window = overview.window_of(row, project.round.closes_at + timedelta(hours=1))
    assert (window.open, window.closes_at) == (True, later)
    assert overview.window_of(row, later).open is False
