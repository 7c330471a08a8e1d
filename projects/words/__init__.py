from projects.words import acts, labels, needs, refusals

__all__ = ["acts", "labels", "needs", "refusals"]
