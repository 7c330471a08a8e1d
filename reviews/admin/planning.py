"""The desk of one stage: who reads what now, a proposal as a difference, its proof, what keeps it from being met."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from projects.models import Project
from reviews.enums import PlanMode, PlanState
from reviews.flows.planning import apply_plan, ask_for_plan, drop_plan
from reviews.models import Appointment, AssignmentPlan, ReviewGroup
from reviews.queries import planning
from reviews.queries.planning import Rules
from reviews.words.planning import set_in_words, way_out
from rounds.models import Stage
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.admin import StaffRowDoor
from venture.doors.desk import DeskAct, RowDesk
from venture.jobs.models import Job
from venture.kernel.errors import RuleRefusal

ACTS: dict[str, desk.Act] = {
    "propose": ("assigning.propose", ask_for_plan, gettext_lazy("Proposed. Look at the difference, then decide.")),
    "apply": ("assigning.apply", apply_plan, gettext_lazy("In force. The experts are told.")),
    "drop": ("assigning.propose", drop_plan, gettext_lazy("Dropped; nothing has changed.")),
}
LONGEST_LIST = 60


class Door(RowDesk):
    permission = "assigning.view"
    desk = "assigning_desk"
    acts = ACTS
    lookup = {"code": "round__code", "order": "order"}
    row: Stage

    def rows(self) -> Any:
        return planning.for_desk()

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:assigning_desk", args=[self.row.round.code, self.row.order]))


class Desk(Door, TemplateView):
    """22 queries at most, however many projects and experts."""

    template_name = "admin/reviews/plan.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        stage = self.row
        rules = planning.usual_rules(stage)
        proposal = planning.standing_plan(stage, PlanState.PROPOSED)
        in_force = planning.standing_plan(stage, PlanState.APPLIED)
        seats = planning.loads(stage)
        covered = planning.coverage(stage)
        readers = rules.readers
        lacking = list(planning.lacking(stage, readers)[: LONGEST_LIST + 1]) if in_force else []
        facts = {
            "title": _("Assignment of experts"),
            "stage": stage,
            "round": stage.round,
            "rules": rules,
            "modes": PlanMode,
            "readers": readers,
            "projects": sum(covered.values()),
            "covered": [(int(count), covered[count]) for count in sorted(covered, key=int, reverse=True)],
            "seats": seats,
            "highest": max((seat.load for seat in seats), default=0) or 1,  # type: ignore[attr-defined]
            "lacking": lacking[:LONGEST_LIST],
            "more_lacking": len(lacking) > LONGEST_LIST,
            "in_force": in_force,
            "groups": list(ReviewGroup.objects.filter(stage=stage).prefetch_related("experts__expert", "projects")),
            "recusals": list(planning.open_recusals(stage).select_related("assignment__appointment__expert")),
            "proposal": self.told(proposal) if proposal is not None else None,
            "may": self.may(),
            "record": entries_of(in_force)[:10] if in_force is not None else [],
        }
        return super().get_context_data(**{**facts, **given})

    def told(self, plan: AssignmentPlan) -> dict[str, Any]:
        """Return the proposal with names in place of keys. 2 queries."""
        projects, experts = names_of(self.row)
        lacking = plan.shortfall or {}
        groups = [
            {
                "number": each["number"],
                "projects": len(each["projects"]),
                "codes": [projects.get(key, key) for key in each["projects"]],
                "experts": [experts.get(key, key) for key in each["experts"]],
                "quota": each["quota"],
                "substitutes": [
                    (
                        projects.get(change["project"], ""),
                        experts.get(change["out"], ""),
                        experts.get(change["stand_in"], ""),
                    )
                    for change in each["substitutes"]
                ],
            }
            for each in plan.plan.get("groups", ())
        ]
        return {
            "plan": plan,
            "groups": groups,
            "added": self.pairs(plan.added, projects, experts),
            "removed": self.pairs(plan.removed, projects, experts),
            "added_count": len(plan.added),
            "removed_count": len(plan.removed),
            "more": len(plan.added) > LONGEST_LIST,
            "gap": plan.plan["cost"] - plan.plan["bound"] if "cost" in plan.plan else None,
            "sets": [set_in_words(each, projects, experts) for each in lacking.get("sets", ())],
            "ways": [way_out(each, projects, experts) for each in lacking.get("relaxations", ())],
            "missing": lacking.get("missing", 0),
            "stale": self.stale(plan),
        }

    def stale(self, plan: AssignmentPlan) -> bool:
        return planning.world_of(self.row, Rules.from_json(plan.rules)).fingerprint != plan.inputs_hash

    @staticmethod
    def pairs(pairs: list[Any], projects: dict[str, str], experts: dict[str, str]) -> list[tuple[str, str]]:
        told = [(projects.get(a, a), experts.get(b, b)) for a, b in pairs]
        return sorted(told)[:LONGEST_LIST]


def names_of(stage: Stage) -> tuple[dict[str, str], dict[str, str]]:
    projects = Project.objects.filter(round=stage.round_id).values_list("pk", "blind_code", "code")
    seats = Appointment.objects.filter(round=stage.round_id).values_list("pk", "expert__name")
    return {str(pk): blind or code for pk, blind, code in projects}, {str(pk): name for pk, name in seats}


class Act(Door, DeskAct):
    def said(self, words: Any, done: Any) -> Any:
        return _("It is being computed; you are told when it is there.") if isinstance(done, Job) else words

    def given(self, verb: str) -> dict[str, Any]:
        if verb == "propose":
            return {"stage_id": self.row.pk, "rules": self.rules()}
        plan = planning.standing_plan(self.row, PlanState.PROPOSED)
        if plan is None:
            raise RuleRefusal("plan_illegal_move", state=PlanState.DROPPED.label)
        return {"plan_id": plan.pk}

    def rules(self) -> Rules:
        data, usual = self.request.POST, planning.usual_rules(self.row)

        def number(name: str, otherwise: int | None) -> int | None:
            text = data.get(name, "").strip()
            if not text:
                return otherwise
            if not text.isascii() or not text.isdigit():
                raise RuleRefusal("plan_rules_unknown", most=15)
            return int(text)

        size = number("size", usual.readers) or 0
        extra = tuple(int(key) for key in data.getlist("extra") if key.isascii() and key.isdigit())
        mode = data.get("mode", str(usual.mode))
        return Rules(
            mode=mode, panel=size if mode == PlanMode.GROUPS else usual.panel,
            need=usual.need if mode == PlanMode.GROUPS else size, groups=number("groups", None),
            quota=number("quota", usual.quota) or 0, finance="finance" in data,
            extra=tuple(sorted({*usual.extra, *extra})),
        )  # fmt: skip


class Certificate(Door, StaffRowDoor, View):
    """The file that ``tools/check_certificate.py`` reads: of the proposal, or of the plan in force."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, code: str, order: int) -> HttpResponse:
        plan = planning.standing_plan(self.row, PlanState.PROPOSED) or planning.standing_plan(
            self.row, PlanState.APPLIED
        )
        if plan is None or plan.certificate is None:
            raise Http404
        answer = HttpResponse(json.dumps(plan.certificate), content_type="application/json; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="assignment-{code}-{order}.json"'
        answer["Cache-Control"] = "private, no-store"
        return answer
