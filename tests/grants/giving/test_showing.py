"""What the city sees: stories, commendations, events, the press kit, the picture, the feed, the yearly review."""

import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from accounts.enums import Role
from accounts.models import User
from grants.flows import showing
from grants.models import Activity, ActivityPhoto, Commendation, Grant, PublicEvent, Story
from tests.accounts.factories import make_user
from tests.grants.agreements.cases import kept
from tests.grants.factories import GRANTED, make_grant
from tests.venture.files import samples
from venture.files.models import StoredFile
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db
NOW = GRANTED + timedelta(days=200)
TEXT = "每周三，老人们围坐在一起吃饭，有人带来自己腌的小菜。" * 4


@pytest.fixture
def grant() -> Grant:
    return make_grant(state="active")


def owner(grant: Grant) -> User:
    return grant.organization.memberships.order_by("pk")[0].user


def told(grant: Grant, **more: Any) -> Story:
    wanted = {"title": "一桌饭", "text": TEXT, "tells_of_persons": False, "consents": ""}
    with clock.at(NOW):
        return showing.write_story(grant_id=grant.pk, actor=owner(grant), **wanted | more)


def published(grant: Grant) -> Story:
    story = told(grant)
    with clock.at(NOW):
        showing.offer_story(grant_id=grant.pk, actor=owner(grant))
        return showing.publish_story(story_id=story.pk, actor=make_user(Role.CLERK))


def photo(grant: Grant, **agreed: bool) -> ActivityPhoto:
    activity = Activity.objects.create(
        grant=grant, title="聚餐", on=NOW.date(), place="活动室", people=20, key=f"a{Activity.objects.count()}",
        recorded_by=owner(grant), recorded_at=NOW,
    )  # fmt: skip
    file = kept("照片.jpg", samples.photo(), "grants.activity_photo", owner(grant))
    StoredFile.objects.filter(pk=file.pk).update(state="ready", attached_at=NOW)
    return ActivityPhoto.objects.create(activity=activity, file=file, **agreed)


def test_a_story_is_read_by_everybody_once_another_person_published_it(grant: Grant, client: Client) -> None:
    story = told(grant)
    assert TEXT[:20] not in client.get(f"/projects/{grant.project.code}/").content.decode()
    with clock.at(NOW):
        showing.offer_story(grant_id=grant.pk, actor=owner(grant))
        showing.publish_story(story_id=story.pk, actor=make_user(Role.CLERK))
    assert TEXT[:20] in client.get(f"/projects/{grant.project.code}/").content.decode()
    assert TEXT[:20] in client.get("/projects/feed.xml").content.decode()

    with clock.at(NOW):
        showing.return_story(story_id=story.pk, remarks="当事人撤回同意", actor=make_user(Role.HEAD))
    assert TEXT[:20] not in client.get(f"/projects/{grant.project.code}/").content.decode()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"text": "太短"}, "story_short"), ({"text": f"{TEXT}电话13912345678"}, "story_private"),
        ({"tells_of_persons": True}, "story_consent_missing"),
    ],
)  # fmt: skip
def test_a_story_that_gives_persons_away_is_not_handed_in(grant: Grant, change: dict[str, Any], code: str) -> None:
    told(grant, **change)
    with clock.at(NOW), pytest.raises(RuleRefusal) as caught:
        showing.offer_story(grant_id=grant.pk, actor=owner(grant))
    assert caught.value.code == code
    assert Story.objects.get().state == "draft"


def test_an_organisation_writes_its_story_on_its_own_page(grant: Grant) -> None:
    client = Client()
    client.force_login(owner(grant), backend="django.contrib.auth.backends.ModelBackend")
    page = f"/grants/{grant.project.code}/story/"
    with clock.at(NOW):
        assert client.get(page).status_code == 200
        answer = client.post(page, {"title": "一桌饭", "text": TEXT, "consents": "", "act": "offer"})
        assert answer.status_code == 302
        assert Story.objects.get().state == "offered"
        assert client.post(page, {"title": "改", "text": TEXT, "act": "save"}).status_code == 409
    assert Story.objects.get().title == "一桌饭"


def test_the_press_kit_holds_no_picture_without_consent(grant: Grant, client: Client) -> None:
    photo(grant, consent=True, children=False)
    photo(grant, consent=False)
    photo(grant, consent=True, children=True, guardians=False)
    published(grant)

    answer = client.get(f"/projects/{grant.project.code}/press.zip")

    names = zipfile.ZipFile(BytesIO(answer.content)).namelist()
    assert sum(name.endswith(".jpg") for name in names) == 1
    text = zipfile.ZipFile(BytesIO(answer.content)).read(names[0]).decode()
    assert TEXT[:20] in text
    assert f"/projects/{grant.project.code}/" in text
    assert str(owner(grant)) not in text


def test_the_picture_for_sharing_is_drawn_and_only_the_card_may_stand_in_a_frame(grant: Grant, client: Client) -> None:
    code = grant.project.code
    picture = client.get(f"/projects/{code}/share.png")
    assert Image.open(BytesIO(picture.content)).size == (1080, 1440)
    card, page = client.get(f"/projects/{code}/embed/"), client.get(f"/projects/{code}/")
    assert "frame-ancestors *" in card["Content-Security-Policy"]
    assert "X-Frame-Options" not in card
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_events_are_shown_called_off_and_never_hidden_again(grant: Grant, client: Client) -> None:
    clerk = make_user(Role.CLERK)
    event = PublicEvent(kind="broadcast", title="身边公益", starts_at=NOW + timedelta(days=3), place="综合频道")
    with clock.at(NOW):
        showing.save_event(event, actor=clerk)
        assert "身边公益" not in client.get("/events/").content.decode()
        event.shown = True
        showing.save_event(event, actor=clerk)
        assert "身边公益" in client.get("/events/").content.decode()
        calendar = client.get("/events/events.ics").content.decode()
        event.shown = False
        with pytest.raises(RuleRefusal) as caught:
            showing.save_event(event, actor=clerk)
    assert caught.value.code == "event_was_shown"
    assert "SUMMARY:身边公益" in calendar
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))


def test_a_commendation_stands_until_it_is_taken_back_with_a_reason(grant: Grant, client: Client) -> None:
    head = make_user(Role.HEAD)
    with clock.at(NOW):
        made = showing.commend(
            Commendation(grant=grant, name="优秀项目", on=NOW.date(), document_number="1号"), actor=head
        )
        year = f"/years/{grant.round.year}/"
        assert "优秀项目" in client.get(year).content.decode()
        with pytest.raises(RuleRefusal):
            showing.take_commendation_back(commendation_id=made.pk, reason=" ", actor=head)
        showing.take_commendation_back(commendation_id=made.pk, reason="数据不实", actor=head)
        assert "优秀项目" not in client.get(year).content.decode()


def test_the_yearly_review_counts_what_the_pages_say(grant: Grant, client: Client) -> None:
    page = client.get("/years/").content.decode()
    assert str(grant.round.year) in page
    assert client.get("/years/1901/").status_code == 404
