from projects.words import (
    acts,
    budget,
    checks,
    consents,
    eligibility,
    labels,
    lengths,
    needs,
    observers,
    papers,
    refusals,
    submitting,
)

__all__ = [
    "acts",
    "budget",
    "checks",
    "consents",
    "eligibility",
    "labels",
    "lengths",
    "needs",
    "observers",
    "papers",
    "refusals",
    "submitting",
]
