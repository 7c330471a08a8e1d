"""The ledger's refusals."""

from django.utils.translation import gettext_lazy as _

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
    }
)
