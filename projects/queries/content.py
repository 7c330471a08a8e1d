"""What an application says: the one content that is signed, handed in, printed and hashed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from organizations.models import Community, Organization
from projects.domain.form import FORMS, read
from projects.enums import ConsentState
from projects.models import Need, Project
from projects.queries.applications import asked_of, typed_of
from projects.queries.checking import asked_sections
from projects.queries.headlines import amounts_of
from projects.queries.ideas import credit_of
from rounds.domain.canonical import canonical, fingerprint
from rounds.models import RulesVersion

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


def read_content(project: Project) -> Content:
    """Return what the application says now, with its text and hash. 14 queries, whatever its size."""
    values = content_of(project)
    text = canonical(values)
    return Content(values, text, fingerprint(text))


def content_of(project: Project) -> dict[str, Any]:
    """Return what the application says now, as plain values.

    The organisation as it is on record, every part that the round asks it for, papers by their hashes, the opinions of
    communities, the round's rules by their hash. Never who typed what and when, nor how often it was saved. Rows that
    have no order of their own come in the order of their text: the database's order never shows.
    """
    round_ = project.round
    sections = _sections(project)
    grant, total = amounts_of(sections["budget"]["lines"]) if "budget" in sections else (0, 0)
    rules = RulesVersion.objects.filter(round=round_).order_by("-number").values_list("sha256", flat=True).first()
    return {
        "shape": SHAPE,
        "project": {"code": project.code, "grant_fen": grant, "total_fen": total} | _paper(project),
        "round": {"code": round_.code, "title": round_.title, "sponsor": round_.sponsor, "rules": rules},
        "organization": _organization(project.organization),
        "sections": sections,
        "papers": _papers(project),
        "consents": _consents(project),
        "names": _names(project, sections),
    } | _idea(project)


def _idea(project: Project) -> dict[str, Any]:
    """Return the idea from which the application came, with the name that its owner wishes to be read; else nothing."""
    idea = credit_of(project)
    return {"idea": {"code": idea.code, "title": idea.title, "credit": idea.credit}} if idea is not None else {}


def _paper(project: Project) -> dict[str, Any]:
    """Return the day on which the paper came, for an application that came on paper: it is bound like the answers."""
    return {"received_on": _plain(project.received_on)} if project.on_paper else {}


def _sections(project: Project) -> dict[str, Any]:
    asked, typed = asked_of(project.round), typed_of(project)
    return {section: read(FORMS[section], typed.get(section, {}), asked).values for section in asked_sections(project)}


def _organization(organization: Organization) -> dict[str, Any]:
    inspections = organization.inspections.order_by("-year").values("year", "outcome")
    return {name: _plain(getattr(organization, name)) for name in SNAPSHOT} | {
        "area": organization.area.code,
        "grade_valid_until": _plain(organization.grade_valid_until),
        "inspections": list(inspections),
    }


def _papers(project: Project) -> list[dict[str, Any]]:
    rows = project.papers.filter(removed_at__isnull=True).order_by().select_related("file")
    plain = [
        {
            "slug": row.slug,
            "line": row.line,
            "label": row.label,
            "name": row.file.name,
            "sha256": row.file.sha256,
            "size": row.file.size,
        }
        for row in rows
    ]
    return sorted(plain, key=canonical)


def _consents(project: Project) -> list[dict[str, Any]]:
    """Return the last answer of each community, as it was given to what it was asked."""
    rows = project.consents.filter(state__in=ANSWERED).order_by("answered_at", "pk")
    newest = {row.community_id: row for row in rows.select_related("community", "seal")}
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


def _names(project: Project, sections: dict[str, Any]) -> dict[str, Any]:
    """Return what the codes in the answers are called, so that the content can be read on its own."""
    about = sections.get("project", {})
    codes = {row["community"] for row in sections.get("landing", {}).get("places", []) if row["community"]}
    communities = Community.objects.filter(code__in=codes).select_related("street")
    cited = sections.get("need", {}).get("need")
    need = Need.objects.filter(code=cited).first() if cited else None
    return {
        "category": dict(project.round.categories.values_list("slug", "name")).get(about.get("category") or "", ""),
        "communities": {each.code: f"{each.street.name} {each.name}" for each in communities},
        "need": need.title if need is not None else "",
        "papers": dict(project.round.documents.order_by("order", "pk").values_list("slug", "name")),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value
