"""From a draft to a published notice: one person proposes, another publishes. Nothing published ever changes."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.db import transaction

from accounts.models import User
from notices.domain import content, lifecycle
from notices.domain.private import private_in
from notices.enums import NoticeKind
from notices.models import Notice, NoticeSeries
from notices.queries import content_of, lines_of_needs, lines_of_projects, shortlistable
from projects.flows import publish_needs
from rounds.domain.workdays import last_of
from rounds.flows.locks import shared
from rounds.queries import calendar
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

_checks: dict[str, Callable[[Notice], None]] = {}
_followers: dict[str, Callable[[Notice, User], None]] = {}


def before_publishing(kind: str, check: Callable[[Notice], None]) -> None:
    """Let ``check`` refuse a notice of ``kind`` whose list is stale: a higher app knows what its list was drawn from.

    Raise ``ValueError`` for a kind that has a check.
    """
    if kind in _checks:
        raise ValueError(f"notices of kind {kind} are checked twice")
    _checks[kind] = check


def with_publishing(kind: str, act: Callable[[Notice, User], None]) -> None:
    """Let ``act`` move what a notice of ``kind`` makes public, in the same transaction and just before the notice.

    Raise ``ValueError`` for a kind that is followed.
    """
    if kind in _followers:
        raise ValueError(f"notices of kind {kind} are followed twice")
    _followers[kind] = act


@transaction.atomic
def propose_notice(*, notice_id: int, actor: User) -> Notice:
    """Hand a draft over to the second person.

    Raise ``RuleRefusal``: ``notice_empty`` without text and list, ``needs_missing`` for a list of needs without needs,
    ``notice_private`` (``found``) for a text with an identity number or a bank card.
    """
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    lifecycle.target_of("propose", notice.state)
    if not notice.body and not notice.items:
        raise RuleRefusal("notice_empty")
    if notice.kind == NoticeKind.NEEDS and not notice.items:
        raise RuleRefusal("needs_missing")
    for number in private_in(content.lines_of(notice.body)):
        raise RuleRefusal("notice_private", found=f"{number[:3]}…{number[-4:]}")
    notice.hands.add(actor)
    return _move(notice, "propose", actor=actor)


@transaction.atomic
def send_back_notice(*, notice_id: int, actor: User, reason: str) -> Notice:
    """Give a proposed notice back to the draft, with the reason."""
    if not reason.strip():
        raise RuleRefusal("notice_reason_missing")
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    return _move(notice, "send_back", actor=actor, facts={"reason": reason.strip()})


def publish_notice(*, notice_id: int, actor: User) -> Notice:
    """Publish a proposed notice: number it, count its working days, freeze its content by a SHA-256.

    The needs that it lists become public with it; the notice that it corrects is marked. Raise ``RuleRefusal``:
    ``same_person`` for everybody who wrote or proposed it, superusers included; ``calendar_year_missing`` when the
    period reaches into a year that is not loaded; ``notice_list_stale`` when a listed need or project changed since;
    ``notice_not_correctable`` when another notice corrected the same one in the meantime.
    """
    round_id = Notice.objects.values_list("round_id", flat=True).get(pk=notice_id)
    # The round before the notice: nobody calls or loses an award while its list is being published.
    with shared(round_id) if round_id is not None else nullcontext(), transaction.atomic():
        return _publish(notice_id, actor)


def _publish(notice_id: int, actor: User) -> Notice:
    series_id = Notice.objects.values_list("series_id", flat=True).get(pk=notice_id)
    series = NoticeSeries.objects.select_for_update().get(pk=series_id)
    notice = (
        Notice.objects.select_for_update(of=("self",)).select_related("series", "corrects__series").get(pk=notice_id)
    )
    lifecycle.target_of("publish", notice.state)
    if notice.drafted_by_id == actor.pk or notice.hands.filter(pk=actor.pk).exists():
        raise RuleRefusal("same_person")
    if notice.kind in _checks:
        _checks[notice.kind](notice)
    _publish_list(notice, actor)
    if notice.kind in _followers:
        _followers[notice.kind](notice, actor)
    _mark_corrected(notice, actor)
    series.last_number += 1
    series.save(update_fields=["last_number"])
    now = clock.now()
    first = now.astimezone(clock.BEIJING).date()
    if notice.days:
        notice.starts_on, notice.ends_on = first, last_of(first, notice.days, calendar())
    notice.number, notice.published_at = series.last_number, now.replace(microsecond=now.microsecond // 1000 * 1000)
    stamps: dict[str, Any] = {
        "starts_on": notice.starts_on,
        "ends_on": notice.ends_on,
        "number": notice.number,
        "published_at": notice.published_at,
        "signed_by": actor,
        "signed_at": now,
        "content_hash": content.sha256_of(content_of(notice)),
    }
    return _move(notice, "publish", actor=actor, facts={"sha256": stamps["content_hash"]}, **stamps)


def _publish_list(notice: Notice, actor: User) -> None:
    needs = list(notice.needs.select_related("community__street").order_by("field", "pk"))
    if not needs:
        return
    published = publish_needs(need_ids=[need.pk for need in needs], actor=actor)
    if len(published) != len(notice.items) or lines_of_needs(needs) != notice.items:
        raise RuleRefusal("notice_list_stale")


def _refuse_stale_shortlist(notice: Notice) -> None:
    """Raise ``notice_list_stale`` where a project of the list has left the round, or is called something else.

    A shortlist that was written by hand, without a list, names nobody to the system.
    """
    if notice.round_id is None or not notice.items:
        return
    codes = [item["code"] for item in notice.items]
    if lines_of_projects(shortlistable(notice.round_id).filter(code__in=codes)) != notice.items:
        raise RuleRefusal("notice_list_stale")


before_publishing(NoticeKind.SHORTLIST, _refuse_stale_shortlist)


def _mark_corrected(notice: Notice, actor: User) -> None:
    if notice.corrects_id is None:
        return
    wrong = Notice.objects.select_for_update().get(pk=notice.corrects_id)
    if "correct" not in lifecycle.verbs_from(wrong.state):
        raise RuleRefusal("notice_not_correctable")
    _move(wrong, "correct", actor=actor, facts={"by": notice.pk})


def _move(notice: Notice, verb: str, *, actor: User, facts: dict[str, Any] | None = None, **stamps: Any) -> Notice:
    before: str = notice.state
    notice.state = lifecycle.target_of(verb, before)
    for field, value in stamps.items():
        setattr(notice, field, value)
    notice.save(update_fields=["state", *stamps])
    record(actor=actor, verb=f"notice.{verb}", subject=notice, before=before, after=notice.state, **(facts or {}))
    return notice
