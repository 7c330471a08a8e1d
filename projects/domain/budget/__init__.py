"""The budget of an application: lines, the round's rules over them, remedies to the fen, and what people paste. Pure.

A line costs price × quantity; its own money and donations are parts of that cost, and what is left is the grant.
"""

from projects.domain.budget.judging import judge
from projects.domain.budget.lines import Line, Slice, Sums, mix, sums
from projects.domain.budget.paste import PASTE_PROBLEMS, Paste, PasteProblem, Skipped, read_paste
from projects.domain.budget.problems import broken
from projects.domain.budget.rows import is_blank, lines_of, problems_of
from projects.domain.budget.rules import Rule
from projects.domain.budget.verdicts import Act, Remedy, State, Verdict

__all__ = [
    "PASTE_PROBLEMS",
    "Act",
    "Line",
    "Paste",
    "PasteProblem",
    "Remedy",
    "Rule",
    "Skipped",
    "Slice",
    "State",
    "Sums",
    "Verdict",
    "broken",
    "is_blank",
    "judge",
    "lines_of",
    "mix",
    "problems_of",
    "read_paste",
    "sums",
]
