"""What is known of an expert, read from what somebody typed or brought in a sheet. Pure: plain values in and out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from accounts.domain.contacts import email_of, mobile_of
from organizations.domain import uscc
from rounds.enums import Field
from venture.kernel.errors import RuleRefusal

MOST_PROJECTS: Final = 300
# The longest texts, as the table takes them.
LENGTHS: Final = {"name": 60, "employer": 120, "title": 60, "address": 200, "note": 300, "key": 80}


@dataclass(frozen=True)
class Facts:
    """An expert's facts in one way of writing: numbers as ``+86…``, codes in capitals, fields in the order of the list.

    ``fields`` are values of ``rounds.enums.Field``; days of absence are both given, or an open end.
    """

    name: str
    employer: str = ""
    employer_code: str = ""
    title: str = ""
    fields: tuple[str, ...] = ()
    finance: bool = False
    email: str = ""
    mobile: str = ""
    address: str = ""
    most: int = 40
    away_from: date | None = None
    away_until: date | None = None
    note: str = ""
    key: str = ""

    def as_columns(self) -> dict[str, Any]:
        """Return the values by the names of the table's columns."""
        return {**{name: getattr(self, name) for name in self.__dataclass_fields__}, "fields": list(self.fields)}


def problems_of(given: Mapping[str, Any]) -> list[RuleRefusal]:
    """Return everything that keeps ``given`` (texts by the names of ``Facts``) from being an expert's facts.

    Codes: ``expert_name_missing``, ``expert_field_missing`` (neither a field of service nor finance),
    ``expert_field_unknown``, ``expert_mobile``, ``expert_email``, ``expert_most``, ``expert_away``,
    ``expert_too_long``, and those of a credit code.
    """
    return _read(given)[1]


def facts_of(given: Mapping[str, Any]) -> Facts:
    """Return the facts. Raise ``RuleRefusal`` with the first of ``problems_of``."""
    facts, problems = _read(given)
    if problems:
        raise problems[0]
    return facts


def _read(given: Mapping[str, Any]) -> tuple[Facts, list[RuleRefusal]]:
    problems: list[RuleRefusal] = []
    texts = {name: " ".join(str(given.get(name) or "").split()) for name in LENGTHS}
    for name, most in LENGTHS.items():
        if len(texts[name]) > most:
            problems.append(RuleRefusal("expert_too_long", most=most, text=texts[name][:20]))
    if not texts["name"]:
        problems.append(RuleRefusal("expert_name_missing"))
    asked = [str(each) for each in given.get("fields") or ()]
    for stranger in (each for each in asked if each not in Field.values):
        problems.append(RuleRefusal("expert_field_unknown", text=stranger[:20]))
    fields = tuple(each for each in Field.values if each in asked)
    finance = bool(given.get("finance"))
    if not asked and not finance:
        problems.append(RuleRefusal("expert_field_missing"))
    mobile, email = str(given.get("mobile") or "").strip(), str(given.get("email") or "").strip()
    if mobile and mobile_of(mobile) is None:
        problems.append(RuleRefusal("expert_mobile", text=mobile[:20]))
    if email and email_of(email) is None:
        problems.append(RuleRefusal("expert_email", text=email[:40]))
    code = str(given.get("employer_code") or "")
    try:
        code = uscc.validated(code) if uscc.clean(code) else ""
    except RuleRefusal as refusal:
        problems.append(refusal)
    told = str(given.get("most") or Facts.most)
    most = int(told) if told.isdecimal() and len(told) <= 4 else 0
    if not 1 <= most <= MOST_PROJECTS:
        problems.append(RuleRefusal("expert_most", most=MOST_PROJECTS))
    away_from, away_until = given.get("away_from") or None, given.get("away_until") or None
    if away_until is not None and (away_from is None or away_until < away_from):
        problems.append(RuleRefusal("expert_away"))
    facts = Facts(
        **texts, employer_code=code, fields=fields, finance=finance, email=email_of(email) or "",
        mobile=mobile_of(mobile) or "", most=most, away_from=away_from, away_until=away_until,
    )  # fmt: skip
    return facts, problems


def is_away(away_from: date | None, away_until: date | None, first: date, last: date) -> bool:
    """Say whether an absence covers every day from ``first`` to ``last``."""
    return away_from is not None and away_from <= first and (away_until is None or away_until >= last)
