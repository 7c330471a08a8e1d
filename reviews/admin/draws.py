"""One draw: its list and commitment before, its outcome and the record for a replay after."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views import View

from reviews.enums import DrawPurpose
from reviews.flows.appointing import appoint_drawn
from reviews.flows.drawing import reveal_draw
from reviews.models import Draw
from reviews.queries.draws import FINANCE, drawn_of, experts_of, for_desk, record_of, waiting_of
from rounds.enums import Field
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.admin import StaffRowDoor
from venture.doors.desk import DeskAct, DeskPage

ACTS: Mapping[str, desk.Act] = {
    "reveal": ("draws.hold", reveal_draw, _("The draw is held. Everybody can replay it from its record.")),
    "appoint": ("draws.appoint", appoint_drawn, _("Those drawn are invited.")),
}
REASONS = {
    "away": _("away during the review"), "serving": _("serves in this round already"), "ended": _("was released"),
    "declined": _("declined"), "group": _("its institution is full"),
}  # fmt: skip


class DrawDoor:
    permission = "draws.view"
    desk = "draw_desk"
    acts = ACTS
    row: Draw
    request: HttpRequest

    def rows(self) -> Any:
        return for_desk()


class Desk(DrawDoor, DeskPage):
    """12 queries, however long the list."""

    template_name = "admin/reviews/draw.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        row, names = self.row, experts_of(self.row)
        held = row.revealed_at is not None
        drawn = drawn_of(row) if held else None
        tickets = drawn.tickets if drawn else {}
        chosen = {each: stratum for stratum, ids in (drawn.chosen.items() if drawn else ()) for each in ids}
        passed = drawn.passed_over if drawn else {}
        entries = [
            {
                "id": each["id"],
                "name": names[each["id"]].name if each["id"] in names else each["id"],
                "expert": names.get(each["id"]),
                "group": each["group"],
                "strata": [stratum_name(stratum) for stratum in each["strata"] if stratum],
                "out": REASONS.get(passed.get(each["id"]) or each["excluded"], each["excluded"]),
                "ticket": tickets.get(each["id"], ""),
                "chosen": stratum_name(chosen[each["id"]]) if each["id"] in chosen else "",
                "is_chosen": each["id"] in chosen,
            }
            for each in row.entries
        ]
        if held:
            entries.sort(key=lambda entry: entry["ticket"])
        is_experts = row.purpose == DrawPurpose.EXPERTS
        facts = {
            "title": row.label,
            "held": held,
            "entries": entries,
            "quotas": [(stratum_name(stratum), count) for stratum, count in row.rules["quotas"]],
            "per_group": row.rules["per_group"],
            "short": [(stratum_name(stratum), count) for stratum, count in (drawn.short.items() if drawn else ())],
            "is_experts": is_experts,
            "waiting": len(waiting_of(row)) if held and is_experts else 0,
            "record": entries_of(row)[:10],
        }
        return super().get_context_data(**{**facts, **given})


class Act(DrawDoor, DeskAct):
    def given(self, verb: str) -> dict[str, Any]:
        more = {"public": self.request.POST.get("public", "")} if verb == "reveal" else {}
        return {"draw_id": self.row.pk, **more}


class Record(DrawDoor, StaffRowDoor, View):
    """The file that ``tools/replay_draw.py`` reads. There is none before the draw is held."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.row.revealed_at is None:
            raise Http404
        text = json.dumps(record_of(self.row), ensure_ascii=False, indent=1, sort_keys=True)
        answer = HttpResponse(text, content_type="application/json; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="draw-{self.row.pk}.json"'
        answer["Cache-Control"] = "private, no-store"
        return answer


def stratum_name(stratum: str) -> str:
    if stratum == FINANCE:
        return str(_("Finance or audit"))
    return str(Field(stratum).label) if stratum in Field.values else stratum or str(_("everybody"))
