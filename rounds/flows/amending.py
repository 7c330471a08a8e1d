"""A change after publication: asked for with a reason, decided by another person, frozen as a new version."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from accounts.flows.four_eyes import refuse_same_side
from accounts.queries.standing import Standing, standing_of
from rounds.domain import crew
from rounds.domain.persons import needed
from rounds.enums import AmendmentState, RoundState
from rounds.flows.locks import alone
from rounds.flows.publishing import announce_later, freeze
from rounds.models import AMENDABLE, Amendment, Round
from venture.audit.flows import record
from venture.jobs.flows import defer
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

ASKER_AND_LAST = ("asked_by", "decided_by")


@transaction.atomic
def ask_amendment(*, round_id: int, changes: dict[str, Any], reason: str, actor: Any) -> Amendment:
    """Ask for a change of a published round. ``changes`` maps a field to its new value, instants as ISO text.

    Raise ``RuleRefusal`` ``reason_missing``, ``amendment_not_needed`` for a draft, ``amendment_field`` for a field that
    stays as it was published.
    """
    if not reason.strip():
        raise RuleRefusal("reason_missing")
    with alone(round_id) as round_:
        if round_.state not in RoundState.public():
            raise RuleRefusal("amendment_not_needed")
        for name in changes:
            if name not in AMENDABLE:
                raise RuleRefusal("amendment_field", name=name)
        amendment = Amendment.objects.create(
            round=round_, changes=changes, reason=reason, asked_by=actor, asked_at=clock.now()
        )
        facts = standing_of(actor, *crew.AMENDERS, area=_area(round_)).facts
        record(actor=actor, verb="amendment.ask", subject=amendment, after=changes, reason=reason, **facts)
        return amendment


def decide_amendment(*, amendment_id: int, approve: bool, actor: Any) -> Amendment:
    """Approve or refuse a change. Where the round asks for more than two persons, each approval counts and the last
    one puts the change in force; one refusal ends it.

    Raise ``RuleRefusal`` ``same_person`` for who asked for it or agreed before, ``same_side`` for who stands in for
    one of them, ``amendment_decided``.
    """
    round_id = Amendment.objects.values_list("round_id", flat=True).get(pk=amendment_id)
    with alone(round_id) as round_:
        amendment = Amendment.objects.select_for_update().get(pk=amendment_id)
        if amendment.state != AmendmentState.ASKED:
            raise RuleRefusal("amendment_decided")
        standing = standing_of(actor, *crew.AMENDERS, area=_area(round_))
        for earlier in (amendment.asked_by_id, *amendment.supported_by):
            refuse_same_side(standing, earlier=earlier, subject=amendment)
        if approve and len(amendment.supported_by) + len(ASKER_AND_LAST) < needed(round_.persons_per_act, "amend"):
            return _support(amendment, actor, standing)
        amendment.state = AmendmentState.APPROVED if approve else AmendmentState.REFUSED
        amendment.decided_by, amendment.decided_at = actor, clock.now()
        before = _apply(round_, amendment) if approve else {}
        amendment.before = {name: _plain(value) for name, value in before.items()}
        amendment.save(update_fields=["state", "decided_by", "decided_at", "before"])
        verb = "amendment.approve" if approve else "amendment.refuse"
        record(
            actor=actor, verb=verb, subject=amendment, before=before, after=amendment.changes, **standing.facts
        )  # fmt: skip
        return amendment


def _support(amendment: Amendment, actor: Any, standing: Standing) -> Amendment:
    """Note one more person who agrees; the change waits for the last one."""
    amendment.supported_by = [*amendment.supported_by, actor.pk]
    amendment.save(update_fields=["supported_by"])
    record(actor=actor, verb="amendment.support", subject=amendment, after=amendment.changes, **standing.facts)
    return amendment


def _area(round_: Round) -> str:
    return round_.area.code if round_.area is not None else ""


def _apply(round_: Round, amendment: Amendment) -> dict[str, Any]:
    before = {name: getattr(round_, name) for name in amendment.changes}
    for name, value in amendment.changes.items():
        setattr(round_, name, parse_datetime(value) if name == "closes_at" else value)
    round_.save(update_fields=list(amendment.changes))
    freeze(round_, reason=amendment.reason)
    announce_later(round_)
    defer("rounds.announce_amendment", f"amendment:{amendment.pk}", amendment_id=amendment.pk)
    return before


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
