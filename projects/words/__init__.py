from projects.words import (
    acts,
    budget,
    checks,
    consents,
    eligibility,
    labels,
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
    "needs",
    "observers",
    "papers",
    "refusals",
    "submitting",
]
