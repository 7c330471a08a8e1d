"""A prize is asked to be paid by one person and approved by another; then its money is bound."""

from accounts.models import User
from grants.domain.lifecycle import PRIZE_LIFE
from grants.enums import PrizeState
from grants.flows.holding import refuse_same
from grants.flows.ledger.prizes import award_prize
from grants.flows.prizes.holding import LONGEST, holding, holding_prize
from grants.models import PrizePayment
from grants.queries.prizes import purses_of
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.kernel.money import format_yuan


def ask_prize(*, prize_id: int, source_id: int, key: str, actor: User, account_tail: str = "") -> PrizePayment:
    """Ask that a prize is paid, whole, out of the money set aside for the round's prizes. The same ``key`` is one ask.

    The tax is what was decided with the prize. Raise ``RuleRefusal``: ``prize_own``; ``prize_nothing`` for a prize
    without money; ``prize_payment_stands``; ``prize_money_short`` (``left``, ``needs``) when no budget year of the
    source holds as much; ``prize_key_taken`` for a key that stands for another prize.
    """
    with holding_prize(prize_id, actor=actor) as prize:
        known = PrizePayment.objects.filter(key=key).first()
        if known is not None:
            if (known.prize_id, known.source_id) != (prize_id, source_id):
                raise RuleRefusal("prize_key_taken")
            return known
        if prize.amount_fen <= 0:
            raise RuleRefusal("prize_nothing")
        if PrizePayment.objects.filter(prize=prize, state__in=PrizeState.living()).exists():
            raise RuleRefusal("prize_payment_stands")
        held = [(year, fen) for source, year, fen in purses_of(prize.contest.round_id) if source.pk == source_id]
        year = next((year for year, fen in held if fen >= prize.amount_fen), None)
        if year is None:
            left = max((fen for _year, fen in held), default=0)
            raise RuleRefusal("prize_money_short", left=format_yuan(left), needs=format_yuan(prize.amount_fen))
        payment = PrizePayment.objects.create(
            prize=prize, source_id=source_id, year=year, amount_fen=prize.amount_fen, tax_fen=prize.tax_fen,
            account_tail=account_tail.strip()[:6], key=key, asked_by=actor, asked_at=clock.now(),
        )  # fmt: skip
        record(
            actor=actor, verb="prize.ask", subject=payment, after=payment.state, idea=prize.idea.code,
            fen=payment.amount_fen, tax_fen=payment.tax_fen, source=source_id, year=year,
        )  # fmt: skip
        return payment


def approve_prize(*, payment_id: int, actor: User, answer: str = "") -> PrizePayment:
    """Approve and bind the money.

    Raise ``RuleRefusal``: ``prize_illegal_move``; ``prize_own``; ``prize_by_two`` for who asked; ``ledger_short`` when
    the money was used meanwhile; ``ledger_year_closed``.
    """
    with holding(payment_id, actor=actor) as payment:
        PRIZE_LIFE.target_of("approve", payment.state)
        refuse_same(payment.asked_by, actor, "prize_by_two")
        award_prize(payment, actor=actor)
        step(
            payment, PRIZE_LIFE, "approve", noun="prize", actor=actor, facts={"fen": payment.amount_fen},
            decided_by=actor, decided_at=clock.now(), answer=answer.strip()[:LONGEST],
        )  # fmt: skip
        return payment


def refuse_prize(*, payment_id: int, answer: str, actor: User) -> PrizePayment:
    """Refuse with the reason. Raise ``prize_illegal_move``, ``prize_own``, ``prize_by_two``,
    ``prize_reason_missing``."""
    with holding(payment_id, actor=actor) as payment:
        PRIZE_LIFE.target_of("refuse", payment.state)
        refuse_same(payment.asked_by, actor, "prize_by_two")
        if not answer.strip():
            raise RuleRefusal("prize_reason_missing")
        step(
            payment, PRIZE_LIFE, "refuse", noun="prize", actor=actor, decided_by=actor, decided_at=clock.now(),
            answer=answer.strip()[:LONGEST],
        )  # fmt: skip
        return payment


def withdraw_prize(*, payment_id: int, actor: User) -> PrizePayment:
    """Take a proposal of one's own back. Raise ``prize_illegal_move``; ``prize_not_yours``."""
    with holding(payment_id, actor=actor) as payment:
        PRIZE_LIFE.target_of("withdraw", payment.state)
        if payment.asked_by_id != actor.pk:
            raise RuleRefusal("prize_not_yours")
        step(payment, PRIZE_LIFE, "withdraw", noun="prize", actor=actor, decided_at=clock.now())
        return payment
