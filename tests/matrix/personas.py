"""Who comes to the doors. Each persona is an account of the demonstration: the matrix tries what people are given.

Three more are made here: a superuser, a clerk whose role is held for one district only, and an observer without any
role, to whom the round of 2027 and an accepted application are lent.
Nothing of Django's models is imported at the top: the browser's tests read the names without a database.
"""

from datetime import date, timedelta
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
SUPERUSER, DISTRICT, OBSERVER = "superuser", "district", "observer"
_OBSERVER_EMAIL = "observer@yunxi.example"
DISTRICT_CODE = "999901000000"

EVERYBODY = frozenset({*ACCOUNTS, SUPERUSER, DISTRICT, OBSERVER})
APPLICANTS = frozenset(
    {"org_owner", "org_editor", "org_signatory", "org_viewer", "other_org", "community", "individual"}
)
STAFF = frozenset(
    {
        "clerk", "head", "operator", "auditor", "supervision", "system_admin", "finance_maker", "finance_checker",
        "evaluator", SUPERUSER, DISTRICT,
    }
)  # fmt: skip
# Who finds the frame of the staff's desks: staff, and whoever was lent something to read there.
AT_DESKS = STAFF | {OBSERVER}


def at_desks(user: Any) -> bool:
    return bool(user.is_staff or user.email == _OBSERVER_EMAIL)


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
    known = {name: found[email] for name, email in ACCOUNTS.items()}
    return {**known, SUPERUSER: superuser, DISTRICT: district, OBSERVER: _observer(known["head"])}


def lent() -> Any:
    """Return the application that the observer reads."""
    from projects.models import Project

    return Project.objects.filter(round__code="2026-b", state="accepted").order_by("pk")[0]


def _observer(lender: Any) -> Any:
    from accounts.models import User
    from projects.flows.observing import lend_application
    from rounds.flows.observing import lend_round
    from rounds.models import Round
    from venture.kernel import clock

    user = User.objects.create_user(_OBSERVER_EMAIL, display_name="特邀监督员")
    round_id, until = Round.objects.get(code="2027").pk, clock.today() + timedelta(days=90)
    lend_round(round_id=round_id, user_id=user.pk, until=until, reason="列席本轮评审", actor=lender)
    lend_application(project_id=lent().pk, user_id=user.pk, until=until, reason="了解受理情况", actor=lender)
    return user
