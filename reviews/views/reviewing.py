"""An expert's lists: what is to be scored in its turn, and all own scores to be compared and handed in."""

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import get_urlconf, reverse
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from projects.queries.contests import left_to_judge
from reviews.enums import Opinion
from reviews.flows import sealing
from reviews.models import Assignment
from reviews.queries.scoring import (
    Item,
    comment_least,
    invited,
    items_to_score,
    problems_of,
    rubric_of,
    total_so_far,
)
from reviews.queries.tables import sat_by
from venture.doors.templatetags.money import yuan
from venture.doors.web import Door
from venture.kernel.errors import RuleRefusal, sentence_of

MINUTES_EACH, HOUR = 15, 60
# Stands for a project in an address that is kept: no project has this code.
ANY_CODE = "ANY-CODE"
STATES = {
    "teal": pgettext_lazy("sheet", "Handed in"), "blue": pgettext_lazy("sheet", "Scored"),
    "amber": pgettext_lazy("sheet", "Begun"), "": pgettext_lazy("sheet", "Not begun"),
}  # fmt: skip


def address(item: Item, name: str = "desk") -> str:
    """Return the address of a project's page. A list asks for many that differ in nothing but the code."""
    return _pattern(name, item.stage.round.code, item.stage.order, get_urlconf(), get_language()).replace(
        ANY_CODE, item.code
    )


@lru_cache(maxsize=256)
def _pattern(name: str, round_code: str, order: int, urlconf: str | None, language: str | None) -> str:
    return reverse(f"review:{name}", args=[round_code, order, ANY_CODE])


def ref_of(row: Assignment) -> str:
    """Return what a form names a project by: no key of a table, which would tell what came first."""
    return f"{row.stage.round.code}/{row.stage.order}/{row.project.blind_code}"


class Line:
    """One project of a list: its item, what it is worth so far, and what it still lacks."""

    def __init__(self, item: Item, rubrics: dict[int, Any]) -> None:
        round_ = item.stage.round
        if round_.pk not in rubrics:
            rubrics[round_.pk] = rubric_of(round_)
        rubric = rubrics[round_.pk]
        self.ref = f"{round_.code}/{item.stage.order}/{item.code}"
        self.item, self.url = item, address(item)
        self.aside = f"{self.url}aside/"
        self.total = total_so_far(rubric, item.sheet)
        self.problems = problems_of(rubric, item.sheet, comment_least(round_)) if item.sheet else ()
        self.whole = item.sheet is not None and not self.problems

    @property
    def tags(self) -> list[tuple[str, str]]:
        """Return where the project stands, in words with their colour."""
        item, sheet = self.item, self.item.sheet
        state = "teal" if item.sealed else "blue" if self.whole else "amber" if sheet is not None else ""
        tags = [(state, str(STATES[state]))]
        if item.kept:
            tags.append(("", _("Put aside")))
        if item.newer:
            tags.append(("amber", _("Newer version")))
        if sheet is not None and sheet.version > 1 and not item.sealed:
            tags.append(("amber", pgettext("sheet", "Given back")))
        return tags

    @property
    def left(self) -> bool:
        """Say whether the expert has something to do here before handing in."""
        return not self.item.sealed and not self.whole


def lines_of(items: Sequence[Item]) -> list[Line]:
    """Return the lines of a list. One query per round, of which an expert has one or two."""
    rubrics: dict[int, Any] = {}
    return [Line(item, rubrics) for item in items]


def following(lines: Sequence[Line], after: str = "") -> Line | None:
    """Return the next project in the turn; ``after`` one that was skipped, the next behind it, else the first."""
    left = [line for line in lines if line.left]
    places = [line.ref for line in lines]
    if after in places:
        behind = [line for line in lines[places.index(after) + 1 :] if line.left]
        left = behind or [line for line in left if line.ref != after]
    return left[0] if left else None


def rows_of(lines: Sequence[Line]) -> SafeString:
    """Draw the rows of the list. Written out: a loop of a template costs more than the rest of the page."""
    project, field, asked = escape(_("Project")), escape(_("Field of service")), escape(_("Asked for (yuan)"))
    state, score, aside = escape(_("State")), escape(_("My score")), escape(_("Step aside"))
    parts = []
    for line in lines:
        code, tags = escape(line.item.code), line.tags
        said = "".join(f'<span class="tag {tone}">{escape(words)}</span> ' for tone, words in tags)
        parts.append(
            f'<tr><th scope="row" data-label="{project}"><a href="{escape(line.url)}">{code}</a></th>'
            f'<td data-label="{field}">{escape(line.item.category or "—")}</td>'
            f'<td class="r num" data-label="{asked}">{yuan(line.item.grant_fen)}</td>'
            f'<td data-label="{state}"><span>{said}</span></td>'
            f'<td class="r num" data-label="{score}">{"—" if line.total is None else line.total}</td>'
            f'<td class="r"><a class="small" href="{escape(line.aside)}">{aside}<span class="sr"> {code}</span></a>'
            "</td></tr>"
        )
    return mark_safe("".join(parts))  # noqa: S308 -- what is no number of our own is escaped here


@method_decorator(never_cache, name="dispatch")
class Home(Door, TemplateView):
    """What is to be scored and by when. 12 queries at most, however many projects there are."""

    permission = "reviews.expert"
    template_name = "reviews/home.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        lines = lines_of(items_to_score(self.request.user))
        left = sum(line.left for line in lines)
        stages = {line.item.stage.pk: line.item.stage for line in lines}
        return super().get_context_data(
            lines=lines,
            rows=rows_of(lines),
            left=left,
            done=sum(line.item.sealed for line in lines),
            whole=sum(line.whole and not line.item.sealed for line in lines),
            hours=max(1, round(left * MINUTES_EACH / HOUR)),
            next=following(lines),
            stages=sorted(stages.values(), key=lambda stage: (stage.round.code, stage.order)),
            invited=invited(self.request.user),
            panels=sat_by(self.request.user),
            ideas_left=left_to_judge(self.request.user),
            **given,
        )


class Next(Door, View):
    """Open the next project in the turn: fewest reviews first, then the seeded order."""

    permission = "reviews.expert"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        line = following(lines_of(items_to_score(request.user)), request.GET.get("after", ""))
        return HttpResponseRedirect(line.url if line else reverse("review:summary"))


@method_decorator(never_cache, name="dispatch")
class Summary(Door, TemplateView):
    """All own scores in order, to be compared, adjusted and handed in together."""

    permission = "reviews.expert"
    template_name = "reviews/summary.html"
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        lines = lines_of(items_to_score(self.request.user))
        ready = [line for line in lines if line.whole and not line.item.sealed]
        ordered = sorted(lines, key=lambda line: (line.total is None, -(line.total or 0), line.item.code))
        return super().get_context_data(
            lines=ordered, ready=ready, left=sum(line.left for line in lines), opinions=Opinion, **given
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand in what is chosen: everything that is whole, or one."""
        user: Any = request.user
        lines = [line for line in lines_of(items_to_score(user)) if not line.item.sealed]
        asked = set(request.POST.getlist("sheet"))
        chosen = [line.item.assignment_id for line in lines if line.ref in asked]
        try:
            sealed = sealing.seal_all(assignment_ids=chosen, actor=user)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            said = ngettext("%(n)s sheet is handed in.", "%(n)s sheets are handed in.", len(sealed))
            if sealed:
                messages.success(request, said % {"n": len(sealed)})
        return HttpResponseRedirect(reverse("review:summary"))
