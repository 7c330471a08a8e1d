"""What a notice of proposed awards is drafted from."""

from notices.enums import NoticeKind, NoticeState
from notices.models import Notice
from reviews.enums import AssignmentState, AwardState
from reviews.models import Appointment, Award
from reviews.queries.awards import of_round


def unnoticed(round_id: int) -> list[Award]:
    """Return the proposed awards that no notice has named since they were proposed, by field and rank. 2 queries."""
    rows = of_round(round_id).filter(state=AwardState.PROPOSED)
    awards = list(rows.order_by("project__category__order", "project__category", "project__rank_rows__rank", "pk"))
    published = [
        (notice.published_at, {item.get("code") for item in notice.items})
        for notice in Notice.objects.filter(
            round=round_id, kind=NoticeKind.PROPOSED, state__in=NoticeState.public
        ).only("published_at", "items")
    ]  # fmt: skip
    seen: set[int] = set()
    found = []
    for award in awards:
        if award.pk in seen:
            continue
        seen.add(award.pk)
        if not any(at and at >= award.moved_at and award.project.code in codes for at, codes in published):
            found.append(award)
    return found


def experts_named(round_id: int) -> list[str]:
    """Return the experts who scored in a round with their employers, as a notice names them. One query."""
    rows = Appointment.objects.filter(round=round_id, assignments__state=AssignmentState.DONE).distinct()
    pairs = rows.order_by("expert__name", "pk").values_list("expert__name", "expert__employer")
    return [f"{name}（{employer}）" if employer else name for name, employer in pairs]
