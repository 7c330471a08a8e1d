from rounds.models.calendar import WorkDay, WorkYear
from rounds.models.evaluation import EvaluationItem, ResultGrade
from rounds.models.money import BudgetRule, Envelope, FundBan, FundSource, Tranche
from rounds.models.observers import RoundUserObjectPermission
from rounds.models.plan import FormSection, IdeaAward, Provision
from rounds.models.records import AMENDABLE, Amendment, PastOutcome, RulesVersion
from rounds.models.review import Criterion, Stage, TieRule
from rounds.models.round import Category, DocumentRequirement, EligibilityRule, Round, SubService

__all__ = [
    "AMENDABLE",
    "Amendment",
    "BudgetRule",
    "Category",
    "Criterion",
    "DocumentRequirement",
    "EligibilityRule",
    "Envelope",
    "EvaluationItem",
    "FormSection",
    "FundBan",
    "FundSource",
    "IdeaAward",
    "PastOutcome",
    "Provision",
    "ResultGrade",
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
