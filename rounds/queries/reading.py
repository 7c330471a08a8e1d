"""What the pages show of rounds."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum

from accounts.models import User
from accounts.queries.people import holders_of
from organizations.enums import OrganizationState
from organizations.models import Membership
from rounds.domain import crew
from rounds.enums import AmendmentState, Means, RoundState
from rounds.models import (
    Amendment,
    Category,
    Criterion,
    Envelope,
    PastOutcome,
    Round,
    RoundUserObjectPermission,
    RulesVersion,
)
from venture.kernel import clock


def for_public() -> QuerySet[Round]:
    """Return what the list of calls shows. One query."""
    return Round.objects.filter(state__in=RoundState.public())


def uses(means: Means) -> bool:
    """Tell whether a round that everybody may read, and that is not archived, uses ``means``. One query."""
    rows = for_public().exclude(state=RoundState.ARCHIVED).values_list("advanced", flat=True)
    return any(means in advanced for advanced in rows)


def for_guide() -> QuerySet[Round]:
    """Return rounds with what the guide of a call tells beside its fields. 11 queries for one, whatever its size.

    ``judged`` are the leaves of the rubric with their branches; ``frozen_number``, ``frozen_sha256`` and ``frozen_at``
    tell of the rules that are frozen, and are ``None`` before.
    """
    newest = RulesVersion.objects.filter(round=OuterRef("pk")).order_by("-number")
    leaves = Criterion.objects.filter(parent__isnull=False).select_related("parent")
    rows = Round.objects.select_related("area").annotate(
        **{f"frozen_{name}": Subquery(newest.values(name)[:1]) for name in ("number", "sha256", "at")}
    )
    return rows.prefetch_related(
        "stages",
        "eligibility",
        "documents",
        "budget_rules",
        "tranches",
        "provisions",
        "sections",
        "idea_awards",
        Prefetch("amendments", Amendment.objects.filter(state=AmendmentState.APPROVED), to_attr="changes"),
        Prefetch("criteria", leaves.order_by("parent__order", "parent_id", "order", "pk"), to_attr="judged"),
    )


class FieldTold(NamedTuple):
    """A field of service as the guide tells of it: what belongs to it, and its envelopes in fen."""

    name: str
    services: tuple[str, ...]
    amounts: tuple[int, ...]


def fields_told(round_: Round) -> list[FieldTold]:
    """Return the fields of a round, in its order. Two queries."""
    rows = round_.categories.order_by("order", "pk", "services__order", "services__pk")
    found: dict[int, FieldTold] = {}
    for pk, name, service in rows.values_list("pk", "name", "services__name"):
        told = found.get(pk) or FieldTold(name, (), ())
        found[pk] = told._replace(services=(*told.services, service)) if service else told
    amounts = Envelope.objects.filter(category__round=round_).order_by("pk").values_list("category_id", "amount_fen")
    for pk, amount_fen in amounts:
        found[pk] = found[pk]._replace(amounts=(*found[pk].amounts, amount_fen))
    return list(found.values())


def for_api() -> QuerySet[Round]:
    """Return rounds with what the API tells of one. 7 queries for one round, whatever its size."""
    return Round.objects.select_related("area").prefetch_related(
        "stages",
        "documents",
        "versions",
        Prefetch("categories", Category.objects.prefetch_related("services", "envelopes")),
    )


def for_home(now: datetime) -> Round | None:
    """Return the round that the home page speaks of: of those open at ``now`` the one that ends first, else the newest
    public. 3 queries.
    """
    rounds = for_public().order_by("-year", "-code").annotate(field_count=Count("categories"))
    rounds = rounds.prefetch_related("stages")
    open_now = rounds.filter(opens_at__lte=now, closes_at__gt=now).order_by("closes_at", "pk")
    return open_now.first() or rounds.first()


def for_staff() -> QuerySet[Round]:
    return Round.objects.select_related("area", "proposed_by", "checked_by", "published_by")


def observed_by(user: Any, *, round_ref: str) -> Exists:
    """Return the condition that read access to the round that the row names is lent to ``user`` today. Never joins."""
    lent = RoundUserObjectPermission.objects.current(clock.day_in_query())
    return Exists(lent.filter(user_id=user.pk, content_object=OuterRef(round_ref)))


def observes_some_round(user: Any) -> bool:
    return RoundUserObjectPermission.objects.current(clock.today()).filter(user_id=user.pk).exists()


def observers_of(round_: Round) -> QuerySet[RoundUserObjectPermission]:
    """Return everybody to whom the round was ever lent, the newest first. One query."""
    return RoundUserObjectPermission.objects.filter(content_object=round_).select_related("user", "lent_by", "ended_by")


def amendments_of(round_: Round) -> QuerySet[Amendment]:
    """Return every change that was ever asked for, the newest first. One query."""
    return round_.amendments.select_related("asked_by", "decided_by")


def told_of_amendments(round_: Round) -> QuerySet[User]:
    """Return whom an amendment concerns: members of verified organisations, and the staff of the round. By number."""
    members = Membership.objects.filter(organization__state=OrganizationState.VERIFIED, ended_at__isnull=True)
    people = Q(pk__in=members.values("user")) | Q(pk__in=holders_of(*crew.AMENDERS).values("pk"))
    return User.objects.filter(people, is_active=True).order_by("pk")


def outcomes() -> dict[str, Any]:
    """Return the sums of the earlier years, and the years they cover; empty when none is on record. 2 queries."""
    years = list(PastOutcome.objects.order_by("year"))
    if not years:
        return {}
    sums = PastOutcome.objects.aggregate(
        projects=Sum("projects"),
        amount_fen=Sum("amount_fen"),
        served=Sum("served"),
        evaluated=Sum("evaluated"),
        passed=Sum("passed"),
    )
    newest = max(years, key=lambda each: each.as_of)
    return {**sums, "first": years[0].year, "last": years[-1].year, "as_of": newest.as_of, "source": newest.source}


def state_at(round_: Round, now: datetime) -> RoundState:
    """Return where the round stands by the clock: the job that opens and closes it may come a minute later. No query.

    Grace is not promised in advance: at the minute of closing pages say closed, as the applicants' own pages do.
    """
    state = RoundState(round_.state)
    if state not in {RoundState.PUBLISHED, RoundState.OPEN} or round_.opens_at is None or round_.closes_at is None:
        return state
    if now >= round_.closes_at:
        return RoundState.CLOSED
    return RoundState.OPEN if now >= round_.opens_at else RoundState.PUBLISHED


def takes_applications(round_: Round, now: datetime) -> bool:
    """Tell by the clock, not by the state, whether the round is open; grace is not promised in advance."""
    return (
        round_.state in RoundState.public()
        and round_.opens_at is not None
        and round_.closes_at is not None
        and round_.opens_at <= now < round_.closes_at
    )
