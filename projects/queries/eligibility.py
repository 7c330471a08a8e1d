"""Whether an organisation may apply in a round, as its records say today."""

from datetime import date
from typing import NamedTuple

from organizations.models import Organization
from organizations.queries import eligibility_facts
from projects.domain.eligibility import JUDGED, Answer, Rule, Verdict, judge
from rounds.models import EligibilityRule, Round

# Rules that are met only by what staff have seen and confirmed.
CONFIRMED = frozenset({"registered", "inspection", "account"})


class Judged(NamedTuple):
    """A rule of the round and what the records say. ``decided``: nobody needs to be asked any more.

    A rule that the round leaves to people is decided by a record that staff have confirmed, or against the
    organisation: that nothing is on record does not prove it.
    """

    rule: EligibilityRule
    verdict: Verdict
    decided: bool


def judged(round_: Round, organization: Organization, day: date) -> list[Judged]:
    """Return one answer per rule, in the round's order. Six queries."""
    rules = list(round_.eligibility.all())
    verdicts = judge([Rule(each.kind, each.value) for each in rules], eligibility_facts(organization, day))
    return [Judged(rule, verdict, _decides(rule, verdict)) for rule, verdict in zip(rules, verdicts, strict=True)]


def _decides(rule: EligibilityRule, verdict: Verdict) -> bool:
    if rule.kind not in JUDGED or verdict.answer == Answer.ASK:
        return False
    return rule.automatic or verdict.answer != Answer.MET or rule.kind in CONFIRMED
