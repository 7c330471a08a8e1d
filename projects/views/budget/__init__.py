from projects.views.budget.pages import BudgetPage, JudgeBudget
from projects.views.budget.paste import PasteBudget

__all__ = ["BudgetPage", "JudgeBudget", "PasteBudget"]
