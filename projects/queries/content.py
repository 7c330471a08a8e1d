"""What an application says: the one content that is signed, handed in, printed and hashed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from organizations.models import Organization
from projects.domain.form import FORMS, read
from projects.enums import ConsentState
from projects.models import Project
from projects.queries.checking import asked_sections
from projects.queries.headlines import amounts_of
from projects.queries.held import Held, hold
from rounds.domain.canonical import canonical, fingerprint

# Raised when the shape below changes: an old content stays readable by the shape of its time.
SHAPE = 1
SNAPSHOT = (
    "name", "uscc", "kind", "authority", "registered_on", "certificate_from", "certificate_until", "supervising_unit",
    "business_scope", "legal_representative", "address", "phone", "grade", "grade_awarded_on", "full_time_staff",
    "certified_staff", "party_members",
)  # fmt: skip
ANSWERED = (*ConsentState.favourable, ConsentState.REFUSED.value, ConsentState.NOT_OURS.value)


@dataclass(frozen=True)
class Content:
    """The content as plain values, as its one JSON text, and the SHA-256 of that text."""

    values: dict[str, Any]
    text: str
    sha256: str


def read_content(project: Project, held: Held | None = None) -> Content:
    """Return what the application says now, with its text and hash. 7 queries at most; 2 of what is ``held``."""
    values = content_of(project, held)
    text = canonical(values)
    return Content(values, text, fingerprint(text))


def content_of(project: Project, held: Held | None = None) -> dict[str, Any]:
    """Return what the application says now, as plain values.

    The organisation as it is on record, every part that the round asks it for, papers by their hashes, the opinions of
    communities, the round's rules by their hash. Never who typed what and when, nor how often it was saved. Rows that
    have no order of their own come in the order of their text: the database's order never shows.
    """
    held, round_ = held or hold(project), project.round
    sections = _sections(held)
    grant, total = amounts_of(sections["budget"]["lines"]) if "budget" in sections else (0, 0)
    return {
        "shape": SHAPE,
        "project": {"code": project.code, "grant_fen": grant, "total_fen": total} | _paper(project),
        "round": {"code": round_.code, "title": round_.title, "sponsor": round_.sponsor, "rules": held.rules},
        "organization": _organization(project.organization, held),
        "sections": sections,
        "papers": _papers(held),
        "consents": _consents(held),
        "names": _names(held, sections),
    } | _idea(held)


def _idea(held: Held) -> dict[str, Any]:
    """Return the idea from which the application came, with the name that its owner wishes to be read; else nothing."""
    return {"idea": dict(zip(("code", "title", "credit"), held.idea, strict=True))} if held.idea is not None else {}


def _paper(project: Project) -> dict[str, Any]:
    """Return the day on which the paper came, for an application that came on paper: it is bound like the answers."""
    return {"received_on": _plain(project.received_on)} if project.on_paper else {}


def _sections(held: Held) -> dict[str, Any]:
    asked, typed = held.asked(), held.typed
    return {section: read(FORMS[section], typed.get(section, {}), asked).values for section in asked_sections(held)}


def _organization(organization: Organization, held: Held) -> dict[str, Any]:
    return {name: _plain(getattr(organization, name)) for name in SNAPSHOT} | {
        "area": organization.area.code,
        "grade_valid_until": _plain(organization.grade_valid_until),
        "inspections": [{"year": year, "outcome": outcome} for year, outcome in held.inspections],
    }


def _papers(held: Held) -> list[dict[str, Any]]:
    plain = [
        {
            "slug": row.slug,
            "line": row.line,
            "label": row.label,
            "name": row.file.name,
            "sha256": row.file.sha256,
            "size": row.file.size,
        }
        for row in held.papers
    ]
    return sorted(plain, key=canonical)


def _consents(held: Held) -> list[dict[str, Any]]:
    """Return the last answer of each community, as it was given to what it was asked."""
    rows = [row for row in held.consents if row.state in ANSWERED]
    newest = {row.community_id: row for row in sorted(rows, key=lambda row: (row.answered_at, row.pk))}
    plain = [
        {
            "community": row.community.code,
            "state": row.state,
            "asked": row.asked_hash,
            "answered_at": _plain(row.answered_at),
            "answerer": row.answerer,
            "words": row.words,
            "seal": row.seal.sha256 if row.seal is not None else None,
        }
        for row in newest.values()
    ]
    return sorted(plain, key=canonical)


def _names(held: Held, sections: dict[str, Any]) -> dict[str, Any]:
    """Return what the codes in the answers are called, so that the content can be read on its own."""
    about, named = sections.get("project", {}), held.named(sections)
    need = named.get(sections.get("need", {}).get("need") or "")
    return {
        "category": held.categories.get(about.get("category") or "", ""),
        "communities": {code: f"{each.street} {each.name}" for code, each in named.items() if not each.state},
        "need": need.name if need is not None else "",
        "papers": {each.slug: each.name for each in held.documents},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value
