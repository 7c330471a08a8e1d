"""What an organisation still has to do before it can apply to any round. A round's own rules come on top."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from organizations.domain.facts import EligibilityFacts
from organizations.domain.validity import is_over
from organizations.enums import AccountState, CaseState, DocumentKind, OrganizationState


class Standing(StrEnum):
    """How one step stands."""

    DONE = "done"
    TO_DO = "todo"
    WAITING = "waiting"
    MEND = "mend"
    LAPSED = "lapsed"
    OPTIONAL = "optional"
    CLOSED = "closed"


@dataclass(frozen=True)
class Step:
    """One line of the list. Only ``optional`` and ``done`` lines do not stand in the way."""

    code: str
    standing: Standing

    @property
    def is_in_the_way(self) -> bool:
        return self.standing not in {Standing.DONE, Standing.OPTIONAL}


@dataclass(frozen=True)
class Held:
    """What the organisation has entered and handed in, beside the facts."""

    missing_fields: Collection[str]
    documents: Collection[str]
    case_state: str
    account_states: Collection[str]
    has_signer: bool


def steps_of(facts: EligibilityFacts, held: Held) -> tuple[Step, ...]:
    """Return every step in the order in which it is best done."""
    return (
        Step("entry", Standing.TO_DO if held.missing_fields else Standing.DONE),
        Step("certificate", _certificate(facts)),
        Step("documents", _documents(held)),
        Step("inspection", _inspection(facts)),
        Step("grade", _grade(facts)),
        Step("account", _account(held)),
        Step("signer", Standing.DONE if held.has_signer else Standing.TO_DO),
        Step("verification", _verification(facts, held)),
    )


def _certificate(facts: EligibilityFacts) -> Standing:
    if facts.certificate_valid_until is None:
        return Standing.TO_DO
    return Standing.LAPSED if is_over(facts.certificate_valid_until, facts.day) else Standing.DONE


def _documents(held: Held) -> Standing:
    needed = {DocumentKind.CERTIFICATE.value, DocumentKind.CHARTER.value}
    return Standing.DONE if needed <= set(held.documents) else Standing.TO_DO


def _inspection(facts: EligibilityFacts) -> Standing:
    """Ask for the last year's result; until the middle of the year the one before is enough."""
    last = facts.day.year - 1
    enough = {last} if facts.day.month > 6 else {last, last - 1}
    founded_since = facts.registered_on is not None and facts.registered_on.year > last
    return Standing.DONE if enough & set(facts.inspections) or founded_since else Standing.TO_DO


def _grade(facts: EligibilityFacts) -> Standing:
    if not facts.grade or facts.grade_valid_until is None:
        return Standing.OPTIONAL
    return Standing.OPTIONAL if is_over(facts.grade_valid_until, facts.day) else Standing.DONE


def _account(held: Held) -> Standing:
    if AccountState.CURRENT.value in held.account_states:
        return Standing.DONE
    return Standing.WAITING if AccountState.PROPOSED.value in held.account_states else Standing.TO_DO


def _verification(facts: EligibilityFacts, held: Held) -> Standing:
    if facts.is_operator_or_affiliate or facts.state == OrganizationState.SUSPENDED:
        return Standing.CLOSED
    if facts.state == OrganizationState.VERIFIED:
        return Standing.DONE
    return {CaseState.SUBMITTED.value: Standing.WAITING, CaseState.RETURNED.value: Standing.MEND}.get(
        held.case_state, Standing.TO_DO
    )
