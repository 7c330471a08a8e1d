"""Which facts tie an expert to an applicant: each rule by an example, the keys by random pairs."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.domain.conflicts import (
    ApplicantFacts,
    ExpertFacts,
    Person,
    Tied,
    Unit,
    conflicts_of,
    digits,
    keys_of,
    plain,
)

DAY = date(2026, 12, 7)
ORG = Unit("和邻社会工作服务中心", "52999901MJ0000001A")
BRANCH = Unit("和邻（东关）站", "52999902MJ0000001B")
ELSE = Unit("云溪大学社会学系")
SOMEBODY = ExpertFacts("沈怀远", "+8613800138001", "府前路18号3楼")
APPLICANT = ApplicantFacts(ORG, "周敏", "0000-8802 2001", "东关街道11号院")


def expert(**more: Any) -> ExpertFacts:
    return ExpertFacts(**{**vars(SOMEBODY), **more})


def applicant(**more: Any) -> ApplicantFacts:
    return ApplicantFacts(**{**vars(APPLICANT), **more})


def tied(kind: str, until: date | None = None, unit: Unit = ORG, *, declared: bool = False) -> ExpertFacts:
    return expert(ties=(Tied(kind, unit, until, declared),))


CASES = [
    (expert(employer=Unit("和邻 社会工作服务中心")), applicant(), [("employer", True)]),
    (tied("board"), applicant(), [("board", True)]),
    (tied("adviser", date(2023, 12, 8)), applicant(), [("adviser", True)]),
    (tied("adviser", date(2023, 12, 7)), applicant(), [("adviser", False)]),
    (tied("donor", date(2024, 2, 29)), applicant(), [("donor", True)]),
    (tied("kin", date(2001, 1, 1)), applicant(), [("kin", True)]),
    (tied("helped", date(2001, 1, 1)), applicant(), [("helped", True)]),
    (tied("evaluator"), applicant(), [("evaluator", False)]),
    (tied("other"), applicant(), [("other", False)]),
    (tied("board", unit=Unit("改了名的和邻", ORG.code)), applicant(), [("board", True)]),
    (tied("board", unit=Unit(ORG.name, "52999901MJ9999999X")), applicant(), []),
    (tied("board", unit=BRANCH), applicant(), [("affiliate", False)]),
    (tied("evaluator", unit=BRANCH), applicant(), []),
    (tied("board", unit=ELSE), applicant(affiliates=(ELSE,)), [("affiliate", False)]),
    (expert(employer=ELSE), applicant(partners=(Unit("云溪大学 社会学系"),)), [("partner", False)]),
    (tied("adviser", date(2020, 1, 1), ELSE), applicant(partners=(ELSE,)), []),
    (expert(member_of=frozenset({ORG.code})), applicant(), [("member", True)]),
    (expert(was_member_of={ORG.code: date(2025, 1, 1)}), applicant(), [("member", True)]),
    (expert(was_member_of={ORG.code: date(2020, 1, 1)}), applicant(), [("member", False)]),
    (expert(name="周 敏"), applicant(), [("legal_representative", False)]),
    (expert(name="周敏"), applicant(phone="138-0013-8001"), [("legal_representative", True), ("phone", True)]),
    (expert(), applicant(people=(Person("沈怀远", "", "team"),)), [("team", False)]),
    (expert(), applicant(people=(Person("沈怀远", "13800138001", "team"),)), [("team", True)]),
    (expert(), applicant(people=(Person("别人", "138 0013 8001", "contact"),)), [("phone", True)]),
    (expert(), applicant(phone="86 13800138001"), [("phone", True)]),
    (expert(), applicant(address="府前路 18 号 3楼"), [("address", False)]),
    (expert(address="3楼"), applicant(address="3楼"), []),
    (expert(), applicant(), []),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "wanted"), CASES)
def test_each_rule_by_an_example(one: ExpertFacts, other: ApplicantFacts, wanted: list[tuple[str, bool]]) -> None:
    assert [(each.code, each.hard) for each in conflicts_of(one, other, DAY)] == wanted
    if wanted:
        assert keys_of(one) & keys_of(other)


def test_what_is_declared_and_what_is_found_stand_beside_each_other_the_harder_first() -> None:
    one = expert(
        ties=(Tied("board", ORG, date(2010, 1, 1)), Tied("board", ORG), Tied("board", ORG, declared=True, note="名誉")),
    )
    found = conflicts_of(one, APPLICANT, DAY)

    assert [(each.code, each.hard, each.declared) for each in found] == [("board", True, False), ("board", True, True)]
    assert found[1].facts == {"kind": "board", "unit": ORG.name, "note": "名誉"}


def test_a_leap_day_ends_on_the_last_of_february() -> None:
    ended = tied("board", date(2024, 2, 29))
    assert [each.hard for each in conflicts_of(ended, APPLICANT, date(2027, 2, 27))] == [True]
    assert [each.hard for each in conflicts_of(ended, APPLICANT, date(2027, 2, 28))] == [False]


def test_numbers_and_names_are_compared_as_people_mean_them() -> None:
    assert digits("＋86 138-0013-8001") == digits("13800138001") == "13800138001"
    assert digits("12345") == ""
    assert plain("云溪市（东关）—和邻 中心") == plain("云溪市(东关)和邻中心")


names = st.sampled_from(["", "和邻", "春晖", "云溪 大学"])
codes = st.sampled_from(["", ORG.code, BRANCH.code, "52999901MJ7777777C"])
units = st.builds(Unit, names, codes)
phones = st.sampled_from(["", "13800138001", "+8613800138001", "0000-88022001"])
people = st.builds(Person, st.sampled_from(["", "周敏", "沈怀远"]), phones, st.just("team"))
ties = st.builds(Tied, st.sampled_from(["board", "kin", "other"]), units, st.none() | st.just(date(2024, 1, 1)))
experts = st.builds(
    ExpertFacts, st.sampled_from(["周敏", "沈怀远"]), phones, st.sampled_from(["", "府前路18号3楼"]), units,
    st.lists(ties, max_size=2).map(tuple), codes.map(lambda code: frozenset({code} - {""})),
)  # fmt: skip
applicants = st.builds(
    ApplicantFacts, units, st.sampled_from(["", "周敏"]), phones, st.sampled_from(["", "府前路 18号3楼"]),
    st.lists(people, max_size=2).map(tuple), st.lists(units, max_size=2).map(tuple),
    st.lists(units, max_size=2).map(tuple),
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(experts, applicants)
def test_whoever_shares_no_key_has_no_conflict(one: ExpertFacts, other: ApplicantFacts) -> None:
    found = conflicts_of(one, other, DAY)
    assert not found or keys_of(one) & keys_of(other)
    assert len({(each.code, each.declared) for each in found}) == len(found)
