from reviews.events import assigning, deciding, experts, panels, scoring, screening

__all__ = ["assigning", "deciding", "experts", "panels", "scoring", "screening"]
