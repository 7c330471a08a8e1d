"""The write side of organisations, their members and communities, one story per file."""

from organizations.flows.communities import (
    add_community_worker,
    change_community,
    end_community_worker,
    enter_community,
)
from organizations.flows.inviting import accept_invitation, invite_member, take_back_invitation
from organizations.flows.members import add_member, change_role, end_membership
from organizations.flows.registering import (
    change_entry,
    name_operator,
    register_organization,
    restore_organization,
    suspend_organization,
)
from organizations.flows.verifying import ask_verification, refuse_case, return_case, verify_case

__all__ = [
    "accept_invitation",
    "add_community_worker",
    "add_member",
    "ask_verification",
    "change_community",
    "change_entry",
    "change_role",
    "end_community_worker",
    "end_membership",
    "enter_community",
    "invite_member",
    "name_operator",
    "refuse_case",
    "register_organization",
    "restore_organization",
    "return_case",
    "suspend_organization",
    "take_back_invitation",
    "verify_case",
]
