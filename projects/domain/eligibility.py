"""Whether an organisation may apply, rule by rule, from what is on record. Pure.

A rule of a round is a kind and a number (``age_months`` 12). What no record can say is a question for a person.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from organizations.domain.facts import EligibilityFacts

Facts = EligibilityFacts
APPLICANT_KINDS: Final = frozenset({"51", "52", "53"})
GOOD_RESULTS: Final = frozenset({"passed", "basic"})
# The month until which results of the year before are still coming in.
_RESULTS_OUT: Final = 7


class Answer(StrEnum):
    MET = "met"
    UNMET = "unmet"
    # The record says nothing, or staff have not confirmed it yet: the applicant can mend that.
    OPEN = "open"
    # No record can say it: a person answers.
    ASK = "ask"


@dataclass(frozen=True)
class Rule:
    kind: str
    value: int | None = None


@dataclass(frozen=True)
class Verdict:
    """``fact`` is the code of the sentence that says which fact decided; ``details`` are its plain values."""

    rule: Rule
    answer: Answer
    fact: str
    details: Mapping[str, Any] = field(default_factory=dict)


def judge(rules: Iterable[Rule], facts: Facts) -> list[Verdict]:
    """Return one verdict per rule, in the order of the rules. A kind that nobody knows is a question."""
    return [_JUDGES.get(rule.kind, _ask)(rule, facts) for rule in rules]


def may_apply(verdicts: Iterable[Verdict]) -> bool:
    """Tell whether nothing on record keeps the organisation from applying."""
    return all(verdict.answer in {Answer.MET, Answer.ASK} for verdict in verdicts)


def months_between(first: date, last: date) -> int:
    """Return the whole months from ``first`` to ``last``; a month that began on the 31st is over on the last day of a
    shorter one. Never below zero."""
    months = (last.year - first.year) * 12 + last.month - first.month
    short = last.day < first.day and not _is_last_of_month(last)
    return max(0, months - short)


def _is_last_of_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def years_before(day: date, years: int) -> date:
    """Return the same day ``years`` earlier; the last of February for a leap day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _ask(rule: Rule, _facts: Facts) -> Verdict:
    return Verdict(rule, Answer.ASK, "eligibility_ask")


def _registered(rule: Rule, facts: Facts) -> Verdict:
    if facts.state == "suspended":
        return Verdict(rule, Answer.UNMET, "eligibility_suspended")
    if facts.state != "verified":
        return Verdict(rule, Answer.OPEN, "eligibility_not_verified")
    until = facts.certificate_valid_until
    if until is not None and until < facts.day:
        return Verdict(rule, Answer.OPEN, "eligibility_certificate_over", {"day": until})
    return Verdict(rule, Answer.MET, "eligibility_verified")


def _credit_code(rule: Rule, facts: Facts) -> Verdict:
    known = facts.kind in APPLICANT_KINDS
    return Verdict(
        rule, Answer.MET if known else Answer.UNMET, "eligibility_code_good" if known else "eligibility_code_bad"
    )


def _age_months(rule: Rule, facts: Facts) -> Verdict:
    wanted = rule.value or 0
    if facts.registered_on is None:
        return Verdict(rule, Answer.OPEN, "eligibility_age_unknown")
    months = months_between(facts.registered_on, facts.day)
    old = months >= wanted
    return Verdict(
        rule, Answer.MET if old else Answer.UNMET, "eligibility_age",
        {"day": facts.registered_on, "months": months, "wanted": wanted},
    )  # fmt: skip


def _inspection(rule: Rule, facts: Facts) -> Verdict:
    """The last ``value`` finished years count; the year of registration is the first that can have a result.

    The result of the year that has just ended comes in the middle of the next one: until then the year before counts.
    """
    wanted = rule.value or 1
    last = facts.day.year - 1
    if last not in facts.inspections and facts.day.month <= _RESULTS_OUT:
        last -= 1
    first = max(last - wanted + 1, facts.registered_on.year if facts.registered_on else 0)
    years = range(last, first - 1, -1)
    bad = [year for year in years if facts.inspections.get(year, "passed") not in GOOD_RESULTS]
    if bad:
        return Verdict(rule, Answer.UNMET, "eligibility_inspection_failed", {"year": bad[0]})
    missing = [year for year in years if year not in facts.inspections]
    if missing:
        return Verdict(rule, Answer.OPEN, "eligibility_inspection_missing", {"year": missing[0]})
    unproved = [year for year in years if year not in facts.confirmed_years]
    if unproved:
        return Verdict(rule, Answer.OPEN, "eligibility_inspection_unproved", {"year": unproved[0]})
    return Verdict(rule, Answer.MET, "eligibility_inspection_good", {"years": len(years)})


def _clean_years(kind: str) -> Callable[[Rule, Facts], Verdict]:
    """A sanction counts when it held on any day of the last ``value`` years."""

    def judged(rule: Rule, facts: Facts) -> Verdict:
        since = years_before(facts.day, rule.value or 0)
        for each in facts.sanctions:
            if each.kind == kind and each.since <= facts.day and (each.until is None or each.until >= since):
                return Verdict(rule, Answer.UNMET, f"eligibility_{kind}", {"day": each.since})
        return Verdict(rule, Answer.MET, "eligibility_no_sanction", {"day": since})

    return judged


def _restricted(rule: Rule, facts: Facts) -> Verdict:
    held = [each for each in facts.sanctions if each.kind == "restricted" and each.holds_on(facts.day)]
    if held:
        return Verdict(rule, Answer.UNMET, "eligibility_restricted", {"day": held[0].since})
    return Verdict(rule, Answer.MET, "eligibility_no_sanction", {"day": facts.day})


def _operator(rule: Rule, facts: Facts) -> Verdict:
    ours = facts.is_operator_or_affiliate
    return Verdict(
        rule, Answer.UNMET if ours else Answer.MET, "eligibility_operator" if ours else "eligibility_no_operator"
    )


def _at_least(name: str) -> Callable[[Rule, Facts], Verdict]:
    def judged(rule: Rule, facts: Facts) -> Verdict:
        wanted, number = rule.value or 0, getattr(facts, name)
        if number is None:
            return Verdict(rule, Answer.OPEN, f"eligibility_{name}_unknown")
        enough = number >= wanted
        return Verdict(
            rule, Answer.MET if enough else Answer.UNMET, f"eligibility_{name}", {"number": number, "wanted": wanted}
        )

    return judged


def _account(rule: Rule, facts: Facts) -> Verdict:
    if facts.has_account:
        return Verdict(rule, Answer.MET, "eligibility_account")
    return Verdict(rule, Answer.OPEN, "eligibility_account_missing")


_JUDGES: Final[dict[str, Callable[[Rule, Facts], Verdict]]] = {
    "registered": _registered,
    "credit_code": _credit_code,
    "age_months": _age_months,
    "inspection": _inspection,
    "abnormal_years": _clean_years("abnormal"),
    "dishonest_years": _clean_years("dishonest"),
    "penalty_years": _clean_years("penalty"),
    "restricted": _restricted,
    "operator": _operator,
    "staff_min": _at_least("full_time_staff"),
    "certified_min": _at_least("certified_staff"),
    "account": _account,
}
JUDGED: Final = frozenset(_JUDGES)
