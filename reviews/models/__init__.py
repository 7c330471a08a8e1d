from reviews.models.assigning import Assignment, AssignmentPlan, ReviewGroup
from reviews.models.blinding import RedactedCopy, Trace
from reviews.models.conflicts import Conflict, Recusal
from reviews.models.decision import MINUTES_PURPOSE, Award, Decision, DecisionItem, Feedback, Vote
from reviews.models.draws import Draw
from reviews.models.experts import Appointment, Expert, ExpertTie
from reviews.models.meeting import PAPERS_PURPOSE, MeetingPapers
from reviews.models.panels import Panel, PanelSlot
from reviews.models.ranking import Ranking, RankRow
from reviews.models.screening import Recommendation, Screening, ScreeningItem, ScreeningVoice
from reviews.models.selection import OVERRIDE_PURPOSE, Override, Selection, SelectionRow
from reviews.models.sheets import ScoreSheet

__all__ = [
    "MINUTES_PURPOSE",
    "OVERRIDE_PURPOSE",
    "PAPERS_PURPOSE",
    "Appointment",
    "Assignment",
    "AssignmentPlan",
    "Award",
    "Conflict",
    "Decision",
    "DecisionItem",
    "Draw",
    "Expert",
    "ExpertTie",
    "Feedback",
    "MeetingPapers",
    "Override",
    "Panel",
    "PanelSlot",
    "RankRow",
    "Ranking",
    "Recommendation",
    "Recusal",
    "RedactedCopy",
    "ReviewGroup",
    "ScoreSheet",
    "Screening",
    "ScreeningItem",
    "ScreeningVoice",
    "Selection",
    "SelectionRow",
    "Trace",
    "Vote",
]
