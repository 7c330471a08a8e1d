"""What a decided project holds: confirmed after its public notice, lost with a reason, called from the reserve."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from accounts.models import User
from organizations.flows.moving import refuse_members
from projects.enums import ProjectState
from projects.flows.applications.telling import concerned, tell_them
from reviews.domain.lifecycle import AWARD_LIFE
from reviews.domain.selection import call_up
from reviews.enums import AwardState
from reviews.models import Award
from reviews.queries.awards import held, noticed, of_round, placed
from reviews.queries.decisions import envelopes_after
from reviews.queries.selections import candidates_of, limits_of, money_of
from rounds.flows.locks import alone
from venture.audit.flows import step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

LONGEST = 300


def confirm_award(*, award_id: int, actor: User) -> Award:
    """Confirm a proposed award once its notice is over and nothing holds it. Money may flow from now on.

    Raise ``RuleRefusal``: ``award_illegal_move``, ``own_organization``; ``award_notice_missing`` without a published
    notice of proposed awards since it was proposed; ``award_period_runs`` (``day``) until its period is over;
    ``award_held`` while a hold stands.
    """
    with _holding(award_id, actor=actor) as award:
        AWARD_LIFE.target_of("confirm", award.state)
        notice = noticed(award)
        if notice is None:
            raise RuleRefusal("award_notice_missing")
        if notice.ends_on is None or clock.today() <= notice.ends_on:
            raise RuleRefusal("award_period_runs", day=str(notice.ends_on))
        if held(award):
            raise RuleRefusal("award_held")
        step(
            award, AWARD_LIFE, "confirm", noun="award", actor=actor,
            facts={"application": award.project.code, "fen": award.amount_fen, "notice": notice.pk},
            moved_at=clock.now(),
        )  # fmt: skip
        return award


def confirm_round(*, round_id: int, actor: User) -> tuple[int, int]:
    """Confirm every award that may be; return how many were and how many wait for a notice or a hold."""
    with alone(round_id):
        keys = list(of_round(round_id).filter(state=AwardState.PROPOSED).order_by("pk").values_list("pk", flat=True))
        done = sum(_confirmed(key, actor) for key in keys)
        return done, len(keys) - done


def _confirmed(award_id: int, actor: User) -> bool:
    try:
        confirm_award(award_id=award_id, actor=actor)
    except RuleRefusal:
        return False
    return True


def lose_award(*, award_id: int, reason: str, actor: User | None) -> Award:
    """Take an award away: an upheld objection, a withdrawal. Its money waits for the reserve.

    Raise ``RuleRefusal``: ``award_illegal_move``, ``award_reason_missing``, ``own_organization``.
    """
    with _holding(award_id, actor=actor) as award:
        AWARD_LIFE.target_of("lose", award.state)
        if not reason.strip():
            raise RuleRefusal("award_reason_missing")
        stated = reason.strip()[:LONGEST]
        project = award.project
        tell_them(
            concerned(project, project.created_by), "award_lost", f"{award.pk}", project, page="overview", reason=stated
        )
        step(
            award, AWARD_LIFE, "lose", noun="award", actor=actor,
            facts={"application": project.code, "fen": award.amount_fen, "reason": stated}, reason=stated,
            moved_at=clock.now(),
        )  # fmt: skip
        return award


def call_reserve(*, award_id: int, actor: User | None) -> Award:
    """Call the reserve for the money of a lost award, in its order and by the rules of the selection; return the first.

    Whoever is called stands as proposed and needs a public notice of its own. Raise ``RuleRefusal``:
    ``award_not_lost``; ``award_replaced_already``; ``reserve_empty`` when nobody waits whom the money reaches.
    """
    with _holding(award_id, actor=None) as lost:
        if lost.state != AwardState.LOST:
            raise RuleRefusal("award_not_lost")
        if lost.replaced_by.exists():
            raise RuleRefusal("award_replaced_already")
        awards = list(of_round(lost.decision.round_id).select_for_update(of=("self",)))
        by_code = {each.project.code: each for each in awards}
        called = [
            (by_code[code], envelope) for code, envelope in _called(lost, awards) if envelope == str(lost.envelope_id)
        ]
        if not called:
            raise RuleRefusal("reserve_empty")
        for award, envelope in called:
            project = award.project
            tell_them(concerned(project, project.created_by), "award_called", f"{award.pk}", project, page="overview")
            step(
                award, AWARD_LIFE, "call", noun="award", actor=actor,
                facts={
                    "application": project.code, "fen": award.amount_fen, "replaces": lost.project.code,
                    "reserve_no": award.reserve_no,
                },
                envelope_id=int(envelope), replaces=lost, moved_at=clock.now(),
            )  # fmt: skip
        return called[0][0]


def _called(lost: Award, awards: list[Award]) -> list[tuple[str, str]]:
    """Return (project, envelope) of the reserves that the rules call, those who withdrew left out."""
    decision = lost.decision
    selection, money = decision.selection, money_of(decision.round)
    candidates = candidates_of(selection.ranking, selection.rules, money)
    there = [each for each in awards if each.project.state == ProjectState.ACCEPTED]
    found = call_up(placed(there), candidates, envelopes_after(decision), limits_of(selection.rules), gone=())
    return [(each.code, each.shares[0][0]) for each in found]


@contextmanager
def _holding(award_id: int, *, actor: User | None) -> Iterator[Any]:
    """Hold an award under its round. Raise ``own_organization`` for somebody who belongs to the applicant."""
    round_id = Award.objects.values_list("decision__round_id", flat=True).get(pk=award_id)
    with alone(round_id):
        award = (
            Award.objects.select_for_update(of=("self",))
            .select_related(
                "project__round", "project__organization", "decision__selection__ranking", "decision__round"
            )
            .get(pk=award_id)
        )
        if actor is not None:
            refuse_members(award.project.organization_id, actor)
        yield award
