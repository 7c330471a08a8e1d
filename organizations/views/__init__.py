"""An organisation's own pages."""

from organizations.views.bank import AccountAct, AccountPage, Reveal
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

__all__ = [
    "Accept", "AccountAct", "AccountPage", "AnswerHandOver", "AskChange", "AskTakeOver", "AskVerification",
    "DocumentsPage", "EditEntry", "HandOverTo", "Invite", "Member", "MembersPage", "Overview", "RecordsPage",
    "Register", "Reveal", "SocialWorkerAct", "SocialWorkersPage", "TakeBack", "WithdrawTakeOver",
]  # fmt: skip
