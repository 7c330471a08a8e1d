"""Who proves what: by role, whole table."""

import pytest

from accounts.domain.factors import meets, need_of
from accounts.enums import Role

PASSWORD, MAIL, SMS = (
    {"method": "password"},
    {"method": "code", "channel": "email"},
    {"method": "code", "channel": "mobile"},
)
APP = {"method": "mfa", "type": "totp"}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EXPERT])
def test_every_part_but_the_experts_carries_an_app_or_a_passkey(role: Role) -> None:
    assert need_of({role}) == "strong"
    assert need_of({role, Role.EXPERT}) == "strong"


def test_experts_may_use_sms_and_people_without_a_part_nothing() -> None:
    assert (need_of({Role.EXPERT}), need_of(set())) == ("any", "none")


@pytest.mark.parametrize(
    ("records", "met"),
    [
        ([], {"none"}),
        ([PASSWORD], {"none"}),
        ([SMS], {"none"}),
        ([PASSWORD, MAIL], {"none"}),
        ([PASSWORD, SMS], {"none", "any"}),
        ([SMS, PASSWORD], {"none", "any"}),
        ([PASSWORD, APP], {"none", "any", "strong"}),
        ([APP], {"none", "any", "strong"}),
    ],
)
def test_which_proofs_meet_which_need(records: list[dict[str, str]], met: set[str]) -> None:
    assert {need for need in ("none", "any", "strong") if meets(need, records)} == met
