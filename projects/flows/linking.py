"""Three-society linkage of a project: laid down from the hand-in, told by the organisation, judged by communities.

The organisation keeps it while the project runs; a community's word on its satisfaction is the community's alone.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from organizations.models import Community, SocialWorker
from projects.domain.linkage import shares_fit
from projects.enums import CharityKind, ConsentState, LinkageModel, PlaceRole
from projects.models import BoundCommunity, Linkage, LinkedResource, LinkedWorker, Project, Resource
from projects.models.linkage import MOST_STARS
from projects.queries.submissions import judged_content, standing_of
from rounds.enums import Means
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

# With fewer stars a community says why.
ENOUGH_STARS = 3


@transaction.atomic
def lay_linkage(*, project: Project, actor: User | None) -> Linkage | None:
    """Lay the linkage of a funded project down from its standing hand-in. Twice is once.

    ``None`` where the round does not use it, or nothing was handed in.
    """
    if Means.LINKAGE not in project.round.advanced:
        return None
    submission = standing_of(project)
    if submission is None:
        return None
    content = judged_content(submission)
    planned = content["sections"].get("team", {}).get("volunteers") or 0
    linkage, made = Linkage.objects.get_or_create(
        project=project, defaults={"volunteers": planned, "saved_by": actor, "saved_at": clock.now()}
    )
    if made:
        bound = _bind(project, content)
        record(actor=actor, verb="linkage.lay", subject=linkage, communities=bound)
    return linkage


def _bind(project: Project, content: Mapping[str, Any]) -> list[str]:
    """Write down the communities that the application names, each with its last opinion. Return their codes."""
    places = {row["community"]: row for row in content["sections"].get("landing", {}).get("places", [])}
    opinions = {row["community"]: row for row in content.get("consents", [])}
    found = Community.objects.filter(code__in=[code for code in places if code]).order_by("code")
    rows = [
        BoundCommunity(
            project=project, community=community, role=places[community.code]["role"] or PlaceRole.LANDING,
            people=places[community.code]["people"] or 0, opinion=opinions.get(community.code, {}).get("state") or "",
            opinion_words=opinions.get(community.code, {}).get("words") or "",
        )
        for community in found
    ]  # fmt: skip
    BoundCommunity.objects.bulk_create(rows)
    return [row.community.code for row in rows]


@transaction.atomic
def tell_linkage(
    *, project_id: int, model: str, words: str, volunteers: int, volunteer_hours: int, actor: User
) -> Linkage:
    """Say by which model the three societies act together, in words, and how many volunteers helped for how long."""
    linkage = _held(project_id)
    told = {
        "model": LinkageModel(model).value if model else "", "words": words.strip(), "volunteers": volunteers,
        "volunteer_hours": volunteer_hours,
    }  # fmt: skip
    before = {name: getattr(linkage, name) for name in told if getattr(linkage, name) != told[name]}
    if not before:
        return linkage
    for name in before:
        setattr(linkage, name, told[name])
    linkage.saved_by, linkage.saved_at = actor, clock.now()
    linkage.save(update_fields=[*before, "saved_by", "saved_at"])
    record(
        actor=actor, verb="linkage.tell", subject=linkage, before=before, after={name: told[name] for name in before}
    )
    return linkage


@transaction.atomic
def share_money(*, project_id: int, shares: Mapping[int, int | None], actor: User) -> None:
    """State which part of the grant goes to which community, in basis points; ``None`` states nothing.

    Raise ``RuleRefusal("shares_too_large")`` when the parts are more than the whole.
    """
    linkage = _held(project_id)
    rows = {row.pk: row for row in BoundCommunity.objects.select_for_update().filter(project_id=project_id)}
    wanted = {pk: shares.get(pk, row.share) for pk, row in rows.items()}
    if not shares_fit(share for share in wanted.values() if share is not None):
        raise RuleRefusal("shares_too_large")
    changed = [row for pk, row in rows.items() if row.share != wanted[pk]]
    for row in changed:
        row.share = wanted[row.pk]
    BoundCommunity.objects.bulk_update(changed, ["share"])
    if changed:
        after = {str(row.pk): row.share for row in changed}
        record(actor=actor, verb="linkage.share", subject=linkage, after=after)


@transaction.atomic
def link_worker(*, project_id: int, worker_id: int, duty: str, hours: int, actor: User) -> LinkedWorker:
    """Name a social worker of the organisation in the project, or bring the duty and hours up to date.

    Raise ``RuleRefusal``: ``worker_of_another`` for one that does not work there today; ``duty_missing``.
    """
    linkage = _held(project_id)
    here = SocialWorker.objects.filter(organization_id=linkage.project.organization_id, ended_at__isnull=True)
    worker = here.filter(pk=worker_id).first()
    if worker is None:
        raise RuleRefusal("worker_of_another")
    if not duty.strip():
        raise RuleRefusal("duty_missing")
    linked, made = LinkedWorker.objects.get_or_create(
        project_id=project_id, worker=worker, ended_at=None, defaults={"duty": duty.strip(), "hours": hours}
    )
    before = None if made else {"duty": linked.duty, "hours": linked.hours}
    after = {"duty": duty.strip(), "hours": hours}
    if before == after:
        return linked
    if not made:
        linked.duty, linked.hours = duty.strip(), hours
        linked.save(update_fields=["duty", "hours"])
    record(actor=actor, verb="linkage.worker", subject=linkage, before=before, after=after, worker=worker.pk)
    return linked


@transaction.atomic
def unlink_worker(*, project_id: int, linked_id: int, actor: User) -> None:
    """Note that a social worker works there no longer; the hours stay. Twice changes nothing."""
    linkage = _held(project_id)
    linked = LinkedWorker.objects.filter(pk=linked_id, project_id=project_id, ended_at__isnull=True).first()
    if linked is not None:
        linked.ended_at = clock.now()
        linked.save(update_fields=["ended_at"])
        record(actor=actor, verb="linkage.end_worker", subject=linkage, worker=linked.worker_id)


@transaction.atomic
def add_charity(
    *, project_id: int, kind: str, giver: str, what: str, value_fen: int, actor: User,
    resource: Resource | None = None,
) -> LinkedResource:  # fmt: skip
    """Note a charitable resource that the project was given. Raise ``RuleRefusal("charity_unnamed")``."""
    linkage = _held(project_id)
    if not giver.strip() or not what.strip():
        raise RuleRefusal("charity_unnamed")
    made = LinkedResource.objects.create(
        project_id=project_id, kind=CharityKind(kind), giver=giver.strip(), what=what.strip(), value_fen=value_fen,
        resource=resource, by=actor, at=clock.now(),
    )  # fmt: skip
    record(actor=actor, verb="linkage.charity", subject=linkage, after=made.what, value_fen=value_fen)
    return made


@transaction.atomic
def remove_charity(*, project_id: int, charity_id: int, actor: User) -> None:
    """Take a line out that was entered by mistake; the row stays. Twice changes nothing."""
    linkage = _held(project_id)
    row = LinkedResource.objects.filter(pk=charity_id, project_id=project_id, removed_at__isnull=True).first()
    if row is not None:
        row.removed_at = clock.now()
        row.save(update_fields=["removed_at"])
        record(actor=actor, verb="linkage.remove_charity", subject=linkage, before=row.what)


@transaction.atomic
def judge_satisfaction(*, bound_id: int, stars: int, words: str, actor: User) -> BoundCommunity:
    """Let a community say how content it is with the project that worked there; it may say so again.

    Raise ``RuleRefusal``: ``stars_unknown``; ``satisfaction_words_missing`` for fewer than three without a word why;
    ``satisfaction_not_yours`` where the community never agreed.
    """
    bound = BoundCommunity.objects.select_for_update().select_related("community").get(pk=bound_id)
    if not 1 <= stars <= MOST_STARS:
        raise RuleRefusal("stars_unknown")
    if stars < ENOUGH_STARS and not words.strip():
        raise RuleRefusal("satisfaction_words_missing")
    if bound.opinion in {ConsentState.REFUSED, ConsentState.NOT_OURS}:
        raise RuleRefusal("satisfaction_not_yours")
    return _judged(bound, stars, words, actor)


def follow_voice(*, project_id: int, community_id: int | None, stars: int, words: str, actor: User | None) -> None:
    """Take over what a community said in the evaluation: it is asked once, wherever it answers.

    Part of the evaluation's own transaction. Nothing happens where the project has no such bond.
    """
    if community_id is None:
        return
    bound = BoundCommunity.objects.select_for_update().filter(project_id=project_id, community_id=community_id).first()
    if bound is not None:
        _judged(bound, stars, words, actor)


def _judged(bound: BoundCommunity, stars: int, words: str, actor: User | None) -> BoundCommunity:
    before, bound.satisfaction = bound.satisfaction, stars
    bound.satisfaction_words, bound.satisfied_by, bound.satisfied_at = words.strip()[:300], actor, clock.now()
    bound.save(update_fields=["satisfaction", "satisfaction_words", "satisfied_by", "satisfied_at"])
    record(actor=actor, verb="linkage.satisfaction", subject=bound, before=before, after=stars)
    return bound


def _held(project_id: int) -> Linkage:
    """Lock the linkage. Raise ``RuleRefusal("linkage_missing")`` where none was laid down."""
    held = Linkage.objects.select_for_update(of=("self",)).select_related("project").filter(project_id=project_id)
    linkage = held.first()
    if linkage is None:
        raise RuleRefusal("linkage_missing")
    return linkage
