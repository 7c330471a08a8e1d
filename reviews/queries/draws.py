"""Draws as pages and outsiders read them: the plan that was published, the secret, and the record for a replay."""

from typing import Any

from django.db.models import QuerySet

from reviews.domain import draw as rules
from reviews.domain.draw import Drawn, Entry, Plan, Secret
from reviews.enums import AppointmentState, DrawPurpose
from reviews.models import Appointment, Draw, Expert
from rounds.models import Round

# Salt and seed lie in one column; each is 128 bits that nobody can guess.
HALF = 32
FINANCE = "finance"


def for_desk() -> QuerySet[Draw]:
    return Draw.objects.select_related("round", "committed_by", "revealed_by")


def open_draw(round_: Round, purpose: str) -> Draw | None:
    """Return the draw of a round that was committed to and not held yet. One query."""
    return Draw.objects.filter(round=round_, purpose=purpose, revealed_at__isnull=True).first()


def plan_of(draw: Draw) -> Plan:
    """Return what was published before the draw. No query."""
    entries = tuple(Entry(each["id"], tuple(each["strata"]), each["group"], each["excluded"]) for each in draw.entries)
    quotas = tuple((stratum, count) for stratum, count in draw.rules["quotas"])
    return Plan(draw.rules["purpose"], entries, quotas, draw.rules["per_group"])


def secret_of(draw: Draw) -> Secret:
    """Return salt and seed: for the draw itself, and for everybody once it was held."""
    return Secret(draw.salt[:HALF], draw.salt[HALF:])


def drawn_of(draw: Draw) -> Drawn:
    """Return the outcome, drawn again. For draws that were held."""
    return rules.draw(plan_of(draw), secret_of(draw), draw.seed)


def record_of(draw: Draw) -> dict[str, Any]:
    """Return what is published after the draw; ``tools/replay_draw.py`` and ``reviews.domain.draw.replay`` read it."""
    return {**rules.record(plan_of(draw), secret_of(draw), draw.seed), "drawn": draw.result}


def entry_of(expert_id: int) -> str:
    """Return how an expert stands on the list of a draw: by number, so that the list can be shown."""
    return f"E{expert_id}"


def expert_id_of(entry: str) -> int:
    return int(entry.removeprefix("E"))


def experts_of(draw: Draw) -> dict[str, Expert]:
    """Return the experts on the list of a draw, by their entries. One query."""
    if draw.purpose != DrawPurpose.EXPERTS:
        return {}
    keys = [expert_id_of(each["id"]) for each in draw.entries]
    return {entry_of(each.pk): each for each in Expert.objects.filter(pk__in=keys)}


def next_substitute(appointment: Appointment) -> Expert | None:
    """Return who comes next by the draw that named the expert: in the same field, never asked in this round, in use.

    Two queries; none for an expert who was chosen.
    """
    draw = appointment.draw
    if draw is None or draw.revealed_at is None:
        return None
    stratum = stratum_of(draw, appointment.expert_id)
    waiting = [expert_id_of(each) for each in draw.result["substitutes"].get(stratum, ())]
    asked = set(Appointment.objects.filter(round_id=draw.round_id).values_list("expert_id", flat=True))
    free = Expert.objects.filter(pk__in=set(waiting) - asked, active=True).in_bulk()
    return next((free[each] for each in waiting if each in free), None)


def stratum_of(draw: Draw, expert_id: int) -> str:
    """Return for which field the draw named the expert, or whom it named as a substitute. No query."""
    mine = entry_of(expert_id)
    for part in ("chosen", "substitutes"):
        for stratum, ids in sorted(draw.result[part].items()):
            if mine in ids:
                return str(stratum)
    return ""


def waiting_of(draw: Draw) -> list[int]:
    """Return the experts whom the draw named and whom nobody has invited yet, in the order drawn. One query."""
    named = [
        expert_id_of(each)
        for stratum, _count in draw.rules["quotas"]
        for each in draw.result["chosen"].get(stratum, ())
    ]
    asked = set(Appointment.objects.filter(round_id=draw.round_id).values_list("expert_id", flat=True))
    return [each for each in named if each not in asked]


def serving(round_: Round) -> QuerySet[Appointment]:
    return Appointment.objects.filter(round=round_, state__in=AppointmentState.serving)
