from projects.words import acts, needs, refusals

__all__ = ["acts", "needs", "refusals"]
