"""What is shown to the city: stories of projects, commendations, public events. One writes, another publishes."""

from django.db import transaction

from accounts.models import User
from grants.domain.lifecycle import STORY_LIFE
from grants.enums import GrantState, StoryState
from grants.flows.holding import holding, refuse_same
from grants.models import Commendation, Grant, PublicEvent, Story
from notices.domain.private import without_private
from organizations.flows.moving import refuse_members
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

SHORTEST, LONGEST = 50, 4_000
TOLD = (*GrantState.recorded(), GrantState.CLOSED)


def write_story(
    *, grant_id: int, title: str, text: str, tells_of_persons: bool, consents: str, actor: User
) -> Story:  # fmt: skip
    """Keep a project's story as its organisation tells it; nobody else sees it before it is published.

    Raise ``RuleRefusal``: ``story_not_now`` before the agreement is signed; ``story_illegal_move`` once it was offered;
    ``story_long``.
    """
    with holding(grant_id) as grant:
        if grant.state not in TOLD:
            raise RuleRefusal("story_not_now")
        if len(text) > LONGEST:
            raise RuleRefusal("story_long", most=LONGEST)
        story = Story.objects.select_for_update().filter(grant=grant).first()
        if story is not None:
            STORY_LIFE.target_of("offer", story.state)
        fields = {
            "title": title.strip()[:60], "text": text.strip(), "tells_of_persons": tells_of_persons,
            "consents": consents.strip()[:200], "written_by": actor, "written_at": clock.now(),
        }  # fmt: skip
        story, _made = Story.objects.update_or_create(grant=grant, defaults=fields)
        record(actor=actor, verb="story.write", subject=story, application=grant.project.code, letters=len(story.text))
        return story


def offer_story(*, grant_id: int, actor: User) -> Story:
    """Hand a story to the bureau.

    Raise ``RuleRefusal``: ``story_missing``; ``story_illegal_move``; ``story_short``; ``story_private`` where it names
    a telephone, identity or card number; ``story_consent_missing`` where it tells of persons without their consent.
    """
    with holding(grant_id) as grant:
        story = _of(grant)
        STORY_LIFE.target_of("offer", story.state)
        if not story.title or len(story.text) < SHORTEST:
            raise RuleRefusal("story_short", least=SHORTEST)
        if any(without_private(words) != words for words in (story.title, story.text)):
            raise RuleRefusal("story_private")
        if story.tells_of_persons and not story.consents:
            raise RuleRefusal("story_consent_missing")
        step(story, STORY_LIFE, "offer", noun="story", actor=actor, remarks="")
        return story


def return_story(*, story_id: int, remarks: str, actor: User) -> Story:
    """Send a story back, or take a published one from the site. Raise ``story_illegal_move``,
    ``story_remarks_missing``, ``own_organization``."""
    with holding(Story.objects.values_list("grant_id", flat=True).get(pk=story_id), actor=actor):
        story = Story.objects.select_for_update().get(pk=story_id)
        STORY_LIFE.target_of("return", story.state)
        if not remarks.strip():
            raise RuleRefusal("story_remarks_missing")
        step(
            story, STORY_LIFE, "return", noun="story", actor=actor, remarks=remarks.strip()[:300], published_by=None,
            published_at=None,
        )  # fmt: skip
        return story


def publish_story(*, story_id: int, actor: User) -> Story:
    """Show a story to everybody. Raise ``story_illegal_move``; ``story_by_two``; ``own_organization``."""
    with holding(Story.objects.values_list("grant_id", flat=True).get(pk=story_id), actor=actor):
        story = Story.objects.select_for_update(of=("self",)).select_related("written_by").get(pk=story_id)
        STORY_LIFE.target_of("publish", story.state)
        refuse_same(story.written_by, actor, "story_by_two")
        step(story, STORY_LIFE, "publish", noun="story", actor=actor, published_by=actor, published_at=clock.now())
        return story


@transaction.atomic
def commend(commendation: Commendation, *, actor: User) -> Commendation:
    """Write down that a project was commended.

    Raise ``RuleRefusal``: ``own_organization``; ``commendation_not_now`` before its agreement or after it was given up.
    """
    grant = Grant.objects.get(pk=commendation.grant_id)
    refuse_members(grant.organization_id, actor)
    if grant.state not in TOLD:
        raise RuleRefusal("commendation_not_now")
    commendation.recorded_by = actor
    commendation.save()
    record(
        actor=actor, verb="commendation.record", subject=commendation, name=commendation.name,
        document=commendation.document_number, grant=grant.pk,
    )  # fmt: skip
    return commendation


@transaction.atomic
def take_commendation_back(*, commendation_id: int, reason: str, actor: User) -> Commendation:
    """Take a commendation back with the reason. Raise ``commendation_gone``, ``story_remarks_missing``."""
    commendation = Commendation.objects.select_for_update().get(pk=commendation_id)
    if commendation.withdrawn_at is not None:
        raise RuleRefusal("commendation_gone")
    if not reason.strip():
        raise RuleRefusal("story_remarks_missing")
    commendation.withdrawn_at, commendation.withdrawn_reason = clock.now(), reason.strip()[:200]
    commendation.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    record(actor=actor, verb="commendation.withdraw", subject=commendation, reason=commendation.withdrawn_reason)
    return commendation


@transaction.atomic
def save_event(event: PublicEvent, *, actor: User) -> PublicEvent:
    """Keep a public event or a broadcast slot; what was shown once is called off instead of hidden.

    Raise ``RuleRefusal``: ``event_private`` where it names a number of a person; ``event_was_shown``.
    """
    if any(without_private(words) != words for words in (event.title, event.words, event.place)):
        raise RuleRefusal("event_private")
    stands = PublicEvent.objects.select_for_update().filter(pk=event.pk).first() if event.pk else None
    if stands is not None and stands.shown and not event.shown:
        raise RuleRefusal("event_was_shown")
    event.save()
    record(
        actor=actor, verb="event.save", subject=event, shown=event.shown, called_off=event.called_off,
        starts_at=event.starts_at.isoformat(),
    )  # fmt: skip
    return event


def _of(grant: Grant) -> Story:
    story = Story.objects.select_for_update().filter(grant=grant).first()
    if story is None:
        raise RuleRefusal("story_missing")
    return story


def may_be_written(story: Story | None) -> bool:
    """Tell whether the organisation may still write: nothing is there yet, or it is a draft."""
    return story is None or story.state == StoryState.DRAFT
