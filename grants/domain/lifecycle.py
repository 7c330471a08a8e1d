"""The lives of grants, payments and all that follows them, as data."""

from grants.enums import AccountsState as Annual
from grants.enums import AgreementState as Agreed
from grants.enums import AskState as Ask
from grants.enums import BatchState as Order
from grants.enums import ClosureState as Closing
from grants.enums import DonationState as Given
from grants.enums import EvaluationState as Judged
from grants.enums import ExpenseState as Expense
from grants.enums import FundState as Fund
from grants.enums import GiftState as Gift
from grants.enums import GrantState as G
from grants.enums import ImprovementState as Better
from grants.enums import PaymentState as P
from grants.enums import PrizeState as Prize
from grants.enums import RecoveryState as Owed
from grants.enums import RefundState as Back
from grants.enums import ReportState as Report
from grants.enums import StoryState as Story
from grants.enums import VisitState as Visit
from venture.kernel.lifecycle import Lifecycle, Move

GRANT_LIFE = Lifecycle(
    G,
    "grant_illegal_move",
    Move("sign", frozenset({G.OFFERED}), G.AGREED),
    Move("abandon", frozenset({G.OFFERED, G.AGREED}), G.ABANDONED),
    Move("start", frozenset({G.AGREED}), G.ACTIVE),
    Move("suspend", frozenset({G.AGREED, G.ACTIVE}), G.SUSPENDED),
    Move("resume", frozenset({G.SUSPENDED}), G.ACTIVE),
    Move("terminate", frozenset({G.AGREED, G.ACTIVE, G.SUSPENDED, G.CLOSING}), G.TERMINATED),
    Move("begin_close", frozenset({G.ACTIVE}), G.CLOSING),
    Move("reopen", frozenset({G.CLOSING}), G.ACTIVE),
    Move("close", frozenset({G.CLOSING, G.TERMINATED}), G.CLOSED),
)
AGREEMENT_LIFE = Lifecycle(
    Agreed,
    "agreement_illegal_move",
    Move("send", frozenset({Agreed.DRAFT}), Agreed.SENT),
    Move("sign", frozenset({Agreed.SENT}), Agreed.COUNTERSIGN),
    Move("countersign", frozenset({Agreed.COUNTERSIGN}), Agreed.SIGNED),
    Move("void", frozenset({Agreed.DRAFT, Agreed.SENT, Agreed.COUNTERSIGN}), Agreed.VOID),
    Move("end", frozenset({Agreed.SIGNED}), Agreed.VOID),
)
IMPROVEMENT_LIFE = Lifecycle(
    Better,
    "improvement_illegal_move",
    Move("offer", frozenset({Better.OPEN}), Better.OFFERED),
    Move("return", frozenset({Better.OFFERED}), Better.OPEN),
    Move("agree", frozenset({Better.OFFERED}), Better.AGREED),
    Move("drop", frozenset({Better.OPEN, Better.OFFERED}), Better.DROPPED),
)
PAYMENT_LIFE = Lifecycle(
    P,
    "payment_illegal_move",
    Move("withdraw", frozenset({P.REQUESTED}), P.WITHDRAWN),
    Move("refuse", frozenset({P.REQUESTED}), P.REFUSED),
    Move("approve", frozenset({P.REQUESTED}), P.APPROVED),
    Move("cancel", frozenset({P.APPROVED}), P.CANCELLED),
    Move("send", frozenset({P.APPROVED}), P.SENT),
    Move("lose", frozenset({P.SENT}), P.UNKNOWN),
    Move("confirm", frozenset({P.SENT, P.UNKNOWN}), P.PAID),
    Move("fail", frozenset({P.SENT, P.UNKNOWN}), P.FAILED),
    Move("return", frozenset({P.PAID}), P.RETURNED),
)
ORDER_LIFE = Lifecycle(
    Order,
    "payment_order_illegal_move",
    Move("check", frozenset({Order.DRAFT}), Order.CHECKED),
    Move("drop", frozenset({Order.DRAFT, Order.CHECKED}), Order.DROPPED),
    Move("send", frozenset({Order.CHECKED}), Order.SENT),
    Move("settle", frozenset({Order.SENT}), Order.SETTLED),
)
REPORT_LIFE = Lifecycle(
    Report,
    "report_illegal_move",
    Move("submit", frozenset({Report.DUE, Report.RETURNED}), Report.SUBMITTED),
    Move("return", frozenset({Report.SUBMITTED}), Report.RETURNED),
    Move("accept", frozenset({Report.SUBMITTED}), Report.ACCEPTED),
    Move("waive", frozenset({Report.DUE, Report.RETURNED}), Report.WAIVED),
)
EXPENSE_LIFE = Lifecycle(
    Expense,
    "expense_illegal_move",
    Move("query", frozenset({Expense.ENTERED}), Expense.QUERIED),
    Move("answer", frozenset({Expense.QUERIED}), Expense.ENTERED),
    Move("accept", frozenset({Expense.ENTERED, Expense.QUERIED}), Expense.ACCEPTED),
    Move("disallow", frozenset({Expense.ENTERED, Expense.QUERIED, Expense.ACCEPTED}), Expense.DISALLOWED),
    Move("reverse", frozenset({Expense.ENTERED, Expense.QUERIED}), Expense.REVERSED),
)
ASK_LIFE = Lifecycle(
    Ask,
    "request_illegal_move",
    Move("approve", frozenset({Ask.ASKED}), Ask.APPROVED),
    Move("refuse", frozenset({Ask.ASKED}), Ask.REFUSED),
    Move("withdraw", frozenset({Ask.ASKED}), Ask.WITHDRAWN),
)
VISIT_LIFE = Lifecycle(
    Visit,
    "visit_illegal_move",
    Move("record", frozenset({Visit.PLANNED}), Visit.DONE),
    Move("drop", frozenset({Visit.PLANNED}), Visit.DROPPED),
)
RECOVERY_LIFE = Lifecycle(
    Owed,
    "recovery_illegal_move",
    Move("settle", frozenset({Owed.OPEN}), Owed.SETTLED),
    Move("write_off", frozenset({Owed.OPEN}), Owed.WRITTEN_OFF),
)
EVALUATION_LIFE = Lifecycle(
    Judged,
    "evaluation_illegal_move",
    Move("propose", frozenset({Judged.OPEN}), Judged.PROPOSED),
    Move("return", frozenset({Judged.PROPOSED}), Judged.OPEN),
    Move("confirm", frozenset({Judged.PROPOSED}), Judged.CONFIRMED),
    Move("publish", frozenset({Judged.CONFIRMED}), Judged.PUBLISHED),
    Move("replace", frozenset({Judged.CONFIRMED, Judged.PUBLISHED}), Judged.REPLACED),
)
CLOSURE_LIFE = Lifecycle(
    Closing,
    "closure_illegal_move",
    Move("check", frozenset({Closing.OPEN}), Closing.CHECKED),
    Move("return", frozenset({Closing.CHECKED}), Closing.OPEN),
    Move("close", frozenset({Closing.CHECKED}), Closing.CLOSED),
)
ANNUAL_LIFE = Lifecycle(
    Annual,
    "annual_account_illegal_move",
    Move("check", frozenset({Annual.DRAFT}), Annual.CHECKED),
    Move("return", frozenset({Annual.CHECKED}), Annual.DRAFT),
    Move("publish", frozenset({Annual.CHECKED}), Annual.PUBLISHED),
)
DONATION_LIFE = Lifecycle(
    Given,
    "donation_illegal_move",
    Move("agree", frozenset({Given.INTENDED}), Given.AGREED),
    Move("receive", frozenset({Given.AGREED, Given.RECEIVED}), Given.RECEIVED),
    Move("decline", frozenset({Given.INTENDED, Given.AGREED}), Given.DECLINED),
    Move("withdraw", frozenset({Given.INTENDED, Given.AGREED}), Given.WITHDRAWN),
)
GIFT_LIFE = Lifecycle(
    Gift,
    "gift_illegal_move",
    Move("confirm", frozenset({Gift.WAITING}), Gift.STANDING),
    Move("refuse", frozenset({Gift.WAITING}), Gift.REFUSED),
)
REFUND_LIFE = Lifecycle(
    Back,
    "refund_illegal_move",
    Move("approve", frozenset({Back.ASKED}), Back.APPROVED),
    Move("refuse", frozenset({Back.ASKED}), Back.REFUSED),
    Move("pay", frozenset({Back.APPROVED}), Back.PAID),
)
# ``remit``: the tax that was withheld reached the tax office.
PRIZE_LIFE = Lifecycle(
    Prize,
    "prize_illegal_move",
    Move("approve", frozenset({Prize.ASKED}), Prize.APPROVED),
    Move("refuse", frozenset({Prize.ASKED}), Prize.REFUSED),
    Move("withdraw", frozenset({Prize.ASKED}), Prize.WITHDRAWN),
    Move("pay", frozenset({Prize.APPROVED}), Prize.PAID),
    Move("fail", frozenset({Prize.APPROVED}), Prize.FAILED),
    Move("return", frozenset({Prize.PAID}), Prize.RETURNED),
    Move("remit", frozenset({Prize.PAID}), Prize.PAID),
)
FUND_LIFE = Lifecycle(
    Fund,
    "fund_illegal_move",
    Move("open", frozenset({Fund.DRAFT, Fund.CLOSED}), Fund.OPEN),
    Move("close", frozenset({Fund.OPEN}), Fund.CLOSED),
)
STORY_LIFE = Lifecycle(
    Story,
    "story_illegal_move",
    Move("offer", frozenset({Story.DRAFT}), Story.OFFERED),
    Move("return", frozenset({Story.OFFERED, Story.PUBLISHED}), Story.DRAFT),
    Move("publish", frozenset({Story.OFFERED}), Story.PUBLISHED),
)
