"""Allotments take two: who makes proposes with the document's number, who checks confirms, and it is booked."""

from typing import Any

from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from grants.domain.lifecycle import ASK_LIFE
from grants.enums import AccountKind, AllotmentKind, AskState
from grants.flows.holding import refuse_same
from grants.flows.ledger.allotting import allot, carry_over, withdraw
from grants.flows.ledger.prizes import reserve, unreserve
from grants.models import ALLOTMENT_PURPOSE, Account, Allotment
from grants.queries.giving import is_of_donors
from rounds.enums import Means, RoundState
from rounds.flows.locks import shared
from rounds.models import Category, Envelope, FundSource, Round
from venture.audit.flows import record, step
from venture.files.flows import attach
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

LONGEST = 300
BOOKED: dict[str, Any] = {
    AllotmentKind.ALLOT: allot,
    AllotmentKind.WITHDRAW: withdraw,
    AllotmentKind.CARRY: carry_over,
    AllotmentKind.RESERVE: reserve,
    AllotmentKind.UNRESERVE: unreserve,
}


def propose_allotment(
    *, category_id: int, source_id: int, year: int, amount_fen: int, document_number: str, key: str, actor: User,
    kind: str = AllotmentKind.ALLOT, file: str = "",
) -> Allotment:  # fmt: skip
    """Propose money for a field of service, or to take it back, or to carry it over. The same ``key`` is one proposal.

    Raise ``RuleRefusal``: ``allotment_round_draft`` before the round was published; ``ledger_document_missing``;
    ``ledger_nothing_moves``; ``allotment_of_donations`` for money that only gifts and refunds move;
    ``allotment_key_taken`` for a key that stands for something else.
    """
    round_id = Category.objects.values_list("round_id", flat=True).get(pk=category_id)
    facts = {"category_id": category_id, "source_id": source_id, "year": year, "kind": AllotmentKind(kind)}
    if kind not in AllotmentKind.of_fields():
        raise RuleRefusal("allotment_of_prizes")
    return _propose(round_id, {**facts, "amount_fen": amount_fen}, document_number, key=key, actor=actor, file=file)


def propose_prize_money(
    *, round_id: int, source_id: int, year: int, amount_fen: int, document_number: str, key: str, actor: User,
    kind: str = AllotmentKind.RESERVE, file: str = "",
) -> Allotment:  # fmt: skip
    """Propose money for a round's creative prizes, or to take back what is unused. Raise as ``propose_allotment``;
    ``prizes_not_used`` where the round gives none."""
    if kind in AllotmentKind.of_fields():
        raise RuleRefusal("allotment_of_prizes")
    if Means.IDEA_AWARDS not in Round.objects.get(pk=round_id).advanced:
        raise RuleRefusal("prizes_not_used")
    facts = {"category_id": None, "source_id": source_id, "year": year, "kind": AllotmentKind(kind)}
    return _propose(round_id, {**facts, "amount_fen": amount_fen}, document_number, key=key, actor=actor, file=file)


def _propose(
    round_id: int, asked: dict[str, Any], document_number: str, *, key: str, actor: User, file: str
) -> Allotment:
    with shared(round_id) as (round_, now):
        if round_.state not in RoundState.public():
            raise RuleRefusal("allotment_round_draft")
        if not document_number.strip():
            raise RuleRefusal("ledger_document_missing")
        if asked["amount_fen"] <= 0:
            raise RuleRefusal("ledger_nothing_moves")
        if asked["kind"] != AllotmentKind.CARRY and is_of_donors(asked["source_id"]):
            raise RuleRefusal("allotment_of_donations")
        facts = {"round_id": round_id, **asked, "document_number": document_number.strip()[:60]}
        known = Allotment.objects.filter(key=key).first()
        if known is not None:
            if any(getattr(known, name) != value for name, value in facts.items()):
                raise RuleRefusal("allotment_key_taken")
            return known
        allotment = Allotment.objects.create(
            **facts, key=key, asked_by=actor, asked_at=now,
            file=attach(file, purpose=ALLOTMENT_PURPOSE, actor=actor) if file else None,
        )  # fmt: skip
        record(
            actor=actor, verb="allotment.ask", subject=allotment, after=AskState.ASKED, kind=str(allotment.kind),
            fen=allotment.amount_fen, source=allotment.source_id, year=allotment.year,
            document=allotment.document_number,
        )  # fmt: skip
        return allotment


def propose_envelopes(*, round_id: int, document_number: str, key: str, actor: User) -> list[Allotment]:
    """Propose for every envelope of a round what its field has not been allotted yet; return the proposals.

    Raise ``RuleRefusal``: as ``propose_allotment``; ``allotment_nothing_left`` when everything is allotted or proposed.
    """
    with transaction.atomic():
        wanted = Envelope.objects.filter(category__round=round_id).values_list("category", "source")
        made = []
        for category, source, fen in wanted.annotate(fen=Sum("amount_fen")).order_by("category", "source"):
            year = Category.objects.values_list("round__year", flat=True).get(pk=category)
            left = fen - _allotted(category, source)
            if left > 0:
                made.append(
                    propose_allotment(
                        category_id=category, source_id=source, year=year, amount_fen=left,
                        document_number=document_number, key=f"{key}:{category}:{source}"[:64], actor=actor,
                    )
                )  # fmt: skip
        if not made:
            raise RuleRefusal("allotment_nothing_left")
        return made


def propose_carry_over(*, year: int, document_number: str, key: str, actor: User) -> list[Allotment]:
    """Propose to carry every free balance of a budget year over into the next; return the proposals.

    Raise ``RuleRefusal``: as ``propose_allotment``; ``allotment_nothing_left`` when nothing is free.
    """
    with transaction.atomic():
        waiting = set(
            Allotment.objects.filter(year=year, kind=AllotmentKind.CARRY, state=AskState.ASKED).values_list(
                "category", "source"
            )
        )
        made = [
            propose_allotment(
                category_id=account.category_id, source_id=account.source_id, year=year, amount_fen=account.balance_fen,
                document_number=document_number, key=f"{key}:{account.pk}"[:64], actor=actor, kind=AllotmentKind.CARRY,
            )
            for account in Account.objects.filter(kind=AccountKind.FREE, year=year).order_by("pk")
            if account.category_id is not None
            and account.balance_fen > 0
            and (account.category_id, account.source_id) not in waiting
        ]  # fmt: skip
        if not made:
            raise RuleRefusal("allotment_nothing_left")
        return made


def confirm_allotment(*, allotment_id: int, actor: User, answer: str = "") -> Allotment:
    """Confirm a proposal and book it.

    Raise ``RuleRefusal``: ``request_illegal_move``; ``allotment_by_two`` for who proposed it; ``ledger_short`` when the
    field has less to give back or carry; ``ledger_year_closed``.
    """
    with transaction.atomic():
        allotment = _locked(allotment_id)
        ASK_LIFE.target_of("approve", allotment.state)
        refuse_same(allotment.asked_by, actor, "allotment_by_two")
        BOOKED[allotment.kind](
            round_id=allotment.round_id, category_id=allotment.category_id, source=allotment.source,
            year=allotment.year, amount_fen=allotment.amount_fen, document=allotment.document_number, actor=actor,
            reference=f"allotment:{allotment.key}"[:80], document_pk=allotment.pk,
        )  # fmt: skip
        step(
            allotment, ASK_LIFE, "approve", noun="allotment", actor=actor,
            facts={"fen": allotment.amount_fen, "document": allotment.document_number}, decided_by=actor,
            decided_at=clock.now(), answer=answer.strip()[:LONGEST],
        )  # fmt: skip
        return allotment


def refuse_allotment(*, allotment_id: int, answer: str, actor: User) -> Allotment:
    """Refuse a proposal with the reason. Raise ``request_illegal_move``, ``allotment_by_two``, ``answer_missing``."""
    with transaction.atomic():
        allotment = _locked(allotment_id)
        ASK_LIFE.target_of("refuse", allotment.state)
        refuse_same(allotment.asked_by, actor, "allotment_by_two")
        if not answer.strip():
            raise RuleRefusal("allotment_answer_missing")
        step(
            allotment, ASK_LIFE, "refuse", noun="allotment", actor=actor, decided_by=actor, decided_at=clock.now(),
            answer=answer.strip()[:LONGEST],
        )  # fmt: skip
        return allotment


def withdraw_allotment(*, allotment_id: int, actor: User) -> Allotment:
    """Take a proposal of one's own back. Raise ``request_illegal_move``; ``allotment_not_yours``."""
    with transaction.atomic():
        allotment = _locked(allotment_id)
        ASK_LIFE.target_of("withdraw", allotment.state)
        if allotment.asked_by_id != actor.pk:
            raise RuleRefusal("allotment_not_yours")
        step(allotment, ASK_LIFE, "withdraw", noun="allotment", actor=actor, decided_at=clock.now())
        return allotment


def source_named(slug: str) -> FundSource:
    """Return a fund source by its code. Raise ``RuleRefusal("source_unknown")``."""
    found = FundSource.objects.filter(slug=slug).first()
    if found is None:
        raise RuleRefusal("source_unknown", source=slug)
    return found


def _locked(allotment_id: int) -> Allotment:
    return Allotment.objects.select_for_update(of=("self",)).select_related("source", "category").get(pk=allotment_id)


def _allotted(category_id: int, source_id: int) -> int:
    """Return what a field got from a source so far and what is proposed, whatever the year."""
    rows = Allotment.objects.filter(
        category=category_id, source=source_id, state__in=(AskState.ASKED, AskState.APPROVED)
    ).exclude(kind=AllotmentKind.CARRY)
    return sum(fen if kind == AllotmentKind.ALLOT else -fen for kind, fen in rows.values_list("kind", "amount_fen"))
