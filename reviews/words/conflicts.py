"""What was found about an expert and an applicant, in one sentence, so that a person can judge it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from reviews.enums import ConflictCode, TieKind

PLACES: Mapping[str, Callable[[], str]] = {
    "member": lambda: _("a member of the organisation on the platform"),
    "leader": lambda: _("leader of the project"),
    "contact": lambda: _("contact of the project"),
    "team": lambda: _("in the team or in an activity"),
}


def sentence(code: str, facts: Mapping[str, Any]) -> str:
    """Return the facts of a conflict in the active language."""
    if facts.get("recusal"):
        return _("Said when stepping aside from the project.")
    if "kind" in facts:
        return _tied(code, facts)
    place = PLACES.get(facts.get("place", ""), lambda: _("in the application"))()
    told = {"unit": "—", "person": "—", "until": "", **facts, "place": place}
    return _words_of(code, facts) % told


def _words_of(code: str, facts: Mapping[str, Any]) -> str:
    if code == ConflictCode.MEMBER and facts.get("until"):
        return _("The account belonged to “%(unit)s” on the platform until %(until)s.")
    if code == ConflictCode.PHONE and facts.get("unit"):
        return _("The telephone is that of “%(unit)s”.")
    words = {
        ConflictCode.MEMBER: lambda: _("The account belongs to “%(unit)s” on the platform."),
        ConflictCode.LEGAL_REPRESENTATIVE: lambda: _("The legal representative is called “%(person)s”, too."),
        ConflictCode.ADDRESS: lambda: _("The address is that of “%(unit)s”."),
        ConflictCode.PHONE: lambda: _("The telephone is that of “%(person)s”, %(place)s."),
        ConflictCode.TEAM: lambda: _("“%(person)s” stands in the application: %(place)s."),
    }
    known = {str(each): said for each, said in words.items()}
    return known[code]() if code in known else _("Noted without further facts.")


def _tied(code: str, facts: Mapping[str, Any]) -> str:
    kind = str(TieKind(facts["kind"]).label) if facts["kind"] in TieKind.values else facts["kind"]
    told = {"kind": kind, "unit": facts.get("unit", ""), "until": facts.get("until", "")}
    if code == ConflictCode.PARTNER:
        words = _("%(kind)s: “%(unit)s”, a partner or giver in the application.")
    elif code == ConflictCode.AFFILIATE:
        words = _("%(kind)s: “%(unit)s”, which shares its head, its account or its code with the applicant.")
    elif told["until"]:
        words = _("%(kind)s: “%(unit)s”, until %(until)s.")
    else:
        words = _("%(kind)s: “%(unit)s”.")
    note = facts.get("note", "")
    return f"{words % told}（{note}）" if note else words % told
