from django.utils.translation import gettext_lazy as _

from venture.kernel.errors import word

word({"same_person": _("This step needs a second person: you took the step before it yourself.")})
word(
    {
        "money_unreadable": _("This is no amount. Write it in yuan, for example 1,920.50 or 3.5万."),
        "money_negative": _("An amount is not negative."),
        "money_too_fine": _("An amount ends at the fen: two places after the point at most."),
        "money_too_large": _("This amount is too large. Check the unit: yuan, not fen."),
    }
)
word(
    {
        "token_scope_missing": _("Choose at least one thing that the token may do."),
        "token_too_long": _("A token is valid for %(days)s days at most."),
        "token_too_many": _("You have %(count)s tokens already. Revoke one that is not used any more."),
    }
)
