"""Organisations and communities for tests, entered by the flows."""

from itertools import count
from typing import Any

from accounts.models import Area, User
from organizations import flows
from organizations.domain import uscc
from organizations.models import Community, Organization
from tests.accounts.factories import make_user

_numbers = count(1)
PAPERS = ["登记证书"]


def code_for(number: int, kind: str = "52", division: str = "999901") -> str:
    subject = f"MK{number:06d}"
    body = f"{kind}{division}{subject}{uscc.inner_check_character(subject)}"
    return body + uscc.check_character(body)


def make_area(code: str = "999901001000", name: str = "东关街道") -> Area:
    return Area.objects.get_or_create(code=code, defaults={"name": name})[0]


def make_organization(owner: User | None = None, **details: Any) -> Organization:
    number = next(_numbers)
    owner = owner or make_user()
    return flows.register_organization(
        name=details.pop("name", f"机构{number}"),
        code=details.pop("code", code_for(number)),
        authority="云溪市民政局",
        area=details.pop("area", None) or make_area(),
        owner=owner,
        actor=owner,
        legal_representative="甲",
        **details,
    )


def make_verified(owner: User | None = None, *, by: User | None = None, **details: Any) -> Organization:
    owner = owner or make_user()
    organization = make_organization(owner, **details)
    case = flows.ask_verification(organization_id=organization.pk, papers=PAPERS, actor=owner)
    flows.verify_case(case_id=case.pk, compared=dict.fromkeys(case.claimed, True), actor=by or make_user())
    organization.refresh_from_db()
    return organization


def make_community(code: str = "", area: Area | None = None, worker: User | None = None) -> Community:
    street = area or make_area()
    code = code or f"{street.code[:9]}{next(_numbers) % 998 + 1:03d}"
    community = flows.enter_community(code=code, name=f"社区{code[-3:]}", street=street, actor=None)
    if worker is not None:
        flows.add_community_worker(community_id=community.pk, user=worker, actor=None)
    return community
