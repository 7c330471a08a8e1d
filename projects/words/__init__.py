from projects.words import acts, budget, checks, eligibility, labels, needs, refusals

__all__ = ["acts", "budget", "checks", "eligibility", "labels", "needs", "refusals"]
