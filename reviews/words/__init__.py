from reviews.words import (
    acts,
    deciding,
    expert_acts,
    experts,
    items,
    objections,
    panels,
    planning,
    ranking,
    refusals,
    scoring,
)

__all__ = [
    "acts", "deciding", "expert_acts", "experts", "items", "objections", "panels", "planning", "ranking", "refusals",
    "scoring",
]  # fmt: skip
