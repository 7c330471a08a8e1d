"""The community worker's form on a phone: posted, kept as a draft, changed until it is published."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from projects import flows
from projects.models import Need, NeedDraft
from tests.accounts.factories import make_user
from tests.organizations.factories import make_community, make_verified
from tests.projects.factories import WORDS, make_need

pytestmark = pytest.mark.django_db


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def worker() -> User:
    return make_user()


@pytest.fixture
def page(client: Client, worker: User) -> Client:
    return signed_in(client, worker)


def posted(community: Any, **changes: Any) -> dict[str, Any]:
    return {"community": community.pk, **WORDS, **changes}


def test_a_worker_posts_a_need_and_the_draft_is_gone(page: Client, worker: User) -> None:
    community = make_community(worker=worker)
    flows.keep_draft(user=worker, typed={"title": "半句"})

    answer = page.post("/needs/new/", posted(community))

    need = Need.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, "/needs/mine/")
    assert (need.community, need.title, need.reported_by) == (community, WORDS["title"], worker)
    assert NeedDraft.objects.count() == 0
    assert need.code in page.get("/needs/mine/").content.decode()


def test_what_is_typed_is_kept_when_it_is_not_valid_yet(page: Client, worker: User) -> None:
    community = make_community(worker=worker)

    answer = page.post("/needs/new/", posted(community, problem="短", population=""))

    assert (answer.status_code, Need.objects.count()) == (200, 0)
    kept = NeedDraft.objects.get(user=worker).typed
    assert (kept["title"], kept["problem"]) == (WORDS["title"], "短")
    assert 'role="alert"' in answer.content.decode()
    assert WORDS["title"] in page.get("/needs/new/").content.decode()


def test_the_draft_is_kept_by_its_button_and_while_typing(page: Client, worker: User) -> None:
    make_community(worker=worker)

    by_button = page.post("/needs/new/", {"title": "只有标题", "draft": "1"})
    typing = page.post("/needs/draft/", {"title": "标题变了", "unknown": "x" * 99})

    assert (by_button.status_code, typing.status_code) == (302, 200)
    assert NeedDraft.objects.get(user=worker).typed == {"title": "标题变了"}
    assert Need.objects.count() == 0


def test_nobody_posts_for_a_community_that_is_not_theirs(page: Client, worker: User) -> None:
    make_community(worker=worker)
    foreign = make_community()

    answer = page.post("/needs/new/", posted(foreign))

    assert (answer.status_code, Need.objects.count()) == (200, 0)


def test_who_answers_for_no_community_finds_no_form(client: Client) -> None:
    signed_in(client, make_user())

    assert [client.get(path).status_code for path in ("/needs/new/", "/needs/mine/")] == [404, 404]


def test_a_need_is_changed_until_it_is_published_and_only_by_its_own_community(page: Client, worker: User) -> None:
    community = make_community(worker=worker)
    mine, published, foreign = make_need(worker, community), make_need(worker, community), make_need(make_user())
    flows.publish_needs(need_ids=[published.pk], actor=worker)

    changed = page.post(f"/needs/{mine.code}/edit/", {**WORDS, "title": "新标题"})

    mine.refresh_from_db()
    assert (changed.status_code, mine.title) == (302, "新标题")
    assert [page.get(f"/needs/{need.code}/edit/").status_code for need in (published, foreign)] == [404, 404]


def test_an_owner_says_interest_from_the_page_of_the_need_and_a_stranger_cannot(client: Client) -> None:
    owner, stranger, by = make_user(), make_user(), make_user()
    organization, need = make_verified(owner), make_need(by)
    flows.publish_needs(need_ids=[need.pk], actor=by)
    address = f"/needs/{need.code}/interest/"

    refused = signed_in(client, stranger).post(address, {"organization": organization.pk, "act": "say"})
    said = signed_in(client, owner).post(address, {"organization": organization.pk, "act": "say"})

    assert (refused.status_code, said.status_code) == (404, 302)
    assert need.interests.get().organization == organization
    assert organization.name in client.get(f"/needs/{need.code}/").content.decode()


def test_a_community_reads_who_answers_its_needs_and_how_many_wait_with_it(page: Client, worker: User) -> None:
    community = make_community(worker=worker)
    needs = [make_need(worker, community, title=title) for title in ("没有人问的", "有人附议的", "有人回应的")]
    alone, supported, answered = needs
    flows.publish_needs(need_ids=[need.pk for need in needs], actor=worker)
    flows.support_need(need_id=supported.pk, actor=make_user(mobile="+8619900008888"))
    organization = make_verified()
    flows.match_need(need_id=answered.pk, organization=organization, actor=worker)

    listed = page.get("/needs/mine/").content.decode()

    said = {need: listed.split(f"{need.code} · ")[1].split("</span>")[0] for need in needs}
    assert "尚无机构响应" in said[alone]
    assert "1位居民附议" in said[supported]
    assert (organization.name in said[answered], "尚无机构响应" in said[answered]) == (True, False)


def test_the_communitys_desk_leads_to_the_next_need(page: Client, worker: User) -> None:
    make_community(worker=worker)

    empty = page.get("/community/").content.decode()
    flows.keep_draft(user=worker, typed={"title": "半句"})
    begun = page.get("/community/").content.decode()

    assert '<a class="btn primary" href="/needs/new/">发布需求</a>' in empty
    assert '<a class="btn primary" href="/needs/new/">继续填写草稿</a>' in begun
