"""Keying in signed score sheets: one expert's sheet as a table, twice, by two persons; the scans of the originals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import TemplateView

from reviews.admin.panels import PanelDoor, number
from reviews.domain import scoring
from reviews.enums import KeyedState, Opinion
from reviews.flows import panels as flows
from reviews.forms.panels import ScanForm
from reviews.models import KeyedSheet, Seat
from reviews.queries.panels import Cell, Line, figures_of
from reviews.queries.scoring import rubric_of
from venture.doors.admin import StaffRowDoor
from venture.files import flows as files
from venture.kernel.errors import RuleRefusal, sentence_of

NA = "-"


@dataclass
class Row:
    """A project of the sheet: what stands, what was keyed in, and whether this person may key it in now."""

    line: Line
    cell: Cell
    keyed: KeyedSheet | None
    mine: bool
    typed: Mapping[str, str]
    refused: str = ""

    @property
    def prefix(self) -> str:
        return f"s{self.line.slot.order}"

    @property
    def open(self) -> bool:
        return self.cell.assignment_id is not None and not self.cell.sealed and self.line.slot.locked_at is None

    @property
    def both(self) -> bool:
        return self.keyed is not None and self.keyed.state == KeyedState.DIFFERS


class Keying(PanelDoor, TemplateView):
    """One expert's signed sheet. 20 queries at most, however many projects stand on it."""

    permission = "panels.key"
    template_name = "admin/reviews/panel/keying.html"
    http_method_names = ["get", "head", "post", "options"]
    refused: Mapping[int, str] = {}
    seat: Seat

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        rubric, rows = rubric_of(self.row.stage.round), self.sheet()
        facts = {
            "title": _("Score sheet on paper"), "panel": self.row, "sitter": self.seat,
            "rows": self.drawn(rows, rubric),
            "leaves": rubric.leaves, "opinions": Opinion, "scan": ScanForm(), "na": NA,
            "refused": bool(self.refused),
        }  # fmt: skip
        return super().get_context_data(**{**facts, **given})

    def sheet(self) -> list[Row]:
        """Return the rows of this expert's sheet. Raise ``Http404`` for a seat of another session."""
        session, user = self.session(), self.request.user
        place = next((at for at, seat in enumerate(session.seats) if seat.pk == self.kwargs["seat"]), None)
        if place is None:
            raise Http404
        self.seat = session.seats[place]
        cells = [(line, line.cells[place]) for line in session.lines]
        keyed = {
            each.assignment_id: each
            for each in KeyedSheet.objects.filter(
                assignment__in=[cell.assignment_id for _line, cell in cells if cell.assignment_id],
                state__in=list(KeyedState.open),
            ).select_related("keyed_by", "checked_by")
        }  # fmt: skip
        data = self.request.POST if self.refused else {}
        found = []
        for line, cell in cells:
            own = keyed.get(cell.assignment_id or 0)
            refused = self.refused.get(line.slot.order, "")
            mine = own is not None and own.keyed_by_id == user.pk
            found.append(Row(line, cell, own, mine, data if refused else {}, refused))
        return found

    def drawn(self, rows: Sequence[Row], rubric: scoring.Rubric) -> list[dict[str, Any]]:
        """Return the rows as the table shows them: levels are blank for the second person, words are there to read."""
        found = []
        for row in rows:
            said: Mapping[str, Any] = row.keyed.given if row.keyed is not None else {}
            again: Mapping[str, Any] = (row.keyed.again if row.keyed is not None else None) or {}
            marks, others = said.get("marks", {}), again.get("marks", {})
            shows = row.mine or row.both
            cells = []
            for leaf in rubric.leaves:
                name = f"{row.prefix}-m-{leaf.key}"
                first, second = level_of(marks.get(leaf.key)), level_of(others.get(leaf.key))
                cells.append(
                    {
                        "leaf": leaf, "name": name, "reason_name": f"{row.prefix}-r-{leaf.key}",
                        "value": row.typed.get(name, first if row.mine and not row.both else ""),
                        "reason": row.typed.get(
                            f"{row.prefix}-r-{leaf.key}", marks.get(leaf.key, {}).get("reason", "")
                        ),
                        "first": first if shows else "", "second": second if row.both else "",
                        "differs": row.both and first != second,
                        "stands": level_of(row.cell.sheet.marks.get(leaf.key)) if row.cell.sheet else "",
                    }
                )  # fmt: skip
            opinion = row.typed.get(f"{row.prefix}-opinion", said.get("opinion", "") if row.mine else "")
            found.append(
                {
                    "row": row, "slot": row.line.slot, "cells": cells, "opinion": opinion,
                    "differs": row.both and figures_of(said)["opinion"] != figures_of(again)["opinion"],
                    "comment": row.typed.get(f"{row.prefix}-comment", said.get("comment", "")),
                }
            )  # fmt: skip
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Any = request.user
        kept = sealed = 0
        refused: dict[int, str] = {}
        for row in self.sheet():
            said = typed_row(request.POST, row.prefix)
            if not row.open or row.cell.assignment_id is None or not said["marks"]:
                continue
            try:
                done = flows.key_sheet(assignment_id=row.cell.assignment_id, actor=actor, **said)
            except RuleRefusal as refusal:
                refused[row.line.slot.order] = sentence_of(refusal)
                continue
            kept += done.state == KeyedState.WAITING
            sealed += done.state == KeyedState.TAKEN
            if done.state == KeyedState.DIFFERS:
                words = _("Project %(order)s: the two differ. Look at the paper and key it in again.")
                messages.error(request, words % {"order": row.line.slot.order})
        if kept:
            words = ngettext("%(n)s sheet waits for a colleague.", "%(n)s sheets wait for a colleague.", kept)
            messages.success(request, words % {"n": kept})
        if sealed:
            words = ngettext("%(n)s sheet agrees and is sealed.", "%(n)s sheets agree and are sealed.", sealed)
            messages.success(request, words % {"n": sealed})
        if refused:
            self.refused = refused
            return self.render_to_response(self.get_context_data(), status=422)
        return HttpResponseRedirect(request.path)


def level_of(mark: Mapping[str, Any] | None) -> str:
    """Return a level as it is typed: a number, a dash for what does not apply."""
    if mark is None:
        return ""
    return NA if mark.get("na") else str(mark.get("level") or "")


def typed_row(data: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """Return what was typed of one project; an odd level stays as it is, for the flow to refuse."""
    marks: dict[str, Any] = {}
    for name, value in data.items():
        if not name.startswith(f"{prefix}-m-"):
            continue
        key, text = name.removeprefix(f"{prefix}-m-"), str(value).strip()
        if not text:
            continue
        level: int | str | None = int(text) if text.isascii() and text.isdecimal() else text
        na = text in {NA, "—", "–"}
        reason = str(data.get(f"{prefix}-r-{key}", ""))
        marks[key] = {"level": None if na else level, "na": na, "reason": reason}
    return {
        "marks": marks,
        "opinion": str(data.get(f"{prefix}-opinion", "")),
        "comment": str(data.get(f"{prefix}-comment", "")),
    }


class Scan(PanelDoor, View):
    """Keep the scan of a signed sheet, or of the signed summary table."""

    permission = "panels.scan"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Any = request.user
        form, seat = ScanForm(request.POST, request.FILES), request.POST.get("seat", "")
        back = reverse("admin:panel_desk", args=[self.row.pk])
        try:
            key = number(seat, "panel_seat_unknown") if seat else None
            if key is not None:
                back = reverse("admin:panel_keying", args=[self.row.pk, key])
            if not form.is_valid():
                raise RuleRefusal("form_refused", words=" ".join(map(str, form.errors["scan"])))
            file = files.keep(form.cleaned_data["scan"], actor=actor)
            flows.keep_scan(panel_id=self.row.pk, file=file.key, seat_id=key, actor=actor)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            return self.back()
        messages.success(request, _("The scan is kept."))
        return HttpResponseRedirect(back)


class Drop(StaffRowDoor, View):
    """Drop what was keyed in or loaded, to begin anew."""

    permission = "panels.check"
    http_method_names = ["post"]
    row: KeyedSheet

    def rows(self) -> Any:
        return KeyedSheet.objects.select_related("assignment")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Any = request.user
        place = self.row.assignment
        seat = Seat.objects.filter(
            appointment=place.appointment_id, panel__stage=place.stage_id, panel__slots__project=place.project_id
        ).first()
        try:
            flows.drop_keyed(keyed_id=self.row.pk, actor=actor)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, _("Dropped; it can be keyed in anew."))
        if seat is None:
            return HttpResponseRedirect(reverse("admin:reviews_panel_changelist"))
        return HttpResponseRedirect(reverse("admin:panel_keying", args=[seat.panel_id, seat.pk]))
