"""The overview of an application: where it stands, what is left, until when, who is there."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.domain.progress import Progress, Stand
from projects.models import SectionDraft
from projects.queries import overview
from projects.queries.checking import Checked, checked
from projects.queries.ideas import credit_on, with_credit
from projects.views.applications.doors import ApplicationPage
from projects.views.applications.words import Tag, address, hint_of, minutes_for, tag_of
from projects.words import labels
from rounds.enums import Section

GROUPS = (
    (gettext_lazy("Project and organisation"), (Section.PROJECT, Section.ORGANISATION, Section.LANDING)),
    (
        gettext_lazy("How the project works"),
        (Section.NEED, Section.INDICATORS, Section.ACTIVITIES, Section.TEAM, Section.RISKS, Section.SUSTAINABILITY),
    ),
    (gettext_lazy("Money"), (Section.BUDGET, Section.COFUNDING)),
    (gettext_lazy("Papers and pledge"), (Section.FILES, Section.COMMITMENT)),
)
MARKS = {Stand.DONE: "d", Stand.BEGUN: "p", Stand.WAITING: "w", Stand.MISTAKES: "e", Stand.OPTIONAL: "o"}


class Task(NamedTuple):
    """One row of the list of parts."""

    section: str
    name: str
    url: str
    hint: str
    tag: Tag
    locked: bool
    wrong: bool
    editor: str


class Group(NamedTuple):
    numeral: str
    name: str
    tasks: Sequence[Task]
    done: int


class Left(NamedTuple):
    """One line of what is left before handing in. Without an address somebody else does it."""

    words: str
    url: str
    tone: str


class OverviewPage(ApplicationPage):
    """The task list of one application. 12 queries, however much is in it; one more for a returned one."""

    template_name = "applications/overview.html"

    def rows(self) -> Any:
        return with_credit(super().rows())

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        drafts = overview.drafts_of(self.row, self.request.user, self.window.now)
        found = checked(self.row, drafts)
        steps = found.progress
        complete = sum(each.complete for each in steps)
        saved = max((each for each in drafts if each.saved_at), key=_saved_at, default=None)
        return super().get_context_data(
            found=found,
            idea=credit_on(self.row),
            may_recall=self.row.may_recall and self.window.closes_at and self.window.now < self.window.closes_at,
            groups=list(_groups(steps, found, drafts)),
            complete=complete,
            total=len(steps),
            marks=[MARKS.get(each.stand, "") for each in _by_mark(steps)],
            picture=_picture(steps),
            left=list(_left(steps, found)),
            saved=saved,
            present=[(each.editor, each.get_section_display()) for each in drafts if each.editor],  # type: ignore[attr-defined]
            waits=[each for each in drafts if each.waits],  # type: ignore[attr-defined]
            **given,
        )


def _saved_at(draft: SectionDraft) -> Any:
    return draft.saved_at


def _groups(steps: Sequence[Progress], found: Checked, drafts: Sequence[SectionDraft]) -> Iterator[Group]:
    editors = {each.section: each.editor or "" for each in drafts}  # type: ignore[attr-defined]
    of = {each.section: each for each in steps}
    numerals = iter(_("1 2 3 4").split())
    for name, sections in GROUPS:
        here = [of[section] for section in sections if section in of]
        if here:
            tasks = [_task(each, found, editors.get(each.section, "")) for each in here]
            yield Group(next(numerals), str(name), tasks, sum(each.complete for each in here))


def _task(each: Progress, found: Checked, editor: str) -> Task:
    return Task(
        each.section, labels.section_name(each.section), address(found.project.code, each.section),
        hint_of(each, found), tag_of(each), each.stand == Stand.LOCKED, each.stand == Stand.MISTAKES, editor,
    )  # fmt: skip


def _by_mark(steps: Sequence[Progress]) -> list[Progress]:
    order = [Stand.DONE, Stand.OPTIONAL, Stand.BEGUN, Stand.WAITING, Stand.MISTAKES]
    return sorted(steps, key=lambda each: order.index(each.stand) if each.stand in order else len(order))


def _picture(steps: Sequence[Progress]) -> str:
    """Return the bar in words: how many parts stand how."""
    n = {stand: sum(each.stand == stand for each in steps) for stand in Stand}
    said = [
        _("%(n)s complete") % {"n": n[Stand.DONE] + n[Stand.OPTIONAL]},
        _("%(n)s begun") % {"n": n[Stand.BEGUN]},
        _("%(n)s waiting for others") % {"n": n[Stand.WAITING]},
        _("%(n)s with mistakes") % {"n": n[Stand.MISTAKES]},
        _("%(n)s not begun") % {"n": n[Stand.EMPTY] + n[Stand.LOCKED]},
    ]
    return labels.joined([_("Of %(n)s parts") % {"n": len(steps)}, *said])


def _left(steps: Sequence[Progress], found: Checked) -> Iterator[Left]:
    """Yield what is left: mistakes first, then what is missing, then what others do."""
    order = {Stand.MISTAKES: 0, Stand.BEGUN: 1, Stand.EMPTY: 2, Stand.WAITING: 3}
    for each in sorted((step for step in steps if step.stand in order), key=lambda step: order[step.stand]):
        name, url = labels.section_name(each.section), address(found.project.code, each.section)
        if each.stand == Stand.WAITING:
            for words in _waited_for(found):
                yield Left(words, "", "wait")
            continue
        yield Left(_doing(each, name), url, "red" if each.stand == Stand.MISTAKES else "")


def _doing(each: Progress, name: str) -> str:
    minutes = minutes_for(each)
    if each.stand == Stand.MISTAKES:
        n = each.mistakes
        said = ngettext("%(name)s: mend %(n)s place", "%(name)s: mend %(n)s places", n) % {"name": name, "n": n}
    elif each.section == "files":
        n = each.total - each.done
        said = ngettext("%(name)s: upload %(n)s paper", "%(name)s: upload %(n)s papers", n) % {"name": name, "n": n}
    elif each.stand == Stand.BEGUN:
        n = each.gaps
        said = ngettext("%(name)s: %(n)s answer missing", "%(name)s: %(n)s answers missing", n) % {"name": name, "n": n}
    else:
        said = _("%(name)s: fill in") % {"name": name}
    return _("%(said)s (about %(minutes)s minutes)") % {"said": said, "minutes": minutes}


def _waited_for(found: Checked) -> Iterator[str]:
    for code, consent in found.consents.items():
        if consent.state == "asked" and code in found.names:
            yield _("%(name)s agrees (not done by you)") % {"name": found.names[code]}
