from reviews.models.assigning import Assignment, AssignmentPlan, ReviewGroup
from reviews.models.blinding import RedactedCopy, Trace
from reviews.models.conflicts import Conflict, Recusal
from reviews.models.decision import MINUTES_PURPOSE, Award, Decision, DecisionItem, Feedback, Vote
from reviews.models.draws import Draw
from reviews.models.experts import Appointment, Expert, ExpertTie
from reviews.models.keying import KeyedSheet
from reviews.models.meeting import PAPERS_PURPOSE, MeetingPapers
from reviews.models.panels import PANEL_PURPOSE, Panel, PanelSlot, Seat
from reviews.models.ranking import Ranking, RankRow
from reviews.models.screening import Recommendation, Screening, ScreeningItem, ScreeningVoice
from reviews.models.selection import OVERRIDE_PURPOSE, Override, Selection, SelectionRow
from reviews.models.sheets import ScoreSheet

__all__ = [
    "MINUTES_PURPOSE",
    "OVERRIDE_PURPOSE",
    "PANEL_PURPOSE",
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
    "KeyedSheet",
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
    "Seat",
    "Selection",
    "SelectionRow",
    "Trace",
    "Vote",
]
