"""What the database knows of people."""

from accounts.models.people import User, UserManager
from accounts.models.roles import Area, RoleGrant, RoleGrantQuerySet

__all__ = ["Area", "RoleGrant", "RoleGrantQuerySet", "User", "UserManager"]
