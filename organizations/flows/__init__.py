"""The write side of organisations: members, verification, records, papers, accounts, operators, communities."""

from organizations.flows.bank import (
    confirm_account,
    propose_account,
    refuse_account,
    reveal_account,
    staff_confirm,
    withdraw_account,
)
from organizations.flows.communities import (
    add_community_worker,
    change_community,
    end_community_worker,
    enter_community,
)
from organizations.flows.documents import keep_document
from organizations.flows.handing_over import accept_ownership, end_offer, offer_ownership
from organizations.flows.inviting import accept_invitation, invite_member, take_back_invitation
from organizations.flows.members import add_member, change_role, end_membership
from organizations.flows.operating import (
    end_affiliate,
    enter_affiliate,
    name_operator,
    refuse_affiliate,
    second_affiliate,
)
from organizations.flows.records import (
    confirm_inspection,
    enter_inspection,
    enter_sanction,
    lift_sanction,
    state_inspection,
)
from organizations.flows.registering import (
    change_entry,
    register_organization,
    restore_organization,
    suspend_organization,
)
from organizations.flows.rotating import close_numbers_anew
from organizations.flows.social_workers import end_social_worker, enter_social_worker, renew_social_worker
from organizations.flows.taking_over import (
    ask_take_over,
    check_take_over,
    grant_take_over,
    refuse_take_over,
    withdraw_take_over,
)
from organizations.flows.verifying import ask_change, ask_verification, refuse_case, return_case, verify_case

__all__ = [
    "accept_invitation", "accept_ownership", "add_community_worker", "add_member", "ask_change", "ask_take_over",
    "ask_verification", "change_community", "change_entry", "change_role", "check_take_over", "close_numbers_anew",
    "confirm_account", "confirm_inspection", "end_affiliate", "end_community_worker", "end_membership", "end_offer",
    "end_social_worker", "enter_affiliate", "enter_community", "enter_inspection", "enter_sanction",
    "enter_social_worker", "grant_take_over", "invite_member", "keep_document", "lift_sanction", "name_operator",
    "offer_ownership", "propose_account", "refuse_account", "refuse_affiliate", "refuse_case", "refuse_take_over",
    "register_organization", "renew_social_worker", "restore_organization", "return_case", "reveal_account",
    "second_affiliate", "staff_confirm", "state_inspection", "suspend_organization", "take_back_invitation",
    "verify_case", "withdraw_account", "withdraw_take_over",
]  # fmt: skip
