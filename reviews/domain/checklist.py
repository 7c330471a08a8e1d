"""The items of the screening of eligibility and form (资格与形式审查), and what the data say of each. Pure.

Each item is one function of the facts. It answers “fits”, “fails” or “na” where the data decide, and leaves the item
to a person otherwise, with what is known as its evidence.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from organizations.domain.facts import EligibilityFacts
from projects.domain.eligibility import APPLICANT_KINDS, Answer
from projects.domain.eligibility import Verdict as Eligible
from projects.domain.form import Problem
from reviews.domain.leaks import leaks
from reviews.domain.similar import Similar
from venture.kernel.money import format_yuan

FITS, FAILS, NA, OPEN = "fits", "fails", "na", ""
FAVOURABLE: Final = frozenset({"agreed", "conditional"})
QUALIFIED: Final = frozenset({"assistant", "social_worker", "senior"})


@dataclass(frozen=True)
class Facts:
    """What is known of one hand-in. ``content`` is frozen; ``eligible`` are the round's rules by kind, as the records
    answer them; ``own_money`` and ``broken`` are the problems of the budget, those about own money apart.

    ``inside`` is empty where the round has no area. ``missing`` are papers by name. ``barred``: operator or affiliate.
    """

    content: Mapping[str, Any]
    organization: EligibilityFacts
    eligible: Mapping[str, Eligible] = field(default_factory=dict)
    code_valid: bool = True
    inside: bool | None = None
    applications: int = 1
    most_applications: int = 0
    similar: Sequence[Similar] = ()
    compared: int = 0
    cap_fen: int = 0
    own_rule: bool = False
    own_money: Sequence[Problem] = ()
    broken: Sequence[Problem] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    consent_needed: bool = True
    consent_seal: bool = False
    signed: str = ""
    missing: Sequence[str] = ()
    barred: str = ""

    def section(self, name: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.content["sections"].get(name, {})
        return found


@dataclass(frozen=True)
class Finding:
    """What the data say of an item. ``fact`` is the code of the sentence that says which fact decided (or what a person
    should look at), ``details`` its plain values, ``path`` where in the item's part of the form it shows."""

    verdict: str
    fact: str
    details: Mapping[str, Any] = field(default_factory=dict)
    section: str = ""
    path: str = ""


@dataclass(frozen=True)
class Item:
    """``section`` is the part of the form where the applicant mends it; empty where nothing can be mended there."""

    key: str
    section: str
    find: Callable[[Facts], Finding]


def judge(facts: Facts) -> dict[str, Finding]:
    """Return one finding per item, in the order of the list, each with its place in a part that was handed in."""
    found = {}
    for item in ITEMS:
        finding = item.find(facts)
        section = finding.section or item.section
        known = section in facts.content["sections"] or section == "files"
        found[item.key] = Finding(
            finding.verdict, finding.fact, finding.details, section if known else "", finding.path if known else ""
        )
    return found


def _rule(facts: Facts, *kinds: str, met: str = FITS) -> Finding | None:
    """Answer by the round's rules of these kinds: the first that is not met decides, else the last one speaks."""
    asked = [facts.eligible[kind] for kind in kinds if kind in facts.eligible]
    if not asked:
        return None
    unmet = next((each for each in asked if each.answer == Answer.UNMET), None)
    if unmet is not None:
        return Finding(FAILS, unmet.fact, _plain(unmet.details))
    loose = next((each for each in asked if each.answer != Answer.MET), None)
    said = loose or asked[-1]
    return Finding(OPEN if loose is not None else met, said.fact, _plain(said.details))


def _plain(details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in details.items()}


def _problem(problem: Problem) -> Finding:
    return Finding(FAILS, problem.code, _plain(problem.details), problem.section, problem.path)


def _code(facts: Facts) -> Finding:
    uscc = facts.content["organization"]["uscc"]
    good = facts.code_valid and uscc[:2] in APPLICANT_KINDS
    return Finding(FITS if good else FAILS, "code_good" if good else "code_bad", {"code": uscc})


def _certificate(facts: Facts) -> Finding:
    until = facts.content["organization"].get("certificate_until")
    if not until:
        return Finding(OPEN, "certificate_open")
    over = date.fromisoformat(until) < facts.organization.day
    return Finding(FAILS if over else OPEN, "certificate_over" if over else "certificate_until", {"day": until})


def _level(facts: Facts) -> Finding:
    details = {"authority": facts.content["organization"].get("authority") or "—"}
    if facts.inside is None:
        return Finding(NA, "level_not_asked", details)
    return Finding(FITS if facts.inside else FAILS, "level_inside" if facts.inside else "level_outside", details)


def _age(facts: Facts) -> Finding:
    return _rule(facts, "age_months") or Finding(NA, "not_asked")


def _inspection(facts: Facts) -> Finding:
    return _rule(facts, "inspection") or Finding(NA, "not_asked")


def _lists(facts: Facts) -> Finding:
    """That nothing is on record here does not prove it: a person looks into the national register."""
    kinds = ("abnormal_years", "dishonest_years", "penalty_years", "restricted")
    found = _rule(facts, *kinds, met=OPEN)
    if found is None:
        return Finding(OPEN, "lists_look")
    return found if found.verdict == FAILS else Finding(OPEN, "lists_look")


def _scope(facts: Facts) -> Finding:
    return Finding(OPEN, "scope", {"scope": (facts.content["organization"].get("business_scope") or "—")[:200]})


def _grade(facts: Facts) -> Finding:
    """A grade that is over counts as none; none is no fault."""
    organization = facts.content["organization"]
    grade, until = organization.get("grade"), organization.get("grade_valid_until")
    if not grade:
        return Finding(NA, "grade_none")
    if until and date.fromisoformat(until) < facts.organization.day:
        return Finding(NA, "grade_over", {"grade": grade, "day": until})
    return Finding(FITS, "grade_until" if until else "grade", {"grade": grade, "day": until})


def _count(facts: Facts) -> Finding:
    if not facts.most_applications:
        return Finding(NA, "not_asked")
    fits = facts.applications <= facts.most_applications
    details = {"number": facts.applications, "most": facts.most_applications}
    return Finding(FITS if fits else FAILS, "count", details)


def _duplicate(facts: Facts) -> Finding:
    if not facts.similar:
        return Finding(FITS, "duplicate_none", {"number": facts.compared})
    others = [[each.code, each.title, each.why, each.percent] for each in facts.similar]
    return Finding(OPEN, "duplicate_found", {"others": others}, path="title")


def _cap(facts: Facts) -> Finding:
    grant = facts.content["project"]["grant_fen"]
    details = {"yuan": format_yuan(grant), "most": format_yuan(facts.cap_fen)}
    if not facts.cap_fen:
        return Finding(NA, "cap_none", details)
    fits = grant <= facts.cap_fen
    return Finding(FITS if fits else FAILS, "cap_kept" if fits else "cap_over", details, path="" if fits else "lines")


def _own(facts: Facts) -> Finding:
    if facts.own_money:
        return _problem(facts.own_money[0])
    lines = facts.section("budget").get("lines") or []
    own = sum((line["own"] or 0) + (line["donation"] or 0) for line in lines)
    if own:
        return Finding(OPEN, "own_proof", {"yuan": format_yuan(own)})
    return Finding(FITS, "own_kept") if facts.own_rule else Finding(NA, "own_none")


def _budget(facts: Facts) -> Finding:
    if facts.broken:
        return _problem(facts.broken[0])
    return Finding(FITS, "budget_kept", {"yuan": format_yuan(facts.content["project"]["total_fen"])})


def _dates(facts: Facts) -> Finding:
    about = facts.section("project")
    starts, ends = about.get("starts_on"), about.get("ends_on")
    if not starts or not ends:
        return Finding(FAILS, "dates_missing", path="starts_on")
    details = {"from": starts, "day": ends}
    if facts.starts_on and date.fromisoformat(starts) < facts.starts_on:
        return Finding(FAILS, "starts_before_round", {"day": facts.starts_on.isoformat()}, path="starts_on")
    if facts.ends_on and date.fromisoformat(ends) > facts.ends_on:
        return Finding(FAILS, "ends_after_round", {"day": facts.ends_on.isoformat()}, path="ends_on")
    return Finding(FITS, "dates_inside", details)


def _consent(facts: Facts) -> Finding:
    """Agreed by link and code is proved; a seal is looked at; a paper letter, where no link was asked for, as well."""
    states = {each["community"]: each for each in facts.content["consents"]}
    rows = facts.section("landing").get("places") or []
    for row in rows:
        if row["role"] != "landing" or not facts.consent_needed:
            continue
        given = states.get(row["community"])
        if given is None or given["state"] not in FAVOURABLE:
            return Finding(FAILS, "consent_lacks", path=f"places.{row['id']}.community")
    if not facts.consent_needed:
        return Finding(OPEN, "consent_paper")
    names = [f"{each['answerer']} {(each['answered_at'] or '')[:10]}".strip() for each in states.values()]
    details = {"who": "、".join(names), "number": len(states)}
    conditional = any(each["state"] == "conditional" for each in states.values())
    if facts.consent_seal or conditional:
        return Finding(OPEN, "consent_conditions" if conditional else "consent_seal", details)
    return Finding(FITS, "consent_given", details)


def _pledge(facts: Facts) -> Finding:
    promised = facts.section("commitment")
    if promised and not all(promised.get(name) for name in ("truthful", "no_double", "supervision")):
        return Finding(FAILS, "pledge_lacks")
    return Finding(FITS, "pledge_code") if facts.signed == "code" else Finding(OPEN, "pledge_seal")


def _team(facts: Facts) -> Finding:
    members = facts.section("team").get("members") or []
    ruled = _rule(facts, "staff_min", "certified_min")
    if ruled is not None:
        return ruled
    social = sum(row.get("qualification") in QUALIFIED for row in members)
    return Finding(FITS if members else FAILS, "team", {"number": len(members), "social": social})


def _files(facts: Facts) -> Finding:
    if facts.missing:
        return Finding(FAILS, "files_missing", {"names": "、".join(facts.missing)})
    return Finding(OPEN, "files_look", {"number": len(facts.content["papers"])})


def _account(facts: Facts) -> Finding:
    held = facts.organization.has_account
    return Finding(FITS if held else FAILS, "eligibility_account" if held else "eligibility_account_missing")


def _operator(facts: Facts) -> Finding:
    return Finding(FAILS if facts.barred else FITS, "eligibility_operator" if facts.barred else "operator_not")


def _identity(facts: Facts) -> Finding:
    found = leaks(facts.content)
    if not found:
        return Finding(FITS, "identity_none")
    first = found[0]
    places = [[each.section, each.path, each.word] for each in found[:8]]
    details = {"word": first.word, "number": len(found), "places": places}
    return Finding(OPEN, "identity_found", details, first.section, first.path)


ITEMS: Final = (
    Item("code", "organisation", _code),
    Item("certificate", "organisation", _certificate),
    Item("level", "organisation", _level),
    Item("age", "organisation", _age),
    Item("inspection", "organisation", _inspection),
    Item("lists", "organisation", _lists),
    Item("scope", "organisation", _scope),
    Item("grade", "organisation", _grade),
    Item("count", "project", _count),
    Item("duplicate", "project", _duplicate),
    Item("cap", "budget", _cap),
    Item("own", "cofunding", _own),
    Item("budget", "budget", _budget),
    Item("dates", "project", _dates),
    Item("consent", "landing", _consent),
    Item("pledge", "commitment", _pledge),
    Item("team", "team", _team),
    Item("files", "files", _files),
    Item("account", "organisation", _account),
    Item("operator", "", _operator),
    Item("identity", "project", _identity),
)
KEYS: Final = tuple(item.key for item in ITEMS)
NUMBERS: Final = {key: number for number, key in enumerate(KEYS, start=1)}
