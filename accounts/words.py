from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from venture.doors.acts import name_acts
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
word(
    {
        "consent_needed": _("Without your agreement no account can be opened: it holds your data."),
        "consent_needed_for_account": _("The account rests on this agreement. To take it back, close the account."),
        "contact_taken": _("Another account has this number or address. Sign in with it, or ask the sponsor."),
        "closing_not_open": _("This request is no longer open."),
        "closing_role_held": _("This person still holds a role. End the role first, so that no work is left alone."),
    }
)
word(
    {
        "same_side": _(
            "This step needs a second person: you stand in for who took the step before it, or were stood in for."
        ),
        "reason_missing": _("Write the reason: it stands in the log."),
        "role_for_oneself": _("Nobody gives a role to oneself. Ask a colleague."),
        "role_not_yours_to_give": _("This role, or this area, is not yours to give or to end."),
        "role_held": _("The person holds this role already."),
        "role_proposed": _("The same role was proposed already and waits for its second person."),
        "role_apart": _("“%(role)s” and “%(other)s” are kept apart: one person cannot hold both. End one first."),
        "role_of_applicant": _(
            "The person belongs to an organisation that may apply. Who works on the round can never apply: let the "
            "membership end first."
        ),
        "role_ended": _("This role has ended already."),
        "role_is_lent": _("This role was lent. Take it back instead."),
        "last_keeper": _("This is the last one who could give roles. Give the role to somebody else first."),
        "proposal_decided": _("This proposal was decided already."),
        "not_your_proposal": _("Only who proposed it takes it back."),
        "person_inactive": _("This account is closed."),
        "period_backwards": _("The last day lies before the first one, or is over."),
        "loan_not_yours": _("Only who holds the role lends it and takes it back."),
        "loan_on_loan": _("A lent role cannot be lent on."),
        "role_not_lent": _("This role was not lent."),
        "role_not_lendable": _("“%(role)s” is exercised in person and cannot be lent."),
        "loan_to_lender": _("The colleague is the one who is away."),
        "loan_to_oneself": _("You cannot lend somebody else's role to yourself."),
        "loan_to_stranger": _("A role is lent to a colleague who holds one already."),
        "loan_stands": _("The role is lent to this colleague in those days already."),
        "loan_too_long": _("A role is lent for %(days)s days at most."),
        "loan_outlives_role": _("The loan would last longer than the role itself."),
        "address_not_readable": _("Enter a mobile number of eleven digits, or a whole e-mail address."),
        "name_missing": _("Write the person's name."),
        "role_invitation_gone": _("This invitation has lapsed, was answered or taken back. Ask for a new one."),
        "role_invitation_open": _("An invitation to this address for this role waits already. Send it again instead."),
        "role_invitation_sent_often": _("It was sent %(count)s times. Take it back and check the address."),
        "area_code": _("A division code has twelve digits."),
        "area_not_inside": _("The code does not lie inside the division above it."),
        "recovery_not_needed": _("The person has no second factor."),
        "recovery_moved_on": _("This request has moved on. Reload the page."),
        "recovery_of_oneself": _("Nobody restores one's own access. Ask a colleague."),
        "recovery_not_yours": _("This step is for another role."),
        "identity_check_missing": _("Say how you made sure who the person is."),
    }
)
word(
    {
        "keepers_are_there": _("There are keepers of the roles already: new ones come in by two persons."),
        "keeper_is_there": _(
            "Somebody holds this role. If that person is gone, add --instead: the role then ends there."
        ),
    }
)
name_acts(
    {
        "role.propose": _("Proposed the role"),
        "role.confirm": _("Confirmed the role"),
        "role.refuse": _("Refused the role"),
        "role.withdraw": _("Took the proposal back"),
        "role.grant": _("The role is held"),
        "role.end": _("Ended the role"),
        "role.lend": _("Lent the role"),
        "role.take_back": _("Took the lent role back"),
        "invitation.send": _("Sent the invitation"),
        "invitation.resend": _("Sent a fresh link"),
        "invitation.revoke": _("Took the invitation back"),
        "invitation.accept": _("Accepted the invitation"),
        "recovery.ask": _("Asked for the recovery"),
        "recovery.identify": _("Made sure who asks"),
        "recovery.approve": _("Removed the second factor"),
        "recovery.refuse": pgettext_lazy("recovery", "Refused the recovery"),
        "recovery.withdraw": _("Took the wish back"),
        "role.found": _("Named the first keeper of the roles"),
        "role.appoint": _("Gave the role on the server, because nobody was left to confirm it"),
        "area.add": _("Entered the area"),
        "area.rename": _("Renamed the area"),
        "token.make": _("Made an API token"),
        "token.revoke": _("Revoked the API token"),
        "account_opened": _("Opened the account"),
        "person_renamed": _("Changed the name"),
        "contact_changed": _("Changed the number or address"),
        "consent_given": _("Gave the agreement"),
        "consent_withdrawn": _("Took the agreement back"),
        "session_ended": _("Signed out a device"),
        "sessions_ended": _("Signed out everywhere"),
        "own_data_exported": _("Took the own data along"),
        "closing_asked": _("Asked to close the account"),
        "closing_taken_back": _("Kept the account after all"),
        "account_closed": _("Closed the account"),
    }
)
