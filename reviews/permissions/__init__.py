from reviews.permissions import assigning, blinding, deciding, experts, panels, ranking, scoring, screening

__all__ = ["assigning", "blinding", "deciding", "experts", "panels", "ranking", "scoring", "screening"]
