"""Who may apply, in words: the question, which fact decided, and what to do about it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.domain.eligibility import Verdict
from venture.doors.templatetags.when import beijing_day

# What is asked of somebody whose records are not known here. The rule's own text stands above.
FACTS: Mapping[str, Any] = {
    "eligibility_ask": _("Nobody can read this from records: please answer."),
    "eligibility_verified": _("The bureau has verified the organisation."),
    "eligibility_not_verified": _("The organisation is not verified yet. Hand the certificate in for verification."),
    "eligibility_suspended": _("The verification is suspended. Read why on the page of the organisation."),
    "eligibility_certificate_over": _("The certificate on record ended on %(day)s. Enter the renewed one."),
    "eligibility_code_good": _("The code on record is valid."),
    "eligibility_code_bad": _("The code on record is not that of a social organisation."),
    "eligibility_age": _("Registered on %(day)s: %(months)s months; %(wanted)s are asked for."),
    "eligibility_age_unknown": _("The day of registration is not on record. Enter it on the page of the organisation."),
    "eligibility_inspection_good": _("The results of the last %(years)s years are on record and confirmed."),
    "eligibility_inspection_failed": _("The result of %(year)s is “not passed” or missing participation."),
    "eligibility_inspection_missing": _("The result of %(year)s is not on record. Enter it and upload the proof."),
    "eligibility_inspection_unproved": _("The result of %(year)s waits for the bureau to confirm it."),
    "eligibility_no_sanction": _("Nothing of this kind is on record since %(day)s."),
    "eligibility_abnormal": _("On the list of abnormal activity since %(day)s."),
    "eligibility_dishonest": _("On the list of serious breaches of law and trust since %(day)s."),
    "eligibility_penalty": _("An administrative penalty of %(day)s is on record."),
    "eligibility_restricted": _("Kept from applying since %(day)s."),
    "eligibility_operator": _("The organisation runs this round or is tied to the one that does."),
    "eligibility_no_operator": _("The organisation is not tied to the one that runs the round."),
    "eligibility_full_time_staff": _("Full-time staff on record: %(number)s; at least %(wanted)s are asked for."),
    "eligibility_full_time_staff_unknown": _("The number of full-time staff is not on record. Enter it."),
    "eligibility_certified_staff": _("Certified social workers on record: %(number)s; at least %(wanted)s."),
    "eligibility_certified_staff_unknown": _("The number of certified social workers is not on record. Enter it."),
    "eligibility_account": _("A bank account in the organisation's name is on record."),
    "eligibility_account_missing": _("No bank account in the organisation's name is on record yet."),
}


def fact_of(verdict: Verdict) -> str:
    """Return which fact decided, in the reader's language."""
    said = {
        name: beijing_day(value, "year") if isinstance(value, date) else value
        for name, value in verdict.details.items()
    }
    return str(FACTS[verdict.fact]) % said


# What to do about a rule that is not met or not sure, by its kind.
ADVICE: Mapping[str, Any] = {
    "registered": _("Register with the department of civil affairs first, or apply through a registered organisation."),
    "credit_code": _("Only codes that begin with 51, 52 or 53 apply. A branch or an office applies through its head."),
    "age_months": _("Wait for the next round, or take part as the partner of an older organisation."),
    "inspection": _("Hand in the annual report and ask your registration authority for the result."),
    "abnormal_years": _("Have the entry on the list removed; the years count from then on."),
    "dishonest_years": _("Have the entry on the list removed; the years count from then on."),
    "penalty_years": _("The years count from the decision on; wait for a later round."),
    "restricted": _("Wait until the restriction ends; the page of the organisation names the day."),
    "operator": _("Who runs the round, and who is tied to it, cannot apply in any case."),
    "staff_min": _("Enter everybody who is employed, with social insurance, in the record of the organisation."),
    "certified_min": _("Enter every certificate, or win a certified social worker before the call closes."),
    "scope": _("Compare the charter; a project outside it needs a change of the charter first."),
    "account": _("Enter the account on the page of the organisation; it must bear the same name."),
}


def advice_for(kind: str) -> str:
    return str(ADVICE.get(kind, _("Ask the operator by telephone; the number stands on this page.")))
