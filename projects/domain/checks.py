"""What no single answer shows: dates against each other, rows against rows, money against money, records. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from projects.domain.form import FORMS, Kind, Problem
from venture.kernel.money import format_yuan

Values = Mapping[str, Any]
# A paper that another part of the form brings: the communities' opinions, the pledge.
ELSEWHERE: Final = {"landing": "landing", "commitment": "commitment"}
# A community agreed, but to something else than what the application says now.
OUTDATED: Final = "outdated"
FAVOURABLE: Final = frozenset({"agreed", "conditional"})


@dataclass(frozen=True)
class Paper:
    slug: str
    name: str
    required: bool = True


@dataclass(frozen=True)
class Ground:
    """What the round and the records say, against which the answers are held.

    ``needs`` and ``communities`` are the codes, among those the answers name, that stand in the public lists.
    ``need_needed``: an application answers a need of the list. ``consents`` are the newest opinions by community;
    ``brought`` the kinds of papers that have a file.
    """

    starts_on: date | None = None
    ends_on: date | None = None
    papers: tuple[Paper, ...] = ()
    brought: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    need_needed: bool = False
    communities: frozenset[str] = frozenset()
    consent_needed: bool = False
    consents: Mapping[str, str] = field(default_factory=dict)


def check(sections: Mapping[str, Values], ground: Ground) -> list[Problem]:
    """Return what the parts say against each other and against the records, part by part.

    ``sections`` are the values of the parts that are asked for; nothing is said of a part that is not among them.
    An answer that could not be read is left to the form.
    """
    return [
        *_project(sections, ground),
        *_landing(sections, ground),
        *_need(sections, ground),
        *_indicators(sections),
        *_activities(sections),
        *_references(sections),
        *_cofunding(sections),
        *_papers(sections, ground),
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _window(sections: Mapping[str, Values]) -> tuple[date | None, date | None]:
    project = sections.get("project", {})
    return _day(project.get("starts_on")), _day(project.get("ends_on"))


def _rows(sections: Mapping[str, Values], section: str, table: str) -> list[Values]:
    rows: list[Values] = sections.get(section, {}).get(table) or []
    return rows


def _order(section: str, path: str, starts: date | None, ends: date | None) -> Iterator[Problem]:
    if starts and ends and ends < starts:
        yield Problem(section, path, "ends_before_start", {"day": starts})


def _project(sections: Mapping[str, Values], ground: Ground) -> Iterator[Problem]:
    starts, ends = _window(sections)
    if starts and ground.starts_on and starts < ground.starts_on:
        yield Problem("project", "starts_on", "starts_before_round", {"day": ground.starts_on})
    if ends and ground.ends_on and ends > ground.ends_on:
        yield Problem("project", "ends_on", "ends_after_round", {"day": ground.ends_on})
    yield from _order("project", "ends_on", starts, ends)


def _landing(sections: Mapping[str, Values], ground: Ground) -> Iterator[Problem]:
    rows = _rows(sections, "landing", "places")
    seen: set[str] = set()
    for row in rows:
        code, path = row["community"], f"places.{row['id']}.community"
        if code is None:
            continue
        if code not in ground.communities:
            yield Problem("landing", path, "community_unknown")
        elif code in seen:
            yield Problem("landing", path, "community_twice")
        elif ground.consent_needed and row["role"] == "landing":
            yield from _consent(path, ground.consents.get(code))
        seen.add(code)
    if rows and all(row["role"] not in {None, "landing"} for row in rows):
        yield Problem("landing", "places", "landing_place_missing")


def _consent(path: str, state: str | None) -> Iterator[Problem]:
    if state in FAVOURABLE:
        return
    code = {
        "asked": "consent_waiting",
        "refused": "consent_refused",
        "not_ours": "consent_not_ours",
        OUTDATED: "consent_outdated",
    }
    yield Problem("landing", path, code.get(state or "", "consent_missing"))


def _need(sections: Mapping[str, Values], ground: Ground) -> Iterator[Problem]:
    need = sections.get("need", {})
    if need.get("need") and need["need"] not in ground.needs:
        yield Problem("need", "need", "need_unknown")
    elif "need" in sections and ground.need_needed and not need.get("need"):
        yield Problem("need", "need", "need_missing")
    direct = need.get("direct")
    people = sum(row["people"] or 0 for row in _rows(sections, "landing", "places") if row["role"] != "assist")
    if direct is not None and people and people != direct:
        yield Problem("need", "direct", "people_differ", {"people": people, "direct": direct}, blocks=False)


def _indicators(sections: Mapping[str, Values]) -> Iterator[Problem]:
    indicators = _rows(sections, "indicators", "indicators")
    measured = {row["objective"] for row in indicators}
    for row in _rows(sections, "indicators", "objectives"):
        if row["id"] not in measured and row["text"]:
            yield Problem("indicators", f"objectives.{row['id']}.text", "objective_without_indicator")
    _starts, ends = _window(sections)
    for row in indicators:
        due = _day(row["due"])
        if due and ends and due > ends:
            yield Problem("indicators", f"indicators.{row['id']}.due", "due_after_project", {"day": ends})


def _activities(sections: Mapping[str, Values]) -> Iterator[Problem]:
    first, last = _window(sections)
    for row in _rows(sections, "activities", "activities"):
        path = f"activities.{row['id']}"
        starts, ends = _day(row["starts_on"]), _day(row["ends_on"])
        if starts and first and starts < first:
            yield Problem("activities", f"{path}.starts_on", "activity_before_project", {"day": first})
        if ends and last and ends > last:
            yield Problem("activities", f"{path}.ends_on", "activity_after_project", {"day": last})
        yield from _order("activities", f"{path}.ends_on", starts, ends)


def _references(sections: Mapping[str, Values]) -> Iterator[Problem]:
    """A row that another one names must be there. Where the named part is not asked for, nothing is said."""
    for section, values in sections.items():
        for table in FORMS[section].tables:
            for each in table.fields:
                if each.kind != Kind.REF:
                    continue
                named, other = each.refers.split(".")
                if named not in sections:
                    continue
                there = {row["id"] for row in _rows(sections, named, other)}
                for row in values.get(table.name) or []:
                    if row[each.name] and row[each.name] not in there:
                        yield Problem(section, f"{table.name}.{row['id']}.{each.name}", "row_unknown")


def _cofunding(sections: Mapping[str, Values]) -> Iterator[Problem]:
    """Own money (with other public money) and donations of the budget must be those of the sources."""
    if "cofunding" not in sections or "budget" not in sections:
        return
    sources, lines = _rows(sections, "cofunding", "sources"), _rows(sections, "budget", "lines")
    purses = (("own", {"own", "public"}, "own_differs"), ("donation", {"donation"}, "donation_differs"))
    for purse, kinds, code in purses:
        stated = sum(row["amount"] or 0 for row in sources if row["kind"] in kinds)
        budgeted = sum(line[purse] or 0 for line in lines)
        if stated != budgeted:
            yield Problem(
                "cofunding", "sources", code, {"stated": format_yuan(stated), "budgeted": format_yuan(budgeted)}
            )


def _papers(sections: Mapping[str, Values], ground: Ground) -> Iterator[Problem]:
    if "files" not in sections:
        return
    for paper in wanted(ground.papers, sections, consent_needed=ground.consent_needed):
        if paper.required and paper.slug not in ground.brought:
            yield Problem("files", paper.slug, "paper_missing", {"name": paper.name})


def wanted(papers: Iterable[Paper], sections: Iterable[str], *, consent_needed: bool) -> list[Paper]:
    """Return the papers that are brought as files: not those that another part of this application brings."""
    answered = {slug for slug, section in ELSEWHERE.items() if section in sections}
    if not consent_needed:
        answered -= {"landing"}
    return [paper for paper in papers if paper.slug not in answered]
