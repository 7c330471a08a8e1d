"""The ledger's refusals."""

from django.utils.translation import gettext_lazy as _

from venture.doors.acts import name_acts
from venture.kernel.errors import word

word(
    {
        "ledger_document_missing": _("Name the document that this entry rests on."),
        "ledger_nothing_moves": _("An entry moves an amount above nothing."),
        "ledger_reference_taken": _(
            "Entry %(number)s was booked under this reference for something else. Look at it before you book again."
        ),
        "ledger_short": _(
            "“%(account)s” holds %(left)s yuan, %(needs)s are needed. Lower the amount, or bring the money there first."
        ),
        "ledger_above_award": _(
            "Of the award %(left)s yuan are still open, %(needs)s are to be bound. Correct the amount or the award."
        ),
        "ledger_year_closed": _(
            "The books of %(year)s are closed. Book under a day of a year that is open, with a remark."
        ),
        "ledger_shares_differ": _(
            "The shares of the fund sources do not make up the award of %(award)s yuan. Correct the shares first."
        ),
        "ledger_parts_differ": _(
            "The parts by fund source do not make up the payment of %(amount)s yuan. Correct the parts first."
        ),
        "ledger_field_missing": _(
            "The project has no field of service, so no money can be bound. Enter its field first."
        ),
        "ledger_not_reversible": _(
            "“%(kind)s” is undone by its own act (payment, release, claim), not by a reversal of the entry."
        ),
        "opening_does_not_add_up": _(
            "The balances do not add up: paid is at most what was bound, spent and returned are at most what was paid."
        ),
        "opening_grant_unknown": _("No grant belongs to project %(project)s. Offer it first, then load its balances."),
        "allotment_round_draft": _("The round is not published yet. Publish it first, then allot its money."),
        "allotment_key_taken": _("This form was sent before with other figures. Reload the page and enter it again."),
        "allotment_by_two": _("Who proposed an allotment does not confirm or refuse it. Ask a second person."),
        "allotment_answer_missing": _("Say why you refuse it, so that it can be corrected."),
        "allotment_not_yours": _("Only who proposed an allotment takes it back. Refuse it instead, with a reason."),
        "allotment_nothing_left": _(
            "Nothing is left to propose: everything is allotted, carried over or waits already."
        ),
        "source_unknown": _("“%(source)s” is no fund source. Use the code of one that stands in the list of sources."),
        "year_not_over": _("%(year)s is not over yet. Its books can be closed from January on."),
        "year_closing_stands": _("The closing of %(year)s is asked for or done already."),
        "year_closing_by_two": _("Who asked for the closing does not decide it. Ask a second person."),
        "year_payments_open": _(
            "%(count)s payments sent in %(year)s are still with the bank. Settle them by the statement first."
        ),
        "year_carry_open": _("A carry-over of %(year)s waits for confirmation. Confirm or refuse it first."),
        "ledger_in_disorder": _(
            "The check of the ledger finds %(count)s faults. Run check_invariants and mend them first."
        ),
    }
)

name_acts(
    {
        "ledger.book": _("Entry booked in the ledger"),
        "allotment.ask": _("Allotment proposed"),
        "allotment.approve": _("Allotment confirmed and booked"),
        "allotment.refuse": _("Allotment refused"),
        "allotment.withdraw": _("Proposal of an allotment taken back"),
        "year_closing.ask": _("Closing of a fiscal year asked for"),
        "year_closing.approve": _("Fiscal year closed"),
        "year_closing.refuse": _("Closing of a fiscal year refused"),
    }
)
