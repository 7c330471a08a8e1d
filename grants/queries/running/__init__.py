"""What pages, checks and rules read of running projects."""

from grants.queries.running.checks import ground_of, spendings_of
from grants.queries.running.figures import Purse, facts_of, indicators_of, purse_of, risks_of
from grants.queries.running.settings import rules_for
from grants.queries.running.standing import Standing, standing_of
from grants.queries.running.statement import Statement, statement_of

__all__ = [
    "Purse",
    "Standing",
    "Statement",
    "facts_of",
    "ground_of",
    "indicators_of",
    "purse_of",
    "risks_of",
    "rules_for",
    "spendings_of",
    "standing_of",
    "statement_of",
]
