"""What the database knows of people."""

from accounts.models.giving import Recovery, RoleInvitation, RoleProposal
from accounts.models.people import User, UserManager
from accounts.models.records import ClosingRequest, Consent, SignInRecord
from accounts.models.roles import Area, RoleGrant, RoleGrantQuerySet
from accounts.models.tokens import ApiToken

__all__ = [
    "ApiToken",
    "Area",
    "ClosingRequest",
    "Consent",
    "Recovery",
    "RoleGrant",
    "RoleGrantQuerySet",
    "RoleInvitation",
    "RoleProposal",
    "SignInRecord",
    "User",
    "UserManager",
]
