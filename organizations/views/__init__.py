"""An organisation's own pages."""

from organizations.views.bank import AccountAct, AccountPage, Reveal
from organizations.views.capacity import AssessmentPage, CapacityPage, ConfirmVisit, WithdrawPairing
from organizations.views.documents import DocumentsPage, RecordsPage
from organizations.views.entry import AskChange, AskVerification, EditEntry, Register
from organizations.views.members import (
    Accept,
    AnswerHandOver,
    HandOverTo,
    Invite,
    Member,
    MembersPage,
    TakeBack,
)
from organizations.views.overview import Overview
from organizations.views.social_workers import SocialWorkerAct, SocialWorkersPage
from organizations.views.taking_over import AskTakeOver, WithdrawTakeOver
from organizations.views.trainings import (
    Feedback,
    Here,
    Leave,
    Mentoring,
    PairingPage,
    SignUp,
    TrainingPage,
    Trainings,
)

__all__ = [
    "Accept", "AccountAct", "AccountPage", "AnswerHandOver", "AskChange", "AskTakeOver", "AskVerification",
    "AssessmentPage", "CapacityPage", "ConfirmVisit", "DocumentsPage", "EditEntry", "Feedback", "HandOverTo",
    "Here", "Invite", "Leave", "Member", "MembersPage", "Mentoring", "Overview", "PairingPage", "RecordsPage",
    "Register", "Reveal", "SignUp", "SocialWorkerAct", "SocialWorkersPage", "TakeBack", "TrainingPage", "Trainings",
    "WithdrawPairing", "WithdrawTakeOver",
]  # fmt: skip
