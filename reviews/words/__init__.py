from reviews.words import acts, expert_acts, experts, items, ranking, refusals, scoring

__all__ = ["acts", "expert_acts", "experts", "items", "ranking", "refusals", "scoring"]
