"""Posting, changing, taking back and taking off the page: who may, what is refused, that a refusal moves nothing."""

from datetime import timedelta
from typing import Any

import pytest

from organizations.domain import uscc
from projects.flows import ideas as flows
from projects.models import Idea, IdeaDraft
from tests.accounts.factories import make_user
from tests.projects.applications.factories import NOW
from tests.projects.ideas.factories import WORDS, offer, post, the_call
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = pytest.mark.usefixtures("stage", "db")


def code(body: str) -> str:
    return body + uscc.check_character(body)


def test_an_idea_goes_with_the_open_call_takes_the_next_code_and_ends_the_draft() -> None:
    call, owner = the_call(), make_user()
    flows.keep_idea_draft(user=owner, typed={"title": "半句"})

    first, second = post(owner), post(owner, title="另一个点子")

    assert (first.code, second.code, first.round, first.state) == ("I-0001", "I-0002", call, "open")
    assert {name: getattr(first, name) for name in WORDS} == WORDS
    assert not IdeaDraft.objects.filter(user=owner).exists()
    assert AuditEntry.objects.filter(verb="idea.post", subject_pk=str(first.pk)).count() == 1


def test_outside_a_call_an_idea_waits_for_the_next_and_goes_with_it_later() -> None:
    call, owner = the_call(), make_user()
    with clock.at(call.closes_at + timedelta(days=3)):  # type: ignore[operator]
        idea = flows.post_idea(actor=owner, **WORDS)
    assert idea.round is None

    with clock.at(NOW):
        flows.carry_idea(idea_id=idea.pk, actor=owner)
        with pytest.raises(RuleRefusal, match="idea_no_call"):
            flows.carry_idea(idea_id=idea.pk, actor=owner)

    assert Idea.objects.get().round == call


def test_where_no_call_takes_ideas_none_is_taken() -> None:
    with pytest.raises(RuleRefusal, match="ideas_not_taken"):
        post()
    assert not Idea.objects.exists()


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ({"problem": "请打13912345678联系我，谢谢。"}, "idea_names_a_person"),
        ({"credit": "a@example.com"}, "idea_names_a_person"),
        ({"speaks_as": "unit", "unit_name": "某协会", "unit_code": code("51999901MK0000011")}, "unit_is_social"),
        ({"speaks_as": "unit", "unit_name": "某公司", "unit_code": "91"}, "uscc_length"),
    ],
)
def test_what_may_not_be_posted_is_refused_and_takes_no_number(words: dict[str, Any], refused: str) -> None:
    the_call()
    with pytest.raises(RuleRefusal, match=refused):
        post(**words)
    assert (Idea.objects.count(), AuditEntry.objects.filter(verb="idea.post").count()) == (0, 0)
    assert post().code == "I-0001"


@pytest.mark.parametrize("prefix", ["11", "12", "91"])
def test_a_unit_that_is_no_social_organisation_posts_by_its_code(prefix: str) -> None:
    the_call()
    idea = post(speaks_as="unit", unit_name="某单位", unit_code=code(f"{prefix}999901MK0000012").lower())
    assert (idea.unit_code, idea.host_name) == (code(f"{prefix}999901MK0000012"), "")


def test_a_group_posts_through_its_registered_host() -> None:
    the_call()
    idea = post(
        speaks_as="group", unit_name="编织小组", unit_code=code("54999901MK0000013"), host_name="锦园社区居民委员会"
    )
    assert (idea.unit_name, idea.host_name) == ("编织小组", "锦园社区居民委员会")


def test_one_person_has_only_so_many_ideas_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    the_call()
    owner = make_user()
    monkeypatch.setattr("projects.flows.ideas.posting.AT_ONCE", 1)
    post(owner)
    with pytest.raises(RuleRefusal, match="ideas_too_many"):
        post(owner)
    assert post().code == "I-0002"


def test_words_change_until_an_offer_stands_on_them() -> None:
    the_call()
    idea = post()
    flows.edit_idea(idea_id=idea.pk, actor=idea.owner, **{**WORDS, "title": "换个说法"})
    offer(idea)

    with pytest.raises(RuleRefusal, match="idea_has_offers"):
        flows.edit_idea(idea_id=idea.pk, actor=idea.owner, **{**WORDS, "title": "再换个说法"})

    assert Idea.objects.get().title == "换个说法"
    assert AuditEntry.objects.get(verb="idea.edit").facts["changed"] == ["title"]


def test_taking_an_idea_back_ends_its_offers_and_tells_their_organisations() -> None:
    the_call()
    idea = post()
    made = offer(idea)

    flows.withdraw_idea(idea_id=idea.pk, actor=idea.owner)
    with pytest.raises(RuleRefusal, match="idea_illegal_move"):
        flows.withdraw_idea(idea_id=idea.pk, actor=idea.owner)

    made.refresh_from_db()
    assert (Idea.objects.get().state, made.state) == ("withdrawn", "passed")
    assert Message.objects.filter(event="idea_taken_back", person=made.by).count() == 1


def test_staff_take_an_idea_off_the_page_for_a_reason_and_its_owner_mends_it() -> None:
    the_call()
    idea, clerk = post(), make_user()
    with pytest.raises(RuleRefusal, match="idea_reason_missing"):
        flows.hide_idea(idea_id=idea.pk, reason=" ", actor=clerk)

    flows.hide_idea(idea_id=idea.pk, reason="文中写了邻居的姓名。", actor=clerk)
    flows.edit_idea(idea_id=idea.pk, actor=idea.owner, **{**WORDS, "problem": "收音机坏了没有地方修理。"})
    assert (Idea.objects.get().state, Idea.objects.get().reason) == ("hidden", "文中写了邻居的姓名。")
    flows.show_idea(idea_id=idea.pk, actor=clerk)

    assert (Idea.objects.get().state, Idea.objects.get().reason) == ("open", "")
    assert {each.event for each in Message.objects.filter(person=idea.owner)} == {"idea_hidden", "idea_shown"}
