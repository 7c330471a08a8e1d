"""Awards as grants and notices read them, and the reserve in its order."""

from django.db.models import QuerySet

from notices.enums import NoticeKind, NoticeState
from notices.models import Hold, Notice
from reviews.domain.selection import Place, Selection
from reviews.enums import AwardState
from reviews.models import Award, Decision
from reviews.queries.decisions import decided_of, envelopes_after

__all__ = ["decided_of", "free_fen", "held", "noticed", "of_round", "placed", "reserve_of"]


def of_round(round_id: int) -> QuerySet[Award]:
    """Return the awards of a round with project, organisation, category and envelope. One query."""
    return Award.objects.filter(decision__round=round_id).select_related(
        "project__organization", "project__category", "envelope__category", "replaces__project", "decision"
    )


def reserve_of(award: Award) -> list[Award]:
    """Return who stands in reserve in the category of an award, in the order of the calls. One query."""
    rows = of_round(award.decision.round_id).filter(
        state=AwardState.RESERVE, project__category=award.project.category_id
    )
    return list(rows.order_by("reserve_no"))


def free_fen(envelope_id: int, decision_id: int) -> int:
    """Return what an envelope has left after the awards that stand. 5 queries."""
    decision = Decision.objects.select_related("round", "selection").get(pk=decision_id)
    whole = next((each.fen for each in envelopes_after(decision) if each.key == str(envelope_id)), 0)
    stands = Award.objects.filter(
        decision=decision, envelope=envelope_id, state__in=(AwardState.PROPOSED, AwardState.CONFIRMED)
    )
    return whole - sum(stands.values_list("amount_fen", flat=True))


def held(award: Award) -> bool:
    """Say whether an open objection or another hold keeps the project's way to the money shut. One query."""
    return Hold.objects.filter(project=award.project_id, lifted_at__isnull=True).exists()


def noticed(award: Award) -> Notice | None:
    """Return the public notice that names this award and was published since it was proposed. One query."""
    rows = Notice.objects.filter(
        round=award.decision.round_id, kind=NoticeKind.PROPOSED, state__in=NoticeState.public,
        published_at__gte=award.moved_at, ends_on__isnull=False,
    )  # fmt: skip
    code = award.project.code
    named = (each for each in rows.order_by("ends_on", "pk") if any(item.get("code") == code for item in each.items))
    return next(named, None)


def placed(awards: list[Award]) -> Selection:
    """Return the awards that stand as the pure rules read a selection: who is paid, who waits in which order."""
    paid = [each for each in awards if each.state in {AwardState.PROPOSED, AwardState.CONFIRMED}]
    waits = sorted((each for each in awards if each.state == AwardState.RESERVE), key=lambda each: each.reserve_no or 0)
    return Selection(
        (
            *(
                Place(
                    each.project.code, "selected", "selected", {}, each.amount_fen,
                    ((str(each.envelope_id), each.amount_fen),),
                )
                for each in paid
            ),
            *(
                Place(
                    each.project.code, "reserve", "envelope_over", {}, each.amount_fen, reserve_number=each.reserve_no
                )
                for each in waits
            ),
        ),
        {},
    )  # fmt: skip
