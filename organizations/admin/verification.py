"""One request for verification: the papers on the left, the checklist on the right, the next request by itself."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import DateField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from organizations import flows, queries
from organizations.admin.sentences import for_item
from organizations.enums import CaseState
from organizations.models import Organization, VerificationCase
from venture.doors import desk
from venture.doors.desk import RowDesk, label_of
from venture.files.enums import Kind
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal, sentence_of

PERMISSION = "organizations.decide_case"
ACTS: dict[str, desk.Act] = {
    "verify": (PERMISSION, flows.verify_case, gettext_lazy("Verified.")),
    "return": (PERMISSION, flows.return_case, gettext_lazy("Returned; the organisation sees each reason.")),
    "refuse": (PERMISSION, flows.refuse_case, gettext_lazy("Refused; the reason is kept.")),
}
ANSWERS = {"yes": True, "no": False}
PICTURES = (Kind.JPG, Kind.PNG)


class Checklist(RowDesk, TemplateView):
    """The desk of one request, as it stands or as somebody has just filled it in."""

    permission = "organizations.view_cases"
    template_name = "admin/organizations/case.html"
    acts = ACTS
    desk = "verification_desk"
    row: VerificationCase

    def rows(self) -> Any:
        return queries.cases_for_staff()

    def filled(self) -> tuple[Mapping[str, bool], Mapping[str, str], str]:
        """Return answers, faults and the reason that the page shows."""
        return self.row.compared, self.row.faults, self.row.reason

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        case: Any = self.row
        answers, faults, reason = self.filled()
        items = [self._item(name, answers, faults) for name in queries.items_of(case)]
        today = clock.today()
        decided = VerificationCase.objects.filter(decided_by=self.request.user.pk, decided_at__date=today).count()
        facts = {
            "row": case,
            "may": self.may(),
            "title": case.organization.name,
            "subtitle": case.organization.uscc,
            "fields": [item for item in items if item["paper"] is None],
            "papers": [item for item in items if item["paper"] is not None],
            "right": sum(item["answer"] is True for item in items),
            "total": len(items),
            "reason": reason,
            "related": queries.related_to(case.organization),
            "waiting": _waiting(self.request.user).count(),
            "decided": decided,
            "stay": self.request.POST.get("stay", ""),
        }
        return super().get_context_data(**{**facts, **given})

    def _item(self, name: str, answers: Mapping[str, bool], faults: Mapping[str, str]) -> dict[str, Any]:
        case: Any = self.row
        paper = next((each for each in case.papers_shown if name == f"document-{each.pk}"), None)
        before = str(getattr(case.organization, name) or "") if name in case.proposed else None
        return {
            "name": name,
            "label": label_of(Organization, name) if paper is None else str(paper),
            "claimed": _in_words(name, case.claimed.get(name, "")),
            "before": None if before is None else _in_words(name, before),
            "paper": paper,
            "is_pdf": paper is not None and paper.file.kind == Kind.PDF,
            "is_picture": paper is not None and paper.file.kind in PICTURES,
            "answer": answers.get(name),
            "fault": faults.get(name, ""),
            "canned": for_item(name),
        }


class Desk(Checklist):
    http_method_names = ["get", "head", "options"]


class Act(Checklist):
    """Verify, return or refuse. A refusal shows the same page again with everything that was filled in."""

    http_method_names = ["post"]

    def filled(self) -> tuple[Mapping[str, bool], Mapping[str, str], str]:
        data, items = self.request.POST, queries.items_of(self.row)
        answers = {name: ANSWERS[data[f"item-{name}"]] for name in items if data.get(f"item-{name}") in ANSWERS}
        faults = {name: data.get(f"fault-{name}", "") for name, right in answers.items() if not right}
        return answers, faults, data.get("reason", "")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb = kwargs["verb"]
        if verb not in self.acts:
            raise Http404
        permission, flow, words = self.acts[verb]
        if not self.allows(permission):
            messages.error(request, _("This step is not yours, or the case has moved on. Reload the page."))
            return self.back()
        answers, faults, reason = self.filled()
        given: dict[str, Any] = {"case_id": self.row.pk, "compared": answers, "actor": request.user}
        if verb != "verify":
            given |= {"reason": reason, "faults": faults}
        try:
            flow(**given)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            return self.render_to_response(self.get_context_data())
        messages.success(request, f"{self.row.organization.name}：{words}")
        return self.back() if request.POST.get("stay") else self._to_next()

    def _to_next(self) -> HttpResponse:
        case = _waiting(self.request.user).order_by("submitted_at", "pk").first()
        if case is None:
            messages.success(self.request, _("That was the last request that waited."))
            return HttpResponseRedirect(reverse("admin:organizations_verificationcase_changelist"))
        return HttpResponseRedirect(reverse("admin:verification_desk", args=[case.pk]))


def _in_words(name: str, text: str) -> str:
    """Return a claimed value as the page writes it: days as days."""
    if not text or name.startswith("document-") or not isinstance(Organization._meta.get_field(name), DateField):
        return text
    return date_format(date.fromisoformat(text), "DATE_FORMAT")


def _waiting(user: Any) -> Any:
    """Return the requests that wait for this person: none of an organisation of one's own."""
    rows = policy.visible(user, PERMISSION, VerificationCase.objects.filter(state=CaseState.SUBMITTED))
    return rows.exclude(queries.is_member(user, organization_ref="organization_id"))
