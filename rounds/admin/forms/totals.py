"""What the rows of a table sum to, beside what they should: said at its head, so that nobody has to add up."""

from django.db.models import Sum
from django.utils.translation import gettext as _

from rounds.enums import Phase
from rounds.models import Envelope, Round

FULL = 100


def envelopes(round_: Round) -> str:
    """Say how much of the money stands in envelopes, in yuan."""
    fen = Envelope.objects.filter(category__round=round_).aggregate(fen=Sum("amount_fen"))["fen"] or 0
    return _("%(sum)s of %(all)s yuan") % {"sum": f"{fen / FULL:,.0f}", "all": f"{round_.pool_fen / FULL:,.0f}"}


def tranches(round_: Round) -> str:
    points = round_.tranches.aggregate(points=Sum("share"))["points"] or 0
    return f"{points / FULL:g}% / 100%"


def criteria(round_: Round) -> str:
    points = round_.criteria.filter(children=None).aggregate(points=Sum("weight"))["points"] or 0
    return f"{points} / {FULL}"


def evaluation(round_: Round) -> str:
    sums = dict(round_.evaluation_items.order_by().values_list("phase").annotate(Sum("points")))
    return " · ".join(f"{Phase(phase).label} {sums[phase]} / {FULL}" for phase in Phase.values if phase in sums)
