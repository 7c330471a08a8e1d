"""States and kinds of what follows a decision: agreements, money, reports, evaluation, close-out."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from grants.enums.giving import DonationState, DonationTarget, DonorKind, FundState, GiftKind, GiftState, RefundState
from grants.enums.prizes import PrizeState
from grants.enums.showing import EventKind, StoryState

__all__ = [
    "AccountKind", "AccountsState", "AgreementState", "AllotmentKind", "AskState", "AssessmentKind", "BatchState",
    "ChangeKind", "ClosureState", "DonationState", "DonationTarget", "DonorKind", "EntryKind", "EvaluationState",
    "EventKind", "ExpenseState", "FundState", "GiftKind", "GiftState", "GrantState", "ImprovementState", "LineOutcome",
    "MeasureKind", "PayMethod", "PaymentState", "PrizeState", "ReceiptKind", "RecoveryGround", "RecoveryState",
    "RefundState", "ReportKind", "ReportState", "Route", "StoryState", "VisitState", "VoiceOrigin",
]  # fmt: skip


class GrantState(models.TextChoices):
    OFFERED = "offered", _("Waiting for the agreement")
    AGREED = "agreed", pgettext_lazy("grant", "Agreement signed")
    ACTIVE = "active", _("Running")
    SUSPENDED = "suspended", _("Suspended")
    CLOSING = "closing", _("Being closed")
    CLOSED = "closed", pgettext_lazy("grant", "Closed")
    TERMINATED = "terminated", _("Terminated")
    ABANDONED = "abandoned", _("Abandoned")

    @classmethod
    def under_way(cls) -> tuple["GrantState", ...]:
        """Return the states in which a project works and money may be asked for."""
        return (cls.AGREED, cls.ACTIVE)

    @classmethod
    def recorded(cls) -> tuple["GrantState", ...]:
        """Return the states in which records are kept up: what happened before a suspension is written down later."""
        return (cls.AGREED, cls.ACTIVE, cls.SUSPENDED, cls.CLOSING)

    @classmethod
    def changeable(cls) -> tuple["GrantState", ...]:
        """Return the states in which plan, budget, period and persons may still be changed."""
        return (cls.AGREED, cls.ACTIVE, cls.SUSPENDED)


class AgreementState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("agreement", "Draft")
    SENT = "sent", _("Waiting for the organisation's signature")
    COUNTERSIGN = "countersign", _("Waiting for the funder's signature")
    SIGNED = "signed", pgettext_lazy("agreement", "Signed")
    VOID = "void", pgettext_lazy("agreement", "Void")


class ImprovementState(models.TextChoices):
    """The panel's changes to plan and budget, before signing."""

    OPEN = "open", _("Being revised")
    OFFERED = "offered", _("Waiting for the bureau")
    AGREED = "agreed", _("Accepted by both")
    DROPPED = "dropped", pgettext_lazy("improvement", "Dropped")


class AccountKind(models.TextChoices):
    """What a ledger account holds. The first line of ``domain/ledger.py`` says which side each stands on."""

    SOURCE = "source", _("Money given by the source")
    FREE = "free", _("Not yet committed")
    COMMITTED = "committed", _("Committed by agreement")
    PAYABLE = "payable", _("Approved, not yet paid")
    PAID = "paid", pgettext_lazy("account", "Paid")
    RETURNED = "returned", _("Returned by organisations")
    WRITTEN_OFF = "written_off", _("Written off")
    GIVEN = "given", _("Grant money received by the organisation")
    SPECIAL = "special", _("The organisation's special account")
    SPENT = "spent", _("Spent by the organisation")
    SENT_BACK = "sent_back", _("Sent back by the organisation")
    PRIZES = "prizes", pgettext_lazy("account", "Set aside for prizes")
    PRIZE_DUE = "prize_due", pgettext_lazy("account", "Prizes approved, not yet paid")
    PRIZE_PAID = "prize_paid", pgettext_lazy("account", "Prizes paid out")
    TAX_DUE = "tax_due", pgettext_lazy("account", "Tax withheld, not yet handed in")
    TAX_PAID = "tax_paid", pgettext_lazy("account", "Tax withheld and handed in")


class EntryKind(models.TextChoices):
    """What moved the money."""

    ALLOT = "allot", _("Money allotted to a field of service")
    WITHDRAW = "withdraw", _("Allotment taken back")
    CARRY = "carry", _("Carried over to the next year")
    COMMIT = "commit", _("Committed by agreement")
    RELEASE = "release", _("Commitment released")
    APPROVE = "approve", _("Payment approved")
    CANCEL = "cancel", _("Approval taken back")
    PAY = "pay", pgettext_lazy("entry", "Paid")
    BOUNCE = "bounce", _("Payment came back from the bank")
    SPEND = "spend", _("Expense of the organisation")
    DISALLOW = "disallow", _("Expense disallowed")
    RECOVER = "recover", _("Money returned by the organisation")
    WRITE_OFF = "write_off", _("Claim written off")
    OPENING = "opening", _("Balance of a round begun elsewhere")
    REVERSAL = "reversal", _("Reversal")
    RESERVE = "reserve", _("Money set aside for prizes")
    UNRESERVE = "unreserve", _("Money for prizes taken back")
    AWARD = "award", _("Prize approved")
    UNAWARD = "unaward", _("Prize not paid")
    REWARD = "reward", _("Prize paid")
    UNREWARD = "unreward", _("Prize came back from the bank")
    REMIT = "remit", _("Withheld tax handed in")


class AllotmentKind(models.TextChoices):
    """What an allotment does with a field's free money, or with that for prizes. The values are kinds of entries."""

    ALLOT = "allot", _("Money allotted to a field of service")
    WITHDRAW = "withdraw", _("Allotment taken back")
    CARRY = "carry", _("Carried over to the next year")
    RESERVE = "reserve", _("Money set aside for prizes")
    UNRESERVE = "unreserve", _("Money for prizes taken back")

    @classmethod
    def of_fields(cls) -> tuple["AllotmentKind", ...]:
        """Return the kinds that move the money of a field of service; the others that of a round's prizes."""
        return (cls.ALLOT, cls.WITHDRAW, cls.CARRY)


class PaymentState(models.TextChoices):
    REQUESTED = "requested", _("Waiting for approval")
    REFUSED = "refused", pgettext_lazy("payment", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("payment", "Taken back")
    APPROVED = "approved", _("Approved, to be paid")
    CANCELLED = "cancelled", pgettext_lazy("payment", "Approval taken back")
    SENT = "sent", _("With the bank")
    UNKNOWN = "unknown", _("Outcome unknown")
    PAID = "paid", pgettext_lazy("payment", "Paid")
    FAILED = "failed", _("Failed")
    RETURNED = "returned", _("Returned by the bank")

    @classmethod
    def living(cls) -> tuple["PaymentState", ...]:
        """Return the states that keep another request for the same tranche out."""
        return (cls.REQUESTED, cls.APPROVED, cls.SENT, cls.UNKNOWN, cls.PAID)


class ReceiptKind(models.TextChoices):
    """What the organisation hands in before each tranche."""

    RECEIPT = "receipt", _("Receipt for donations or current accounts (票据)")
    INVOICE = "invoice", _("Invoice (发票)")


class Route(models.TextChoices):
    """Through whom a round's money goes out."""

    TREASURY = "treasury", _("Central treasury payment")
    OPERATOR = "operator", _("Through the operator")
    CHARITY = "charity", _("Through the charity association")


class BatchState(models.TextChoices):
    """A payment order (拨付单)."""

    DRAFT = "draft", pgettext_lazy("payment order", "Draft")
    CHECKED = "checked", pgettext_lazy("payment order", "Checked")
    SENT = "sent", pgettext_lazy("payment order", "With the bank")
    SETTLED = "settled", _("Settled")
    DROPPED = "dropped", pgettext_lazy("payment order", "Dropped")


class LineOutcome(models.TextChoices):
    """What a line of a bank statement turned out to be."""

    PAID = "paid", pgettext_lazy("statement", "Paid")
    FAILED = "failed", pgettext_lazy("statement", "Failed")
    RETURNED = "returned", pgettext_lazy("statement", "Returned")
    RECEIVED = "received", _("Money received from an organisation")
    STRANGE = "strange", _("Fits nothing")


class ReportKind(models.TextChoices):
    PROGRESS = "progress", _("Progress report")
    MIDTERM = "midterm", _("Mid-term report")
    FINAL = "final", _("Final report")


class ReportState(models.TextChoices):
    DUE = "due", pgettext_lazy("report", "Being written")
    SUBMITTED = "submitted", _("Handed in")
    RETURNED = "returned", pgettext_lazy("report", "Returned for mending")
    ACCEPTED = "accepted", pgettext_lazy("report", "Accepted")
    WAIVED = "waived", pgettext_lazy("report", "Not needed")


class ExpenseState(models.TextChoices):
    ENTERED = "entered", pgettext_lazy("expense", "Entered")
    QUERIED = "queried", pgettext_lazy("expense", "Asked about")
    ACCEPTED = "accepted", pgettext_lazy("expense", "Accepted")
    DISALLOWED = "disallowed", _("Disallowed")
    REVERSED = "reversed", pgettext_lazy("expense", "Taken back")


class PayMethod(models.TextChoices):
    TRANSFER = "transfer", _("Bank transfer")
    CARD = "card", _("Official card")
    ONLINE = "online", _("Online payment")
    CASH = "cash", _("Cash")


class ChangeKind(models.TextChoices):
    PLAN = "plan", _("Activities and dates")
    BUDGET = "budget", pgettext_lazy("change", "Budget")
    PERIOD = "period", pgettext_lazy("change", "Period")
    PERSON = "person", _("Persons")


class AskState(models.TextChoices):
    """A request that somebody else decides: changes, measures."""

    ASKED = "asked", _("Waiting for a decision")
    APPROVED = "approved", pgettext_lazy("request", "Approved")
    REFUSED = "refused", pgettext_lazy("request", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "Taken back")


class MeasureKind(models.TextChoices):
    """What the bureau does to a grant under way. Each is a record with its effect on money."""

    SUSPENSION = "suspension", _("Suspension")
    RESUMPTION = "resumption", _("Resumption")
    EXTENSION = "extension", _("Extension")
    TERMINATION = "termination", _("Termination")


class RecoveryGround(models.TextChoices):
    UNSPENT = "unspent", _("Unspent money")
    DISALLOWED = "disallowed", _("Disallowed expenses")
    TERMINATION = "termination", pgettext_lazy("recovery", "Termination")
    BREACH = "breach", _("Breach of the agreement")


class RecoveryState(models.TextChoices):
    OPEN = "open", _("To be returned")
    SETTLED = "settled", _("Settled")
    WRITTEN_OFF = "written_off", pgettext_lazy("recovery", "Written off")


class VisitState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("visit", "Planned")
    DONE = "done", pgettext_lazy("visit", "Recorded")
    DROPPED = "dropped", pgettext_lazy("visit", "Called off")


class AssessmentKind(models.TextChoices):
    """Who looks: parts of one evaluation."""

    SELF = "self", _("Self-evaluation")
    VISIT = "visit", _("Visit")
    FINANCE = "finance", _("Finance check")


class EvaluationState(models.TextChoices):
    OPEN = "open", pgettext_lazy("evaluation", "Being evaluated")
    PROPOSED = "proposed", _("Waiting for the second person")
    CONFIRMED = "confirmed", pgettext_lazy("evaluation", "Confirmed")
    PUBLISHED = "published", pgettext_lazy("evaluation", "Published")
    REPLACED = "replaced", pgettext_lazy("evaluation", "Replaced after a re-evaluation")


class VoiceOrigin(models.TextChoices):
    """How a community's or resident's satisfaction reached us."""

    LINK = "link", _("By link")
    PAPER = "paper", _("On paper")
    PHONE = "phone", _("By telephone")


class ClosureState(models.TextChoices):
    OPEN = "open", pgettext_lazy("close-out", "In work")
    CHECKED = "checked", _("Waiting for approval")
    CLOSED = "closed", pgettext_lazy("close-out", "Closed")


class AccountsState(models.TextChoices):
    """An annual account (年度公告)."""

    DRAFT = "draft", pgettext_lazy("annual account", "Draft")
    CHECKED = "checked", pgettext_lazy("annual account", "Checked")
    PUBLISHED = "published", pgettext_lazy("annual account", "Published")
