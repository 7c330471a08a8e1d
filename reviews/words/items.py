"""The items of the checklist in words: what is asked, which fact decided, what staff often write."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.words.eligibility import FACTS as ELIGIBILITY
from venture.kernel.errors import RuleRefusal, sentence_of

NAMES: Mapping[str, Any] = {
    "code": _("The unified social credit code is valid and that of a social organisation"),
    "certificate": _("The certificate of registration is in force"),
    "level": _("The place of registration is one that the round admits"),
    "age": _("Registered long enough"),
    "inspection": _("Results of the annual inspections or reports"),
    "lists": _("On no list of abnormal activity or serious breaches, without a penalty"),
    "scope": _("The project lies within the charter's business scope"),
    "grade": _("Assessment grade and until when it holds"),
    "count": _("Not more applications than the round allows"),
    "duplicate": _("No other project for the same, no double funding"),
    "cap": _("The amount asked for lies within the cap"),
    "own": _("Own money reaches its share and is proved"),
    "budget": _("The budget adds up and keeps the round's rules"),
    "dates": _("The project runs within the round's dates"),
    "consent": _("The communities agree, with a seal where one is asked for"),
    "pledge": _("The pledge is signed and sealed"),
    "team": _("The team is large enough and has social workers"),
    "files": _("The papers are complete, readable and bear the right names"),
    "account": _("The bank account bears the organisation's name"),
    "operator": _("The applicant neither runs the round nor is tied to who does"),
    "identity": _("Nothing in the texts tells reviewers who applies"),
}

FACTS: Mapping[str, Any] = {
    "not_asked": _("The round does not ask for this."),
    "code_good": _("%(code)s: check character right, kind of organisation admitted."),
    "code_bad": _("%(code)s is not a valid code of a social organisation."),
    "certificate_open": _("No end on record. Look at the certificate."),
    "certificate_until": _("On record until %(day)s. Compare the certificate."),
    "certificate_over": _("Ended on %(day)s by the record."),
    "level_not_asked": _("The round names no area. Registered with: %(authority)s."),
    "level_inside": _("Registered with: %(authority)s, within the round's area."),
    "level_outside": _("Registered with: %(authority)s, outside the round's area."),
    "lists_look": _("Nothing on record here. Look it up in the national register and note the number of the query."),
    "scope": _("Business scope: %(scope)s"),
    "grade_none": _("Not assessed; the round does not ask for a grade."),
    "grade_over": _("%(grade)s, ended on %(day)s: it counts as none."),
    "grade_until": _("%(grade)s, holds until %(day)s."),
    "grade": _("%(grade)s, without an end on record."),
    "count": _("Handed in: %(number)s; the round allows %(most)s."),
    "duplicate_none": _("Compared with %(number)s projects of the last three years: none is alike."),
    "duplicate_found": _("Alike: %(others)s"),
    "cap_none": _("The round has no cap. Asked for: %(yuan)s yuan."),
    "cap_kept": _("%(yuan)s yuan of at most %(most)s."),
    "cap_over": _("%(yuan)s yuan asked for; at most %(most)s."),
    "own_proof": _("%(yuan)s yuan of own money and donations. Look at the proof among the papers."),
    "own_kept": _("The round's rule about own money is kept."),
    "own_none": _("The round asks for no own money and none is named."),
    "budget_kept": _("%(yuan)s yuan in all; every rule of the round is kept."),
    "dates_missing": _("The first or the last day is missing."),
    "dates_inside": _("From %(from)s to %(day)s."),
    "consent_lacks": _("The community where the project is based has not agreed."),
    "consent_paper": _("The round asks for no answer by link. Look for the community's letter among the papers."),
    "consent_conditions": _("Agreed with conditions: %(who)s. Read them."),
    "consent_seal": _("Agreed: %(who)s. Look at the seal."),
    "consent_given": _("Agreed by link and code: %(who)s."),
    "pledge_lacks": _("Not every point of the pledge is given."),
    "pledge_code": _("Signed by the signatory with a code, bound to this very content."),
    "pledge_seal": _("Look at the sealed scan: signature, seal and day."),
    "team": _("%(number)s members, %(social)s of them with a certificate of social work."),
    "files_missing": _("Missing: %(names)s."),
    "files_look": _("%(number)s papers. Open each: readable, complete, the right name."),
    "operator_not": _("No tie to who runs the round is on record."),
    "identity_none": _("Neither names of the organisation nor of its people were found."),
    "identity_found": _("“%(word)s” stands in %(number)s places that reviewers read."),
}

WHY: Mapping[str, Any] = {
    "need": _("the same published need"),
    "title": _("the title alike"),
    "place": _("the same community and people"),
}

CANNED: Mapping[str, tuple[Any, ...]] = {
    "certificate": (
        _("Upload the certificate in force, both pages."),
        _("The end on the certificate differs from your entry; please correct it."),
    ),
    "scope": (_("Say which point of the charter covers this project, and upload that page of the charter."),),
    "inspection": (_("Upload the result of the annual inspection or report."),),
    "lists": (_("Upload proof that the entry on the list was removed."),),
    "duplicate": (_("Say how this project differs from %(other)s, and that nothing is paid twice."),),
    "own": (
        _("Upload the proof of own money: bank statement, donation agreement or letter of support."),
        _("The proof shows less than the budget says; make them the same."),
    ),
    "consent": (
        _("The community's seal is missing on the opinion; bring it again."),
        _("The opinion names another project; ask the community again."),
    ),
    "pledge": (
        _("The seal on the pledge cannot be read; scan it again."),
        _("The pledge is not signed by the legal representative."),
    ),
    "files": (
        _("The second page is missing; upload the whole paper."),
        _("The scan cannot be read; take it again in daylight, flat, with all corners."),
        _("The name on the paper is not that of your organisation; upload the right one."),
        _("The financial statement bears no seal; upload the sealed one."),
    ),
    "identity": (_("The text tells who you are; write “our organisation” instead. Reviewers judge without names."),),
    "team": (_("Upload the certificates of the social workers named in the team."),),
    "account": (_("Enter a bank account in the organisation's own name on the page of the organisation."),),
}

REFUSALS = (
    _("The applicant does not meet the conditions of the call: registered for too short a time."),
    _("The applicant is on a list of abnormal activity or serious breaches."),
    _("The applicant runs this round or is tied to the one that does."),
    _("The project lies outside the fields of this call."),
    _("The same project is funded already."),
    _("Statements in the application are not true."),
)
_DAYS = ("day", "from")


def evidence_of(evidence: Mapping[str, Any]) -> str:
    """Return which fact decided, or what a person looks at, in the reader's language."""
    fact, details = evidence.get("fact", ""), dict(evidence.get("details", {}))
    for name in _DAYS:
        if details.get(name):
            details[name] = date_format(date.fromisoformat(details[name]), "DATE_FORMAT")
    if "others" in details:
        details["others"] = "；".join(alike_of(details["others"]))
    sentence = FACTS.get(fact) or ELIGIBILITY.get(fact)
    return str(sentence) % details if sentence is not None else sentence_of(RuleRefusal(fact, **details))


def alike_of(others: list[list[Any]]) -> Iterator[str]:
    for code, title, why, percent in others:
        yield gettext("%(code)s “%(title)s” (%(why)s, %(percent)s%%)") % {
            "code": code, "title": title, "why": WHY.get(why, why), "percent": percent,
        }  # fmt: skip


def canned_for(key: str, evidence: Mapping[str, Any]) -> list[str]:
    """Return the sentences offered for an item; every word can be changed."""
    others = evidence.get("details", {}).get("others") or [["", "", "", 0]]
    return [str(text) % {"other": others[0][0]} if "%(" in str(text) else str(text) for text in CANNED.get(key, ())]
