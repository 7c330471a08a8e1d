from rounds.models.calendar import WorkDay, WorkYear
from rounds.models.money import BudgetRule, Envelope, FundBan, FundSource, Tranche
from rounds.models.observers import RoundUserObjectPermission
from rounds.models.records import Amendment, PastOutcome, RulesVersion
from rounds.models.review import Criterion, Stage, TieRule
from rounds.models.round import Category, DocumentRequirement, EligibilityRule, Round, SubService

__all__ = [
    "Amendment",
    "BudgetRule",
    "Category",
    "Criterion",
    "DocumentRequirement",
    "EligibilityRule",
    "Envelope",
    "FundBan",
    "FundSource",
    "PastOutcome",
    "Round",
    "RoundUserObjectPermission",
    "RulesVersion",
    "Stage",
    "SubService",
    "TieRule",
    "Tranche",
    "WorkDay",
    "WorkYear",
]
