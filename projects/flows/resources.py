"""A resource from the offer to its use: rooms, hours, people and goods for whoever does good."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from organizations.enums import OrganizationState
from organizations.models import Organization
from projects.domain.lifecycle import RESOURCE_LIFE
from projects.enums import ResourceState
from projects.models import Need, Resource, ResourceSeries, ResourceWish
from rounds.enums import Means
from rounds.queries import uses
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import tell


@transaction.atomic
def offer_resource(*, actor: User, **words: Any) -> Resource:
    """Write down what is offered; the office reads it before everybody does. Its code is the next of the series.

    Raise ``RuleRefusal("resources_not_taken")`` while no round uses them.
    """
    if not uses(Means.RESOURCES):
        raise RuleRefusal("resources_not_taken")
    resource = Resource.objects.create(code=_next_code(), offered_by=actor, offered_at=clock.now(), **words)
    record(actor=actor, verb="resource.offer", subject=resource, after=resource.state, code=resource.code)
    return resource


@transaction.atomic
def edit_resource(*, resource_id: int, actor: User, **words: Any) -> Resource:
    """Put an offer into better words. One that was sent back waits for the office again."""
    resource = _locked(resource_id)
    RESOURCE_LIFE.target_of("edit", resource.state)
    before = {name: str(getattr(resource, name)) for name in words if getattr(resource, name) != words[name]}
    if not before and resource.state == ResourceState.OFFERED:
        return resource
    after = {name: str(words[name]) for name in before}
    changes = {name: words[name] for name in before}
    return _move(resource, "edit", actor=actor, facts={"old": before, "new": after}, reason="", **changes)


@transaction.atomic
def publish_resource(*, resource_id: int, actor: User) -> Resource:
    """Put the offer on the public list and tell who made it."""
    resource = _move(_locked(resource_id), "publish", actor=actor, published_at=clock.now())
    _tell_giver(resource, "resource_published", f"{resource.pk}")
    return resource


@transaction.atomic
def send_back_resource(*, resource_id: int, reason: str, actor: User) -> Resource:
    """Give the offer back to be mended. Raise ``RuleRefusal("resource_reason_missing")``."""
    words = _reason(reason)
    resource = _move(_locked(resource_id), "send_back", actor=actor, facts={"reason": words}, reason=words)
    _tell_giver(resource, "resource_returned", f"{resource.pk}:{clock.now().isoformat()}", reason=words)
    return resource


@transaction.atomic
def wish_resource(
    *, resource_id: int, organization: Organization, words: str, actor: User, need: Need | None = None
) -> ResourceWish:
    """Ask to use a resource, and tell who gives it. Asking twice changes nothing.

    Raise ``RuleRefusal``: ``organization_not_verified``; ``resource_not_free``; ``wish_words_missing``.
    """
    resource = _locked(resource_id)
    if organization.state != OrganizationState.VERIFIED:
        raise RuleRefusal("organization_not_verified")
    if resource.state != ResourceState.PUBLISHED:
        raise RuleRefusal("resource_not_free")
    if not words.strip():
        raise RuleRefusal("wish_words_missing")
    wish, made = ResourceWish.objects.get_or_create(
        resource=resource, organization=organization, withdrawn_at=None,
        defaults={"need": need, "words": words.strip(), "by": actor, "said_at": clock.now()},
    )  # fmt: skip
    if made:
        _tell_giver(resource, "resource_wished", f"{wish.pk}", organization=organization.name, words=wish.words)
        record(actor=actor, verb="resource.wish", subject=resource, organization=organization.pk)
    return wish


@transaction.atomic
def withdraw_wish(*, resource_id: int, organization: Organization, actor: User) -> None:
    """Take the wish back; the row stays. Doing it twice changes nothing."""
    resource = _locked(resource_id)
    wish = resource.wishes.filter(organization=organization, withdrawn_at__isnull=True).first()
    if wish is None:
        return
    wish.withdrawn_at = clock.now()
    wish.save(update_fields=["withdrawn_at"])
    record(actor=actor, verb="resource.withdraw_wish", subject=resource, organization=organization.pk)


@transaction.atomic
def engage_resource(*, resource_id: int, organization: Organization, actor: User) -> Resource:
    """Let one of those who asked use it, and tell the person who asked. Raise ``RuleRefusal("wish_missing")``."""
    resource = _locked(resource_id)
    wish = resource.wishes.filter(organization=organization, withdrawn_at__isnull=True).select_related("by").first()
    if wish is None:
        raise RuleRefusal("wish_missing")
    facts = {"organization": organization.pk}
    moved = _move(resource, "engage", actor=actor, facts=facts, used_by=organization)
    tell(
        wish.by, "resource_granted", f"{wish.pk}", path=_page(moved), code=moved.code, title=moved.title,
        giver=moved.giver,
    )  # fmt: skip
    return moved


@transaction.atomic
def release_resource(*, resource_id: int, actor: User) -> Resource:
    """Let it be free again; whoever used it no longer does, and its wish is over."""
    resource = _locked(resource_id)
    RESOURCE_LIFE.target_of("release", resource.state)
    user = resource.used_by
    resource.wishes.filter(organization=user, withdrawn_at__isnull=True).update(withdrawn_at=clock.now())
    return _move(resource, "release", actor=actor, facts={"organization": resource.used_by_id}, used_by=None)


@transaction.atomic
def withdraw_resource(*, resource_id: int, actor: User) -> Resource:
    """Take the offer back for good."""
    return _move(_locked(resource_id), "withdraw", actor=actor)


def _reason(text: str) -> str:
    words = text.strip()
    if not words:
        raise RuleRefusal("resource_reason_missing")
    return words


def _next_code() -> str:
    ResourceSeries.objects.get_or_create(code=ResourceSeries.ONLY)
    series = ResourceSeries.objects.select_for_update().get(code=ResourceSeries.ONLY)
    series.last_number += 1
    series.save(update_fields=["last_number"])
    return f"{series.code}-{series.last_number:04d}"


def _page(resource: Resource) -> str:
    with translation.override("zh-hans"):
        return reverse("portal:resource", args=[resource.code])


def _tell_giver(resource: Resource, event: str, key: str, **facts: Any) -> None:
    tell(
        resource.offered_by, event, key, path=_page(resource), code=resource.code, title=resource.title, **facts
    )  # fmt: skip


def _locked(resource_id: int) -> Resource:
    return Resource.objects.select_for_update().get(pk=resource_id)


def _move(
    resource: Resource, verb: str, *, actor: User, facts: dict[str, Any] | None = None, **stamps: Any
) -> Resource:
    before: str = resource.state
    after: ResourceState = RESOURCE_LIFE.target_of(verb, before)
    resource.state = after
    for field, value in stamps.items():
        setattr(resource, field, value)
    resource.save(update_fields=["state", *stamps])
    record(actor=actor, verb=f"resource.{verb}", subject=resource, before=before, after=after, **(facts or {}))
    return resource
