"""Who comes to the doors. Each persona is an account of the demonstration: the matrix tries what people are given.

Two more are made here: a superuser, and a clerk whose role is held for one district only.
Nothing of Django's models is imported at the top: the browser's tests read the names without a database.
"""

from datetime import date
from typing import Any

ANONYMOUS = "anonymous"

ACCOUNTS = {
    "org_owner": "org@yunxi.example",
    "org_editor": "editor@yunxi.example",
    "org_signatory": "signatory@yunxi.example",
    "org_viewer": "viewer@yunxi.example",
    "other_org": "other@yunxi.example",
    "community": "community@yunxi.example",
    "individual": "individual@yunxi.example",
    "expert": "expert@yunxi.example",
    "clerk": "clerk@yunxi.example",
    "head": "head@yunxi.example",
    "leader": "leader@yunxi.example",
    "operator": "operator@yunxi.example",
    "finance_maker": "finance_maker@yunxi.example",
    "finance_checker": "finance_checker@yunxi.example",
    "evaluator": "evaluator@yunxi.example",
    "auditor": "auditor@yunxi.example",
    "supervision": "supervision@yunxi.example",
    "system_admin": "system_admin@yunxi.example",
}
SUPERUSER, DISTRICT = "superuser", "district"
DISTRICT_CODE = "999901000000"

EVERYBODY = frozenset({*ACCOUNTS, SUPERUSER, DISTRICT})
APPLICANTS = frozenset(
    {"org_owner", "org_editor", "org_signatory", "org_viewer", "other_org", "community", "individual"}
)
STAFF = frozenset(
    {
        "clerk", "head", "operator", "auditor", "supervision", "system_admin", "finance_maker", "finance_checker",
        "evaluator", SUPERUSER, DISTRICT,
    }
)  # fmt: skip


def people() -> dict[str, Any]:
    """Return the account of every persona; fail by name when the demonstration lacks one."""
    from accounts.enums import Role
    from accounts.models import Area, RoleGrant, User

    found = {user.email: user for user in User.objects.filter(email__in=ACCOUNTS.values())}
    missing = {name: email for name, email in ACCOUNTS.items() if email not in found}
    assert not missing, f"the demonstration has no account for {missing}"
    superuser = User.objects.create_superuser("superuser@yunxi.example", display_name="超级用户")
    district = User.objects.create_user("district@yunxi.example", display_name="区经办")
    RoleGrant.objects.create(
        user=district, role=Role.CLERK, area=Area.objects.get(code=DISTRICT_CODE), starts_on=date(2020, 1, 1)
    )
    return {**{name: found[email] for name, email in ACCOUNTS.items()}, SUPERUSER: superuser, DISTRICT: district}
