from reviews.words import acts, items, refusals

__all__ = ["acts", "items", "refusals"]
