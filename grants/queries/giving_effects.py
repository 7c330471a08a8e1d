"""What donations do in the review: a component of the result, and a limit of public money. Read there, kept there."""

from collections.abc import Mapping

from grants.domain.giving import component_of, earned
from grants.queries.giving import given_by_project, rules_of, terms_of
from projects.enums import ProjectState
from projects.models import Project
from reviews.queries.components import Counted, Public
from rounds.models import Round


def counted_of(round_: Round) -> Counted | None:
    """Return the round's points for donations with each accepted project's donations that count, of its budget.

    ``None`` where the round gives none. Three queries at most.
    """
    rules = rules_of(round_)
    component = component_of(terms_of(round_, rules)) if rules is not None else None
    if rules is None or component is None:
        return None
    sums = given_by_project(round_.pk, rules)
    shares: dict[str, tuple[int, int]] = {}
    for pk, code, budget in _accepted(round_):
        money, goods, _late = sums.get(pk, (0, 0, 0))
        # A budget that is unknown earns nothing.
        shares[code] = (money + goods, budget) if budget > 0 else (0, 1)
    return Counted(component, shares)


def public_of(round_: Round) -> Mapping[str, Public]:
    """Return what public money may give each accepted project at most; nothing where the round neither matches
    donations nor limits what is filled up. Three queries at most."""
    rules = rules_of(round_)
    if rules is None or not (round_.match_share or round_.unmatched_cap_fen):
        return {}
    sums, terms = given_by_project(round_.pk, rules), terms_of(round_, rules)
    found = {}
    for pk, code, budget in _accepted(round_):
        money, goods, _late = sums.get(pk, (0, 0, 0))
        mine = earned(money, goods, budget, terms)
        found[code] = Public(mine.counted_fen, mine.matched_fen, mine.topped_fen)
    return found


def _accepted(round_: Round) -> list[tuple[int, str, int]]:
    rows = Project.objects.filter(round=round_, state=ProjectState.ACCEPTED).order_by("code")
    return list(rows.values_list("pk", "code", "total_fen"))
