from rounds.models.calendar import WorkDay, WorkYear
from rounds.models.evaluation import EvaluationItem, ResultGrade
from rounds.models.money import BudgetRule, Envelope, FundBan, FundSource, Tranche
from rounds.models.observers import RoundUserObjectPermission
from rounds.models.plan import FormSection, IdeaAward, Provision
from rounds.models.records import AMENDABLE, Amendment, PastOutcome, RulesVersion
from rounds.models.review import Criterion, Stage, TieRule
from rounds.models.round import Category, DocumentRequirement, EligibilityRule, Round, SubService
from rounds.models.units import TASK_PURPOSE, MemberUnit, TaskReport, UnitContact, UnitDuty, UnitTask

__all__ = [
    "AMENDABLE",
    "TASK_PURPOSE",
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
    "MemberUnit",
    "PastOutcome",
    "Provision",
    "ResultGrade",
    "Round",
    "RoundUserObjectPermission",
    "RulesVersion",
    "Stage",
    "SubService",
    "TaskReport",
    "TieRule",
    "Tranche",
    "UnitContact",
    "UnitDuty",
    "UnitTask",
    "WorkDay",
    "WorkYear",
]
