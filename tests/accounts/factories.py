"""People for tests: dull, and with exactly the roles that are asked for."""

from datetime import date
from itertools import count
from typing import Any

from accounts.enums import Role
from accounts.models import RoleGrant, User

_numbers = count(1)


def make_user(*roles: Role, name: str = "", **fields: Any) -> User:
    number = next(_numbers)
    user = User.objects.create_user(
        fields.pop("email", f"person{number}@test.example"), "secret", display_name=name or f"测试{number}", **fields
    )
    for role in roles:
        RoleGrant.objects.create(user=user, role=role, starts_on=date(2020, 1, 1))
    return user
