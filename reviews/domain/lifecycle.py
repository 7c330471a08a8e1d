"""The lives of what is reviewed and decided, as data."""

from reviews.enums import AppointmentState as Appointed
from reviews.enums import AssignmentState as Given
from reviews.enums import AwardState as Awarded
from reviews.enums import ConflictState as Known
from reviews.enums import DecisionState as Decided
from reviews.enums import FeedbackState as Told
from reviews.enums import KeyedState as Keyed
from reviews.enums import OverrideState as Changed
from reviews.enums import PanelState as Panel
from reviews.enums import PlanState as Plan
from reviews.enums import RankingState as Ranked
from reviews.enums import ScreeningState as S
from reviews.enums import SelectionState as Selected
from reviews.enums import SheetState as Sheet
from reviews.enums import SlotState as Slot
from venture.kernel.lifecycle import Lifecycle, Move

SCREENING_LIFE = Lifecycle(
    S,
    "screening_illegal_move",
    Move("begin", frozenset({S.UNSEEN}), S.BEGUN),
    Move("pass", frozenset({S.BEGUN}), S.PASSED),
    Move("correct", frozenset({S.BEGUN}), S.CORRECTING),
    Move("resume", frozenset({S.CORRECTING}), S.UNSEEN),
    Move("lapse", frozenset({S.CORRECTING}), S.LAPSED),
    Move("propose_refusal", frozenset({S.BEGUN}), S.REFUSAL),
    Move("confirm_refusal", frozenset({S.REFUSAL}), S.REFUSED),
    Move("decline_refusal", frozenset({S.REFUSAL}), S.BEGUN),
)


APPOINTMENT_LIFE = Lifecycle(
    Appointed,
    "appointment_illegal_move",
    Move("pledge", frozenset({Appointed.INVITED}), Appointed.PLEDGED),
    Move("decline", frozenset({Appointed.INVITED}), Appointed.DECLINED),
    Move("end", frozenset({Appointed.INVITED, Appointed.PLEDGED}), Appointed.ENDED),
    Move("invite_again", frozenset({Appointed.DECLINED, Appointed.ENDED}), Appointed.INVITED),
)
CONFLICT_LIFE = Lifecycle(
    Known,
    "conflict_illegal_move",
    Move("waive", frozenset({Known.STANDING}), Known.WAIVED),
    Move("restore", frozenset({Known.WAIVED}), Known.STANDING),
    Move("vanish", frozenset({Known.STANDING, Known.WAIVED}), Known.GONE),
    Move("return", frozenset({Known.GONE}), Known.STANDING),
)
ASSIGNMENT_LIFE = Lifecycle(
    Given,
    "assignment_illegal_move",
    Move("begin", frozenset({Given.GIVEN}), Given.BEGUN),
    Move("hand_in", frozenset({Given.GIVEN, Given.BEGUN}), Given.DONE),
    Move("reopen", frozenset({Given.DONE}), Given.BEGUN),
    Move("recuse", frozenset({Given.GIVEN, Given.BEGUN, Given.DONE}), Given.RECUSED),
    Move("release", frozenset({Given.GIVEN, Given.BEGUN}), Given.RELEASED),
    Move("give_again", frozenset({Given.RELEASED}), Given.GIVEN),
)
SHEET_LIFE = Lifecycle(
    Sheet,
    "score_sheet_illegal_move",
    Move("save", frozenset({Sheet.DRAFT}), Sheet.DRAFT),
    Move("seal", frozenset({Sheet.DRAFT}), Sheet.SEALED),
    Move("reopen", frozenset({Sheet.SEALED}), Sheet.REPLACED),
)
PLAN_LIFE = Lifecycle(
    Plan,
    "plan_illegal_move",
    Move("apply", frozenset({Plan.PROPOSED}), Plan.APPLIED),
    Move("drop", frozenset({Plan.PROPOSED}), Plan.DROPPED),
)
PANEL_LIFE = Lifecycle(
    Panel,
    "panel_illegal_move",
    Move("start", frozenset({Panel.PLANNED}), Panel.RUNNING),
    Move("close", frozenset({Panel.RUNNING}), Panel.CLOSED),
    Move("resume", frozenset({Panel.CLOSED}), Panel.RUNNING),
    Move("lock", frozenset({Panel.RUNNING, Panel.CLOSED}), Panel.LOCKED),
)
SLOT_LIFE = Lifecycle(
    Slot,
    "slot_illegal_move",
    Move("call", frozenset({Slot.WAITING, Slot.HEARD, Slot.ABSENT}), Slot.CURRENT),
    Move("end", frozenset({Slot.CURRENT}), Slot.HEARD),
    Move("miss", frozenset({Slot.WAITING, Slot.CURRENT}), Slot.ABSENT),
)
KEYED_LIFE = Lifecycle(
    Keyed,
    "keyed_illegal_move",
    Move("key", frozenset({Keyed.WAITING, Keyed.DIFFERS}), Keyed.WAITING),
    Move("differ", frozenset({Keyed.WAITING, Keyed.DIFFERS}), Keyed.DIFFERS),
    Move("take", frozenset({Keyed.WAITING, Keyed.DIFFERS}), Keyed.TAKEN),
    Move("drop", frozenset({Keyed.WAITING, Keyed.DIFFERS}), Keyed.DROPPED),
)
RANKING_LIFE = Lifecycle(
    Ranked,
    "ranking_illegal_move",
    Move("lock", frozenset({Ranked.DRAFT}), Ranked.LOCKED),
    Move("replace", frozenset({Ranked.DRAFT, Ranked.LOCKED}), Ranked.REPLACED),
)
SELECTION_LIFE = Lifecycle(
    Selected,
    "selection_illegal_move",
    Move("send", frozenset({Selected.DRAFT}), Selected.SENT),
    Move("take_back", frozenset({Selected.SENT}), Selected.DRAFT),
    Move("decide", frozenset({Selected.SENT}), Selected.DECIDED),
    Move("replace", frozenset({Selected.DRAFT}), Selected.REPLACED),
)
OVERRIDE_LIFE = Lifecycle(
    Changed,
    "override_illegal_move",
    Move("confirm", frozenset({Changed.PROPOSED}), Changed.IN_FORCE),
    Move("refuse", frozenset({Changed.PROPOSED}), Changed.REFUSED),
    Move("withdraw", frozenset({Changed.PROPOSED, Changed.IN_FORCE}), Changed.WITHDRAWN),
)
DECISION_LIFE = Lifecycle(
    Decided,
    "decision_illegal_move",
    Move("record", frozenset({Decided.DRAFT}), Decided.RECORDED),
    Move("return", frozenset({Decided.RECORDED}), Decided.DRAFT),
    Move("confirm", frozenset({Decided.RECORDED}), Decided.DECIDED),
)
AWARD_LIFE = Lifecycle(
    Awarded,
    "award_illegal_move",
    Move("confirm", frozenset({Awarded.PROPOSED}), Awarded.CONFIRMED),
    Move("lose", frozenset({Awarded.PROPOSED, Awarded.CONFIRMED}), Awarded.LOST),
    Move("call", frozenset({Awarded.RESERVE}), Awarded.PROPOSED),
    Move("pass_over", frozenset({Awarded.RESERVE}), Awarded.NONE),
)
FEEDBACK_LIFE = Lifecycle(
    Told,
    "feedback_illegal_move",
    Move("write", frozenset({Told.DRAFT, Told.CHECKED}), Told.DRAFT),
    Move("check", frozenset({Told.DRAFT}), Told.CHECKED),
    Move("release", frozenset({Told.CHECKED}), Told.RELEASED),
)
