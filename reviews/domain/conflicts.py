"""Which facts tie an expert to an applicant, and how strongly. Pure: what is known goes in, what was found comes out.

Every rule is an equality of something normalised: a credit code, the part of it that names the subject, a unit's name,
a person's name, a telephone, an address. So whoever shares no key (``keys_of``) with an applicant has no conflict.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from reviews.enums import ConflictCode as Code
from reviews.enums import TieKind

YEARS: Final = 3
# Ties that end keep somebody away for some years; kin, and who helped to write the application, always.
LASTING: Final = frozenset({TieKind.EMPLOYER, TieKind.BOARD, TieKind.ADVISER, TieKind.DONOR})
FOREVER: Final = frozenset({TieKind.KIN, TieKind.HELPED})
WORKING: Final = frozenset({TieKind.EMPLOYER, TieKind.BOARD, TieKind.ADVISER})
SUBJECT: Final = slice(8, 17)
_SHORTEST_PHONE: Final = 7
_SHORTEST_ADDRESS: Final = 6
_NOISE: Final = re.compile(r"[\s\-‐–—_.,，。·、()（）\[\]【】“”\"'’:：]+")


@dataclass(frozen=True)
class Unit:
    """An organisation by name and credit code; either may be unknown."""

    name: str = ""
    code: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody of the applicant. ``place`` says where the name stands: member, leader, contact or team."""

    name: str = ""
    phone: str = ""
    place: str = ""


@dataclass(frozen=True)
class Tied:
    """A tie on record. ``until`` is its last day, ``None`` while it goes on; ``declared`` by the expert."""

    kind: str
    unit: Unit
    until: date | None = None
    declared: bool = False
    note: str = ""


@dataclass(frozen=True)
class ExpertFacts:
    """``member_of`` are codes of organisations to which the account belongs, ``was_member_of`` maps others to the day
    on which that ended."""

    name: str
    mobile: str = ""
    address: str = ""
    employer: Unit = field(default_factory=Unit)
    ties: tuple[Tied, ...] = ()
    member_of: frozenset[str] = frozenset()
    was_member_of: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class ApplicantFacts:
    """The applicant as it stands on record and in what it handed in. ``partners`` work with it or give money;
    ``affiliates`` are other organisations with its account, its legal representative or its subject part."""

    unit: Unit
    legal_representative: str = ""
    phone: str = ""
    address: str = ""
    people: tuple[Person, ...] = ()
    partners: tuple[Unit, ...] = ()
    affiliates: tuple[Unit, ...] = ()


@dataclass(frozen=True)
class Found:
    """One conflict. ``hard`` ones stand whatever anybody thinks; a soft one is for a person to decide.

    ``facts`` hold what was found as plain values: ``unit``, ``person``, ``place``, ``kind``, ``until``, ``note``.
    """

    code: str
    hard: bool
    declared: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)


def conflicts_of(expert: ExpertFacts, applicant: ApplicantFacts, day: date, years: int = YEARS) -> tuple[Found, ...]:
    """Return every conflict between the two on ``day``, each code at most once per source, a hard one before a soft.

    ``years`` is how long a tie of work, advice or money counts as hard after its end; then it is soft.
    """
    found: dict[tuple[str, bool], Found] = {}
    for each in (*_ties(expert, applicant, day, years), *_members(expert, applicant, day, years),
                 *_persons(expert, applicant), *_places(expert, applicant)):  # fmt: skip
        key = (each.code, each.declared)
        if key not in found or (each.hard and not found[key].hard):
            found[key] = each
    return tuple(found[key] for key in sorted(found))


def keys_of(facts: ExpertFacts | ApplicantFacts) -> frozenset[str]:
    """Return what somebody must share with the other side for any conflict at all."""
    if isinstance(facts, ExpertFacts):
        units: Iterable[Unit] = (facts.employer, *(tie.unit for tie in facts.ties))
        codes = (*facts.member_of, *facts.was_member_of)
        names: tuple[str, ...] = (facts.name,)
        phones: tuple[str, ...] = (facts.mobile,)
    else:
        units, codes = (facts.unit, *facts.partners, *facts.affiliates), ()
        names = (facts.legal_representative, *(each.name for each in facts.people))
        phones = (facts.phone, *(each.phone for each in facts.people))
    found = {f"c{code}" for code in codes}
    for unit in units:
        found |= {f"c{unit.code}", f"u{plain(unit.name)}"}
    found |= {f"s{code[1:][SUBJECT]}" for code in found if len(code) == 1 + 18}
    found |= {f"p{plain(name)}" for name in names} | {f"t{digits(phone)}" for phone in phones}
    found |= {f"a{plain(facts.address)}"}
    return frozenset(key for key in found if len(key) > 1)


def plain(text: str) -> str:
    """Return a name or an address without what people write differently: width, spaces, dashes, brackets."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def digits(text: str) -> str:
    """Return a telephone's digits without the country, empty when they are too few to tell anything."""
    found = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
    found = re.sub(r"^(?:0086|86)(?=1\d{10}$)", "", found)
    return found if len(found) >= _SHORTEST_PHONE else ""


def is_same(one: Unit, other: Unit) -> bool:
    """Say whether two mentions name the same organisation: by the code where both have one, else by the name."""
    if one.code and other.code:
        return one.code == other.code
    return bool(plain(one.name)) and plain(one.name) == plain(other.name)


def _ties(expert: ExpertFacts, applicant: ApplicantFacts, day: date, years: int) -> Iterator[Found]:
    own = (Tied(TieKind.EMPLOYER, expert.employer),) if expert.employer != Unit() else ()
    for tie in (*own, *expert.ties):
        told: dict[str, Any] = {"kind": str(tie.kind), "unit": tie.unit.name or tie.unit.code}
        if tie.until is not None:
            told["until"] = tie.until.isoformat()
        if tie.note:
            told["note"] = tie.note
        if is_same(tie.unit, applicant.unit):
            yield Found(_code_of(tie.kind), _is_hard(tie, day, years), tie.declared, told)
            continue
        if tie.kind not in WORKING or not _lasts(tie, day, years):
            continue
        if any(is_same(tie.unit, each) for each in applicant.partners):
            yield Found(Code.PARTNER, False, tie.declared, told)
        if _is_branch(tie.unit, applicant.unit) or any(is_same(tie.unit, each) for each in applicant.affiliates):
            yield Found(Code.AFFILIATE, False, tie.declared, told)


def _members(expert: ExpertFacts, applicant: ApplicantFacts, day: date, years: int) -> Iterator[Found]:
    code = applicant.unit.code
    if code in expert.member_of:
        yield Found(Code.MEMBER, True, facts={"unit": applicant.unit.name})
    elif code in expert.was_member_of:
        ended = expert.was_member_of[code]
        hard = _years_after(ended, years) > day
        yield Found(Code.MEMBER, hard, facts={"unit": applicant.unit.name, "until": ended.isoformat()})


def _persons(expert: ExpertFacts, applicant: ApplicantFacts) -> Iterator[Found]:
    name, mobile = plain(expert.name), digits(expert.mobile)
    if name and name == plain(applicant.legal_representative):
        yield Found(Code.LEGAL_REPRESENTATIVE, mobile != "" and mobile == digits(applicant.phone),
                    facts={"person": applicant.legal_representative})  # fmt: skip
    for each in applicant.people:
        same_name, same_phone = bool(name) and name == plain(each.name), mobile != "" and mobile == digits(each.phone)
        if same_name:
            yield Found(Code.TEAM, same_phone, facts={"person": each.name, "place": each.place})
        elif same_phone:
            yield Found(Code.PHONE, True, facts={"person": each.name, "place": each.place})
    if mobile and mobile == digits(applicant.phone):
        yield Found(Code.PHONE, True, facts={"unit": applicant.unit.name})


def _places(expert: ExpertFacts, applicant: ApplicantFacts) -> Iterator[Found]:
    address = plain(expert.address)
    if len(address) >= _SHORTEST_ADDRESS and address == plain(applicant.address):
        yield Found(Code.ADDRESS, False, facts={"unit": applicant.unit.name})


def _code_of(kind: str) -> str:
    return str(kind) if kind in Code.values else str(Code.OTHER)


def _is_hard(tie: Tied, day: date, years: int) -> bool:
    return tie.kind in FOREVER or (tie.kind in LASTING and _lasts(tie, day, years))


def _lasts(tie: Tied, day: date, years: int) -> bool:
    return tie.until is None or _years_after(tie.until, years) > day


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)


def _is_branch(one: Unit, other: Unit) -> bool:
    return len(one.code) == len(other.code) == 18 and one.code[SUBJECT] == other.code[SUBJECT]
