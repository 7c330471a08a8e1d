"""The screening for programs of staff: what was handed in, one case with its checklist, and the acts of a case."""

from reviews.api.acts import Begin, Confirm, Correct, Decline, Judge, Pass, Refuse
from reviews.api.cases import CaseOne, ScreeningList

__all__ = ["Begin", "CaseOne", "Confirm", "Correct", "Decline", "Judge", "Pass", "Refuse", "ScreeningList"]
