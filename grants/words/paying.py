"""Payments in words: the ticks and who mends them, refusals, acts."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from grants.domain.ticks import Tick
from grants.enums import GrantState, ReceiptKind
from rounds.enums import Trigger
from venture.doors.acts import name_acts
from venture.kernel.errors import word
from venture.kernel.money import format_yuan

# What a green tick says.
TICKS: Mapping[str, Any] = {
    "hold": _("No objection or hold"),
    "stop": _("Payments are not stopped"),
    "agreement": _("Agreement signed by both"),
    "under_way": _("The project is under way"),
    "verified": _("Organisation verified"),
    "sanction": _("No sanction on record"),
    "account": _("Account confirmed and past its hold"),
    "account_same": _("Account not changed since the request"),
    "trigger": _("Condition of the tranche met: %(trigger)s"),
    "reports": _("All reports that were due are accepted"),
    "earlier": _("Earlier tranches are paid"),
    "spent": _("Enough of the money before was spent (%(spent)s yuan, %(needed)s needed)"),
    "training": _("Trained and mentored enough (%(hours)s hours, %(needed_hours)s needed)"),
    "receipt": _("Receipt there, its amount is the tranche's"),
    "amount": _("Amount within award, field and source"),
    "year": _("Books of %(year)s are open"),
}
# What a cross says.
CROSSES: Mapping[str, Any] = {
    "held": _("An objection or a hold keeps the project."),
    "award_gone": _("The award is gone: an objection was upheld, or the project withdrew."),
    "stopped": _("Payments to this organisation are stopped."),
    "unsigned": _("The agreement is not signed by both sides yet."),
    "not_under_way": _("The project is not under way: “%(state)s”."),
    "unverified": _("The organisation is not verified now."),
    "sanctioned": _("A sanction or restriction holds today."),
    "account_missing": _("The organisation has no confirmed account."),
    "account_holder": _("The holder of the account is not the organisation's name."),
    "account_waits": _("The account was changed: money goes there from %(day)s on."),
    "account_changing": _("A change of the account waits for its second person."),
    "account_changed": _("The account was changed after the request. Ask again with the new one."),
    "signed": _("The agreement is not signed yet."),
    "midterm_passed": _("The mid-term evaluation is not passed yet."),
    "final_passed": _("The final evaluation is not passed yet."),
    "reports_open": _("%(count)s reports that were due are not accepted."),
    "earlier_open": _("%(count)s earlier tranches are not paid."),
    "spent_too_little": _("Spent so far: %(spent)s yuan; %(needed)s yuan are needed before this tranche."),
    "training_too_little": _(
        "Trained and mentored so far: %(hours)s hours; %(needed_hours)s are needed before this tranche. The page of "
        "the organisation names what is coming."
    ),
    "receipt_missing": _("Number or scan of the receipt is missing."),
    "receipt_kind": _("The round wants another receipt: %(wanted)s."),
    "receipt_amount": _("The receipt says %(receipt)s yuan, the tranche is %(amount)s yuan."),
    "amount_other": _("The amount is not that of the tranche (%(tranche)s yuan)."),
    "amount_above": _("The award has %(left)s yuan left."),
    "source_short": _("A source of the money does not hold its part."),
    "year_closed": _("The books of %(year)s are closed."),
}
MENDERS: Mapping[str, Any] = {
    "organisation": _("the organisation"),
    "bureau": _("the bureau"),
    "finance": _("the finance"),
    "evaluator": _("the evaluator"),
    "time": _("nobody: wait"),
}
MONEY = frozenset({"spent", "needed", "receipt", "amount", "tranche", "left"})
# Why a line of a statement settles nothing.
FAULTS: Mapping[str, Any] = {
    "number": _("None of our payment numbers stands in the reference."),
    "amount": _("The amount is not that of the payment."),
    "account": _("The last digits are not those of the account that was paid."),
    "voucher": _("The voucher number is missing."),
    "twice": _("This payment was paid already: the bank paid twice, or the line belongs elsewhere."),
    "not_sent": _("This payment was not with the bank."),
    "not_paid": _("It comes back, but was never recorded as paid."),
}
LINE_ACTS: Mapping[str, Any] = {
    "confirm": _("Paid"),
    "fail": _("Failed"),
    "return": _("Came back"),
    "known": _("Known already"),
    "": _("Nothing moves"),
}


def tick_words(tick: Tick | Mapping[str, Any]) -> str:
    """Return a tick in one sentence, as it stands now or as it was kept with a decision."""
    told = tick if isinstance(tick, Mapping) else tick.kept()
    pattern = TICKS[told["code"]] if told["ok"] else CROSSES[told["why"]]
    return str(pattern) % {name: _shown(name, value) for name, value in told["details"].items()}


def cross_lines(ticks: Iterable[Tick]) -> list[dict[str, Any]]:
    """Return what each cross says and who mends it, as lists of checks show it."""
    return [{"words": tick_words(each), "who": MENDERS[each.who]} for each in ticks]


def cross_words(why: str, details: Mapping[str, Any]) -> str:
    return str(CROSSES[why]) % {name: _shown(name, value) for name, value in details.items()}


def fault_words(fault: str) -> str:
    """Return why a line settles nothing: one of ours, or what the payment itself refused."""
    return str(FAULTS.get(fault, fault))


def _shown(name: str, value: Any) -> Any:
    if name in MONEY:
        return format_yuan(value, places=2)
    if name == "trigger":
        return Trigger(value).label
    if name == "state":
        return GrantState(value).label if value else "—"
    if name == "wanted":
        return ReceiptKind(value).label
    return value


word(
    {
        "payment_illegal_move": _("This is not possible now: the payment is “%(state)s”. Reload the page."),
        "payment_order_illegal_move": _("This is not possible now: the payment order is “%(state)s”. Reload the page."),
        "payment_key_missing": _("The page has grown old. Reload it and send again."),
        "payment_key_used": _("This form was sent already for something else. Reload the page."),
        "payment_not_yours": _("This step is not yours, or the payment has moved on."),
        "payment_not_treasurer": _("An owner or finance officer of the organisation asks for money."),
        "payment_asked_already": _("This tranche was asked for already. Look at its state below."),
        "payment_not_due": _("This tranche cannot be asked for yet. Look at the crosses: each says who mends it."),
        "payment_receipt_number": _("Give the number of the receipt, at most %(longest)s characters."),
        "payment_receipt_amount": _("The amount on the receipt has to be that of the tranche. Have it written anew."),
        "payment_receipt_used": _("Receipt %(number)s stands for another payment already."),
        "payment_reason_missing": _("State the reason; it stays on record."),
        "payment_by_two": _("You asked for this payment. Another person decides."),
        "payment_account_hand": _("You proposed or confirmed the account that is paid. Another person decides."),
        "payment_checks": _("%(count)s checks say no. Each cross says who can mend it."),
        "payment_in_order": _("It stands in a payment order. Take it out of the order first."),
        "payment_voucher_missing": _("Give the number of the voucher, at most %(longest)s characters."),
        "payment_day_unknown": _("Give the day of the bank: not in the future, not before it was sent."),
        "payment_year_closed": _("The books of %(year)s are closed. Record it in the open year."),
        "payment_bank_receipt_missing": _("Bring the bank's receipt."),
        "payment_order_empty": _("Choose at least one approved payment."),
        "payment_order_long": _("An order carries at most %(most)s payments. Make two."),
        "payment_order_rounds": _("An order carries payments of one round. Choose them by round."),
        "payment_order_not_approved": _("%(number)s is not approved, or stands in another order. Reload the page."),
        "payment_order_checks": _("Something stops these payments now: %(numbers)s. Look at their checks."),
        "payment_order_approver": _("You approved a request of this order. Another person pays it."),
        "payment_order_by_two": _("You made this order. Another person checks it."),
        "payment_order_sent_by_checker": _("You checked this order. Its maker sends it."),
        "payment_order_document": _("Give the number of the request to the leaders, at most %(longest)s characters."),
        "payment_order_changed": _("The order is not the one that was checked. Drop it and make a new one."),
        "payment_order_not_draft": _("Only a payment of an unchecked order is taken out. Drop the order instead."),
        "payment_order_not_checked": _("The bank's list is there once the order was checked."),
        "statement_loaded_already": _("This file was loaded already. Look at its lines instead."),
        "statement_empty": _("The sheet has no lines. Take the bank's export with its heads."),
        "statement_unreadable": _("This is no workbook and no CSV. Export the statement anew."),
        "statement_foreign": _("The sheet lacks a column for “%(head)s”. Name it as on the template."),
        "statement_too_long": _("A statement has at most %(most)s lines. Load it month by month."),
        "statement_line": _("Line %(row)s cannot be read: day or amount is missing."),
        "statement_formula": _("Cell %(cell)s holds a formula. Export plain values."),
        "stop_stands_already": _("Payments to this organisation are stopped already."),
        "stop_by_two": _("You stopped these payments. Another person lets them flow again."),
        "stop_lifted_already": _("This stop was lifted already."),
    }
)
name_acts(
    {
        "payment.request": _("Payment asked for"),
        "payment.withdraw": _("Request for a payment taken back"),
        "payment.refuse": _("Payment refused"),
        "payment.approve": _("Payment approved"),
        "payment.cancel": _("Approval of a payment taken back"),
        "payment.send": _("Payment sent to the bank"),
        "payment.lose": _("No answer of the bank"),
        "payment.confirm": _("Payment settled as paid"),
        "payment.fail": _("Payment settled as failed"),
        "payment.return": _("Payment came back"),
        "payment_order.make": _("Payment order made"),
        "payment_order.take_out": _("Payment taken out of an order"),
        "payment_order.check": _("Payment order checked"),
        "payment_order.drop": _("Payment order dropped"),
        "payment_order.send": _("Payment order sent"),
        "payment_order.settle": _("Payment order settled"),
        "payment_order.reveal": _("Whole account numbers taken"),
        "payment_settings.set": _("Way of paying set"),
        "statement.load": _("Bank statement loaded"),
        "stop.place": _("Payments stopped"),
        "stop.lift": _("Stop of payments lifted"),
    }
)
