"""What would tell blind readers who applies, and the content without it. Pure.

Every text that an expert reads is searched for the applicant's names, people, numbers and addresses. What is found is
blacked out until a person decides that it tells nothing; fields of the form that name somebody are not there at all.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from projects.domain.form import FORMS, Form, Table
from projects.domain.form.kinds import Field, Kind
from reviews.domain.leaks import short_name

ORGANIZATION, PERSON, NUMBER, PHONE, MAIL, SITE = "organization", "person", "number", "phone", "mail", "site"
PAPER: Final = "paper"

_PERSONS: Final = frozenset({"leader_name", "contact_name", "lead"})
_UNITS: Final = frozenset({"giver"})
# A partner called “居委会” is no trace; a registered name is longer.
_SHORTEST_UNIT: Final = 5
_SHORTEST_NAME: Final = 2
_PATTERNS: Final = (
    (MAIL, re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")),
    (
        SITE,
        re.compile(
            r"(?:https?://|www\.)[^\s，。；、）)】”\"]+|\b(?:[a-z0-9-]+\.)+(?:com|cn|net|org|gov|edu|example)\b", re.I
        ),
    ),
    (NUMBER, re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])")),
    (PHONE, re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)")),
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """Characters in a text that tell who applies: where, which, and of what kind."""

    place: str
    text: str
    kind: str


def words_of(content: Mapping[str, Any]) -> dict[str, str]:
    """Return the words that tell who applies, each with its kind; longer ones come first."""
    organization, sections = content["organization"], content["sections"]
    name = organization.get("name") or ""
    words: dict[str, str] = {}

    def add(kind: str, text: Any, least: int = _SHORTEST_NAME) -> None:
        if isinstance(text, str) and len(text.strip()) >= least:
            words.setdefault(text.strip(), kind)

    for each in (name, short_name(name)):
        add(ORGANIZATION, each)
    add(NUMBER, organization.get("uscc"))
    add(PHONE, organization.get("phone"))
    add(PERSON, organization.get("legal_representative"))
    for field, row in _identities(sections):
        value = row.get(field.name)
        if field.kind == Kind.MOBILE:
            add(PHONE, value)
            add(PHONE, str(value or "").removeprefix("+86"))
        elif field.name in _PERSONS:
            add(PERSON, value)
        elif field.name in _UNITS:
            add(ORGANIZATION, value, _SHORTEST_UNIT)
    for row in sections.get("team", {}).get("members") or []:
        add(PERSON, row.get("name"))
    for table, least in (("similar", _SHORTEST_UNIT), ("partners", _SHORTEST_UNIT)):
        section = "organisation" if table == "similar" else "cofunding"
        for row in sections.get(section, {}).get(table) or []:
            add(ORGANIZATION, row.get("name"), least)
    return dict(sorted(words.items(), key=lambda each: (-len(each[0]), each[0])))


def traces_in(content: Mapping[str, Any]) -> list[Found]:
    """Return what blind readers would read that tells who applies, each once per place, in the order of the form."""
    words = words_of(content)
    found: dict[Found, None] = {}
    for place, text in _texts(content["sections"]):
        for each in found_in(text, words):
            found.setdefault(Found(place, *each))
    return list(found)


def found_in(text: str, words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what of ``words``, and which number or address of any kind, stands in a text, with its kind."""
    found = {word: kind for word, kind in words.items() if word in text}
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            found.setdefault(match.group(), kind)
    return list(found.items())


def blinded(content: Mapping[str, Any], harmless: Collection[tuple[str, str]], mask: str) -> dict[str, Any]:
    """Return the content as blind experts read it: without the applicant, its people, papers' names and days.

    ``harmless`` are pairs of place and text that a person let stand; everything else that tells is ``mask``.
    """
    words = words_of(content)
    allowed = frozenset(harmless)

    def said(place: str, text: Any) -> Any:
        if not isinstance(text, str):
            return text
        spots = {word for word, _kind in found_in(text, words) if (place, word) not in allowed}
        for word in sorted(spots, key=len, reverse=True):
            text = text.replace(word, mask)
        return text

    sections = {
        section: _blind_section(section, values, said)
        for section, values in content["sections"].items()
        if section in BLIND_FORMS
    }
    names = content["names"]
    return {
        "shape": content["shape"],
        "project": {"grant_fen": content["project"]["grant_fen"], "total_fen": content["project"]["total_fen"]},
        "organization": {},
        "sections": sections,
        "papers": [],
        "consents": [],
        "names": {
            "category": names["category"], "communities": names["communities"],
            "need": said("need/need", names["need"]), "papers": {},
        },
    }  # fmt: skip


def _blind_section(section: str, values: Mapping[str, Any], said: Any) -> dict[str, Any]:
    form = BLIND_FORMS[section]
    shown: dict[str, Any] = {
        each.name: _shown(each, values.get(each.name), f"{section}/{each.name}", said) for each in form.fields
    }
    for table in form.tables:
        shown[table.name] = [
            {"id": row["id"]}
            | {
                each.name: _shown(each, row.get(each.name), f"{section}/{table.name}.{row['id']}.{each.name}", said)
                for each in table.fields
            }
            for row in values.get(table.name) or []
        ]
    return shown


def _shown(field: Field, value: Any, place: str, said: Any) -> Any:
    return said(place, value) if field.kind in _READ else value


def _identities(sections: Mapping[str, Any]) -> Iterator[tuple[Field, Mapping[str, Any]]]:
    for section, values in sections.items():
        form = FORMS.get(section)
        if form is None:
            continue
        yield from ((each, values) for each in form.fields if each.identity)
        for table in form.tables:
            for row in values.get(table.name) or []:
                yield from ((each, row) for each in table.fields if each.identity)


def _texts(sections: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for section, values in sections.items():
        form = BLIND_FORMS.get(section)
        if form is None:
            continue
        for each in form.fields:
            if each.kind in _READ and isinstance(values.get(each.name), str):
                yield f"{section}/{each.name}", values[each.name]
        for table in form.tables:
            for row in values.get(table.name) or []:
                for each in table.fields:
                    if each.kind in _READ and isinstance(row.get(each.name), str):
                        yield f"{section}/{table.name}.{row['id']}.{each.name}", row[each.name]


_READ: Final = frozenset({Kind.LINE, Kind.TEXT})
# What experts read of the form: no field that names somebody, and not the applicant's promises.
_UNREAD: Final = frozenset({"files", "commitment"})


def _open(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    return tuple(each for each in fields if not each.identity)


BLIND_FORMS: Final[dict[str, Form]] = {
    section: Form(
        section,
        _open(form.fields),
        tuple(Table(each.name, _open(each.fields), each.least, each.most) for each in form.tables),
    )
    for section, form in FORMS.items()
    if section not in _UNREAD
}  # fmt: skip
