"""What the pages say of an application's parts, beyond the words of its questions."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from organizations.models import Organization
from projects.domain.budget import lines_of, sums
from projects.domain.form import Problem
from projects.domain.progress import WAITING_FOR, Progress, Stand
from projects.queries.checking import Checked
from projects.words import labels
from venture.doors.templatetags.when import beijing_day
from venture.kernel.clock import BEIJING
from venture.kernel.money import format_yuan

MINUTES_PER_MISTAKE = 5
DOT = " · "
SOON = 5


class Fact(NamedTuple):
    name: str
    value: str


class Tag(NamedTuple):
    words: str
    tone: str
    icon: str = ""


def facts_of(organization: Organization) -> list[Fact]:
    """Return what is on record of the organisation and taken over into the application."""
    field = organization._meta.get_field
    names = (
        "name", "uscc", "authority", "registered_on", "legal_representative", "address", "phone", "grade",
        "full_time_staff", "certified_staff",
    )  # fmt: skip
    shown = {"registered_on": beijing_day(organization.registered_on, "year")}
    return [
        Fact(str(getattr(field(name), "verbose_name", name)), str(shown.get(name, getattr(organization, name)) or "—"))
        for name in names
    ]


def tag_of(each: Progress) -> Tag:
    """Return how a part stands, as the list of parts says it."""
    if each.stand == Stand.MISTAKES:
        n = each.mistakes
        return Tag(ngettext("%(n)s place to mend", "%(n)s places to mend", n) % {"n": n}, "red")
    if each.stand == Stand.BEGUN and each.section == "landing" and each.done == each.total:
        return Tag(_("Community to be asked"), "amber")
    if each.stand == Stand.BEGUN:
        words = _("Uploaded %(done)s/%(total)s") if each.section == "files" else _("Begun %(done)s/%(total)s")
        return Tag(words % {"done": each.done, "total": each.total}, "teal")
    name, tone, icon = TAGS[each.stand]
    return Tag(str(name), tone, icon)


TAGS = {
    Stand.DONE: (gettext_lazy("Complete"), "plain", "tick"),
    Stand.OPTIONAL: (gettext_lazy("Optional"), "off", ""),
    Stand.LOCKED: (gettext_lazy("Cannot begin yet"), "off", ""),
    Stand.WAITING: (gettext_lazy("Waiting for the community"), "amber", "clock"),
    Stand.EMPTY: (gettext_lazy("Not begun"), "off", ""),
}


def minutes_for(each: Progress) -> int:
    """Return roughly how many minutes a part still takes, in steps of five."""
    lead = labels.SECTIONS[each.section].minutes
    left = lead * each.share + MINUTES_PER_MISTAKE * each.mistakes
    return max(SOON, round(left / SOON) * SOON)


def side_of(found: Checked, section: str) -> list[dict[str, Any]]:
    """Return the parts for the list beside a part's page."""
    return [
        {
            "section": each.section,
            "name": labels.section_name(each.section),
            "tag": tag_of(each),
            "current": each.section == section,
            "locked": each.stand == Stand.LOCKED,
            "url": address(found.project.code, each.section),
        }
        for each in found.progress
    ]


def address(code: str, section: str) -> str:
    """Return the address of a part's page."""
    own = {"files": "applications:files", "budget": "applications:budget"}
    return (
        reverse(own[section], args=[code]) if section in own else reverse("applications:section", args=[code, section])
    )


def hint_of(each: Progress, found: Checked) -> str:
    """Return one line about a part: what is wrong first, then what it says, then what it is about."""
    own = [problem for problem in found.problems if problem.section == each.section and problem.blocks]
    if each.stand == Stand.MISTAKES:
        return labels.sentence(next(problem for problem in own if not problem.missing))
    if each.stand == Stand.LOCKED:
        return _("When everything else is complete, the organisation gives its word.")
    teller = _TELLERS.get(each.section)
    said = DOT.join(teller(found)) if teller is not None and each.stand != Stand.EMPTY else ""
    consent = next((problem for problem in own if problem.code.startswith("consent_")), None)
    if consent is not None and consent.code not in WAITING_FOR:
        return DOT.join([said, labels.sentence(consent)])
    if each.section == "files":
        return said or str(labels.SECTIONS[each.section].hint)
    if each.stand == Stand.BEGUN and own:
        missing = next((problem for problem in own if problem.missing), own[0])
        place = labels.place_of(each.section, missing.path, found.typed[each.section])
        more = _("still missing: %(place)s") % {"place": place}
        return f"{said}{DOT}{more}" if said else more
    return said or str(labels.SECTIONS[each.section].hint)


def _project(found: Checked) -> Iterator[str]:
    values = found.values["project"]
    if values["title"]:
        yield values["title"]
    if found.project.category is not None:
        yield found.project.category.name
    if values["starts_on"] and values["ends_on"]:
        (y1, m1), (y2, m2) = (map(int, values[name].split("-")[:2]) for name in ("starts_on", "ends_on"))
        months = (y2 - y1) * 12 + m2 - m1 + 1
        if months > 0:
            yield ngettext("%(n)s month", "%(n)s months", months) % {"n": months}


def _organisation(found: Checked) -> Iterator[str]:
    yield found.project.organization.name
    yield _("the facts on record are taken over")


def _landing(found: Checked) -> Iterator[str]:
    for place in found.values["landing"]["places"]:
        consent = found.consents.get(place["community"] or "")
        name = found.names.get(place["community"] or "")
        if name is None:
            continue
        if consent is None:
            yield name
        elif consent.state == "asked":
            day = beijing_day(consent.asked_at.astimezone(BEIJING).date())
            yield _("%(name)s was asked on %(day)s") % {"name": name, "day": day}
        else:
            yield f"{name} {consent.get_state_display()}"


def _need(found: Checked) -> Iterator[str]:
    values = found.values["need"]
    if values["need"] in found.names:
        yield _("answers a published need: %(need)s") % {"need": found.names[values["need"]]}
    if values["direct"]:
        yield _("%(n)s direct beneficiaries") % {"n": f"{values['direct']:,}"}


def _indicators(found: Checked) -> Iterator[str]:
    n = len(found.values["indicators"]["indicators"])
    yield ngettext("%(n)s indicator", "%(n)s indicators", n) % {"n": n}


def _activities(found: Checked) -> Iterator[str]:
    n = len(found.values["activities"]["activities"])
    yield ngettext("%(n)s activity", "%(n)s activities", n) % {"n": n}


def _team(found: Checked) -> Iterator[str]:
    rows = found.values["team"]["members"]
    yield ngettext("%(n)s person", "%(n)s persons", len(rows)) % {"n": len(rows)}
    certified = sum(row["qualification"] not in {None, "none"} for row in rows)
    if certified:
        yield ngettext("%(n)s with a certificate", "%(n)s with a certificate", certified) % {"n": certified}


def _budget(found: Checked) -> Iterator[str]:
    whole, _groups = sums(lines_of(found.values["budget"]["lines"]))
    yield _("asks for %(grant)s yuan of %(total)s yuan in all") % {
        "grant": format_yuan(whole.grant_fen),
        "total": format_yuan(whole.total_fen),
    }


def _cofunding(found: Checked) -> Iterator[str]:
    for source in found.values["cofunding"]["sources"]:
        if source["amount"]:
            kind = labels.answer_words("cofunding", "sources.x.kind", source["kind"])
            yield _("%(kind)s %(amount)s yuan") % {"kind": kind, "amount": format_yuan(source["amount"])}


def _files(found: Checked) -> Iterator[str]:
    brought = {paper.slug for paper in found.papers}
    missing = [paper.name for paper in found.wanted if paper.required and paper.slug not in brought]
    if missing:
        yield _("still missing: %(place)s") % {"place": labels.joined(missing)}
    elif found.papers:
        n = len(found.papers)
        yield ngettext("%(n)s file", "%(n)s files", n) % {"n": n}


_TELLERS = {
    "project": _project,
    "organisation": _organisation,
    "landing": _landing,
    "need": _need,
    "indicators": _indicators,
    "activities": _activities,
    "team": _team,
    "budget": _budget,
    "cofunding": _cofunding,
    "files": _files,
}


def place_link(found: Checked, problem: Problem) -> tuple[str, str, str]:
    """Return the address of a problem's field, its place in words, and the sentence that says how to mend it."""
    typed = found.typed.get(problem.section, {})
    mark = f"#f-{problem.path}" if problem.section != "files" else f"#p-{problem.path}"
    row = problem.path.rpartition(".")[0] if problem.path.count(".") > 1 else ""
    query = f"?next=check{f'&row={row}' if row else ''}"
    place = labels.place_of(problem.section, problem.path, typed)
    if problem.section == "files":
        place = ""
    if problem.code == "quote_missing":
        line = problem.path.split(".")[1]
        files = reverse("applications:files", args=[found.project.code])
        return f"{files}?next=check#p-quote-{line}", "", labels.sentence(problem)
    return f"{address(found.project.code, problem.section)}{query}{mark}", place, labels.sentence(problem)
