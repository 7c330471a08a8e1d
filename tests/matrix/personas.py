"""Who comes to the doors. Each persona is an account of the demonstration: the matrix tries what people are given."""

from accounts.models import User

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
SUPERUSER = "superuser"
EVERYBODY = frozenset({*ACCOUNTS, SUPERUSER})


def people() -> dict[str, User]:
    """Return the account of every persona; fail by name when the demonstration lacks one."""
    found = {user.email: user for user in User.objects.filter(email__in=ACCOUNTS.values())}
    missing = {name: email for name, email in ACCOUNTS.items() if email not in found}
    assert not missing, f"the demonstration has no account for {missing}"
    superuser = User.objects.create_superuser("superuser@yunxi.example", display_name="超级用户")
    return {**{name: found[email] for name, email in ACCOUNTS.items()}, SUPERUSER: superuser}
