"""Who wins a creative prize: proposed by the points, decided by a second person, written down with payee and tax."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count

from accounts.models import User
from projects.domain.ideas import CONTEST_LIFE, IDEA_LIFE, refuse_unfair, withheld
from projects.enums import IdeaOwner, IdeaState
from projects.flows.ideas.locking import locked_idea, tell_owner
from projects.models import Idea, IdeaContest, IdeaEntry, IdeaPrize
from projects.queries.contests import totals_of
from venture.audit.flows import step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@transaction.atomic
def propose_prizes(*, contest_id: int, picks: Mapping[int, int], actor: User) -> IdeaContest:
    """Propose prizes: ``picks`` maps entries to awards of the round; a prize may stay vacant.

    Raise ``RuleRefusal``: ``contest_illegal_move``; ``contest_unscored`` with how many scores are missing;
    ``prize_unknown``, ``prize_places``, ``prize_order``.
    """
    contest = _locked(contest_id)
    CONTEST_LIFE.target_of("propose", contest.state)
    entries = {entry.pk: entry for entry in _standing(contest)}
    judges = contest.judges.count()
    missing = sum(judges - entry.scored for entry in entries.values())
    if missing:
        raise RuleRefusal("contest_unscored", missing=missing)
    awards = {award.pk: award for award in contest.round.idea_awards.order_by("order", "pk")}
    totals = {pk: total for pk, total in totals_of(contest).items() if pk in entries}
    refuse_unfair(picks, totals, [(award.pk, award.places) for award in awards.values()])
    for pk, entry in entries.items():
        entry.award = awards.get(picks.get(pk, 0))
    IdeaEntry.objects.bulk_update(entries.values(), ["award"])
    step(
        contest, CONTEST_LIFE, "propose", noun="contest", actor=actor, proposed_by=actor, reason="",
        facts={"prizes": {entries[pk].idea.code: awards[award].name for pk, award in picks.items()}},
    )  # fmt: skip
    return contest


@transaction.atomic
def send_prizes_back(*, contest_id: int, reason: str, actor: User) -> IdeaContest:
    """Send the proposal back for a reason. Raise ``RuleRefusal``: ``idea_reason_missing``, ``contest_illegal_move``."""
    words = reason.strip()
    if not words:
        raise RuleRefusal("idea_reason_missing")
    contest = _locked(contest_id)
    CONTEST_LIFE.target_of("send_back", contest.state)
    contest.entries.update(award=None)
    step(contest, CONTEST_LIFE, "send_back", noun="contest", actor=actor, facts={"reason": words}, reason=words)
    return contest


@transaction.atomic
def decide_prizes(*, contest_id: int, actor: User) -> IdeaContest:
    """Decide the proposed prizes as a second person. A prized idea can never become a project of this call.

    Raise ``RuleRefusal``: ``contest_illegal_move``; ``decided_by_proposer``; ``idea_illegal_move`` when an idea left
    the list meanwhile.
    """
    contest = _locked(contest_id)
    CONTEST_LIFE.target_of("decide", contest.state)
    if contest.proposed_by_id == actor.pk:
        raise RuleRefusal("decided_by_proposer")
    ideas = {entry.pk: locked_idea(entry.idea_id) for entry in contest.entries.order_by("idea_id")}
    for entry in contest.entries.select_related("award").order_by("award__order", "pk"):
        idea = ideas[entry.pk]
        if entry.award is not None:
            prize = _won(contest, entry, idea)
            tell_owner(idea, "idea_prized", f"{contest.pk}", prize=prize.name, fen=prize.amount_fen, tax=prize.tax_fen)
            step(
                idea, IDEA_LIFE, "award", noun="idea", actor=actor,
                facts={"prize": prize.name, "fen": prize.amount_fen, "tax_fen": prize.tax_fen},
            )  # fmt: skip
        elif idea.state == IdeaState.OPEN:
            tell_owner(idea, "idea_not_prized", f"{contest.pk}", round=contest.round.title)
    step(contest, CONTEST_LIFE, "decide", noun="contest", actor=actor, decided_by=actor, decided_at=clock.now())
    return contest


def _won(contest: IdeaContest, entry: IdeaEntry, idea: Idea) -> IdeaPrize:
    """Write a prize down. Tax is withheld from a person only; a group is paid through its registered host."""
    assert entry.award is not None
    person = idea.speaks_as == IdeaOwner.PERSON
    return IdeaPrize.objects.create(
        idea=idea, contest=contest, award=entry.award, name=entry.award.name, amount_fen=entry.award.amount_fen,
        tax_fen=withheld(entry.award.amount_fen, contest.tax_share) if person else 0,
        payee=str(idea.owner) if person else idea.host_name or idea.unit_name,
        note=contest.tax_basis if person else idea.unit_name, decided_at=clock.now(),
    )  # fmt: skip


def _standing(contest: IdeaContest) -> list[Any]:
    """Return the entries whose idea still looks for an organisation."""
    rows = contest.entries.filter(idea__state=IdeaState.OPEN).select_related("idea").annotate(scored=Count("scores"))
    return list(rows)


def _locked(contest_id: int) -> IdeaContest:
    return IdeaContest.objects.select_for_update(of=("self",)).select_related("round").get(pk=contest_id)
