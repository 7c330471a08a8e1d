"""A need from the community's word to the organisation that met it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from organizations.models import Community, Organization
from projects.domain import lifecycle
from projects.enums import NeedState, ProjectState
from projects.models import Need, NeedSeries, Project
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

WORDS = ("field", "title", "population", "problem", "scale", "evidence", "urgency")


@transaction.atomic
def report_need(*, community: Community, actor: User, **words: Any) -> Need:
    """Write down a need of one community. ``words`` are the fields of ``WORDS``. Its code is the next of the series."""
    need = Need.objects.create(
        code=_next_code(), community=community, reported_by=actor, collected_at=clock.now(), **words
    )
    record(actor=actor, verb="need.report", subject=need, after=need.state, code=need.code, community=community.code)
    return need


@transaction.atomic
def edit_need(*, need_id: int, actor: User, **words: Any) -> Need:
    """Put a collected need into better words. Raise ``RuleRefusal("need_illegal_move")`` once it was published."""
    need = _locked([need_id])[need_id]
    lifecycle.target_of("edit", need.state)
    before = {name: getattr(need, name) for name in words if getattr(need, name) != words[name]}
    if before:
        after = {name: words[name] for name in before}
        for name, value in after.items():
            setattr(need, name, value)
        need.save(update_fields=list(after))
        record(actor=actor, verb="need.edit", subject=need, before=before, after=after)
    return need


@transaction.atomic
def merge_needs(*, into_id: int, need_ids: Iterable[int], actor: User) -> Need:
    """Let one collected need stand for others that say the same; what was merged into those follows.

    Raise ``RuleRefusal``: ``need_merges_nothing`` without another need, ``need_illegal_move`` when one of them left the
    collection. All are merged or none.
    """
    others = sorted(set(need_ids) - {into_id})
    if not others:
        raise RuleRefusal("need_merges_nothing")
    rows = _locked([into_id, *others])
    kept = rows[into_id]
    lifecycle.target_of("edit", kept.state)
    for number in others:
        Need.objects.filter(merged_into=number).update(merged_into=kept)
        _move(rows[number], "merge", actor=actor, merged_into=kept, facts={"into": kept.code})
    return kept


@transaction.atomic
def publish_needs(*, need_ids: Iterable[int], actor: User | None) -> list[Need]:
    """Publish collected needs together, in the transaction of the notice that lists them. All or none."""
    rows = _locked(need_ids)
    now = clock.now()
    return [_move(need, "publish", actor=actor, published_at=now) for need in rows.values()]


@transaction.atomic
def match_need(*, need_id: int, organization: Organization, actor: User | None, project: Project | None = None) -> Need:
    """Note which organisation answers the need, and by which application where it is known.

    Raise ``RuleRefusal("need_project_of_another")`` for an application of another organisation.
    """
    need = _locked([need_id])[need_id]
    if project is not None and project.organization_id != organization.pk:
        raise RuleRefusal("need_project_of_another")
    facts = {"organization": organization.pk, "application": project.code if project is not None else None}
    return _move(need, "match", actor=actor, answered_by=organization, project=project, facts=facts)


@transaction.atomic
def bind_need(*, need_id: int, project_id: int, actor: User | None) -> Need:
    """Name the application by which a need is answered that was matched with its organisation alone.

    Naming the same one again changes nothing. Raise ``RuleRefusal``: ``need_illegal_move`` unless it is matched;
    ``need_project_of_another``; ``need_project_not_handed_in``; ``need_project_named`` (``application``) where another
    application answers it: let the need wait again first.
    """
    need, project = _locked([need_id])[need_id], Project.objects.get(pk=project_id)
    lifecycle.target_of("bind", need.state)
    if project.organization_id != need.answered_by_id:
        raise RuleRefusal("need_project_of_another")
    if project.state not in ProjectState.answering:
        raise RuleRefusal("need_project_not_handed_in")
    if need.project is not None:
        if need.project_id != project.pk:
            raise RuleRefusal("need_project_named", application=need.project.code)
        return need
    return _move(need, "bind", actor=actor, project=project, facts={"application": project.code})


@transaction.atomic
def release_need(*, need_id: int, reason: str, actor: User) -> Need:
    """Let a matched need wait again, for a reason that stays on record."""
    if not reason.strip():
        raise RuleRefusal("need_reason_missing")
    need = _locked([need_id])[need_id]
    facts = {"reason": reason.strip()}
    return _move(need, "release", actor=actor, answered_by=None, project=None, facts=facts)


@transaction.atomic
def meet_need(*, need_id: int, actor: User | None, indicators: Sequence[str] = (), words: str = "") -> Need:
    """Note that the need is met: in words, and by the rows of the project's indicators that measure it."""
    need = _locked([need_id])[need_id]
    stamps: dict[str, Any] = {"indicators": sorted(set(indicators)), "met_words": words.strip()}
    return _move(need, "meet", actor=actor, facts=stamps, **stamps)


def _next_code() -> str:
    NeedSeries.objects.get_or_create(code=NeedSeries.ONLY)
    series = NeedSeries.objects.select_for_update().get(code=NeedSeries.ONLY)
    series.last_number += 1
    series.save(update_fields=["last_number"])
    return f"{series.code}-{series.last_number:04d}"


def _locked(need_ids: Iterable[int]) -> dict[int, Need]:
    """Lock the needs in one order, so that two people never wait for each other. Raise ``Need.DoesNotExist``."""
    wanted = set(need_ids)
    rows = {need.pk: need for need in Need.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    if len(rows) != len(wanted):
        raise Need.DoesNotExist
    return rows


def _move(need: Need, verb: str, *, actor: User | None, facts: dict[str, Any] | None = None, **stamps: Any) -> Need:
    before: str = need.state
    after: NeedState = lifecycle.target_of(verb, before)
    need.state = after
    for field, value in stamps.items():
        setattr(need, field, value)
    need.save(update_fields=["state", *stamps])
    record(actor=actor, verb=f"need.{verb}", subject=need, before=before, after=after, **(facts or {}))
    return need
