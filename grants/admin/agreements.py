"""The list of grants on their way to an agreement, and the desk of one: revision, draft, signatures, giving up."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView

from grants.enums import AgreementState, AskState
from grants.flows import agreements as flows
from grants.flows.agreements.printing import DRAFT_MARK, pdf_of, word_of
from grants.forms.agreements import CountersignForm, ProlongForm
from grants.models import Abandonment, Agreement, Grant, Improvement
from grants.queries import agreements as queries
from grants.queries.barring import bars_of
from grants.queries.steps import STEPS
from grants.words.steps import STANDS, TONES
from venture.audit.queries import entries_of
from venture.doors import desk as doors
from venture.doors.desk import DeskAct, DeskAdmin, DeskPage
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of
from venture.kernel.money import format_yuan

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PREPARE, ABANDON, DECIDE = "agreements.prepare", "agreements.abandon", "agreements.decide_abandonment"
IMPROVE, COUNTERSIGN = "agreements.improve_staff", "agreements.countersign"
ACTS: dict[str, doors.Act] = {
    "improve": (IMPROVE, flows.open_improvement, _("Asked for; the organisation is told.")),
    "agree": (IMPROVE, flows.agree_improvement, _("Accepted: this is the plan in force.")),
    "return": (IMPROVE, flows.return_improvement, _("Given back; the organisation is told.")),
    "drop": (IMPROVE, flows.drop_improvement, _("Dropped; plan and budget stay as they were.")),
    "draft": (PREPARE, flows.draft_agreement, _("Drafted. Read it, then send it.")),
    "send": (PREPARE, flows.send_agreement, _("Sent. Whoever signs for the organisation is told.")),
    "void": (PREPARE, flows.void_agreement, _("Taken back.")),
    "prolong": (PREPARE, flows.prolong_signing, _("The organisation has more time.")),
    "countersign": (COUNTERSIGN, flows.countersign_agreement, _("In force. The money is committed.")),
    "abandon": (ABANDON, flows.ask_abandonment, _("Proposed. A second person decides.")),
    "confirm-abandon": (DECIDE, flows.confirm_abandonment, _("Given up; who waits in reserve was called.")),
    "refuse-abandon": (DECIDE, flows.refuse_abandonment, _("Declined; the grant stands.")),
}
ON_IMPROVEMENT = frozenset({"agree", "return", "drop"})
ON_AGREEMENT = frozenset({"send", "void", "countersign"})
ON_ABANDONMENT = frozenset({"confirm-abandon", "refuse-abandon"})


class StepFilter(admin.SimpleListFilter):
    title = _("what comes next")
    parameter_name = "step"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [*((key, STANDS[key]) for key in STEPS if key in STANDS), ("overdue", _("Not signed in time"))]

    def queryset(self, request: HttpRequest, rows: QuerySet[Grant]) -> QuerySet[Grant]:
        known = STEPS.get(self.value() or "")
        return rows.filter(known(clock.today())) if known is not None else rows


@admin.register(Grant)
class GrantAdmin(DeskAdmin):
    view_permission = "agreements.view_staff"
    desk = "agreement_desk"
    key = "project_code"
    list_display = ("opened", "title", "organization", "state", "amount", "sign_by")
    list_filter = (StepFilter, "state", "round")
    list_select_related: ClassVar[Any] = ("project", "organization", "round")
    search_fields = ("project__code", "project__title", "organization__name")
    ordering = ("-round", "project__code")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Grant]:
        return super().get_queryset(request).annotate(project_code=F("project__code"))

    @admin.display(description=_("project"), ordering="project__code")
    def opened(self, row: Any) -> str:
        return self.opens(row, row.project_code)

    @admin.display(description=_("title"), ordering="project__title")
    def title(self, row: Grant) -> str:
        return row.project.title

    @admin.display(description=_("amount (yuan)"), ordering="amount_fen")
    def amount(self, row: Grant) -> str:
        return format_yuan(row.amount_fen)


class AgreementDoor:
    permission = "agreements.view_staff"
    lookup: ClassVar[dict[str, str]] = {"code": "project__code"}
    acts: Mapping[str, doors.Act] = ACTS
    desk = "agreement_desk"
    key = "project_code"
    row: Any

    def rows(self) -> Any:
        return queries.for_desk()

    @property
    def standing(self) -> queries.Standing:
        return queries.standing_of(self.row, clock.today())


class Desk(AgreementDoor, DeskPage, TemplateView):
    """One grant until both have signed. 30 queries at most."""

    template_name = "admin/grants/agreement.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        grant, standing, user = self.row, self.standing, self.request.user
        agreement, improvement = standing.agreement, standing.improvement
        asked: Abandonment | None = next((each for each in grant.asked_up if each.state == AskState.ASKED), None)
        hands = (agreement.drafted_by_id, agreement.sent_by_id) if agreement is not None else ()
        facts: dict[str, Any] = {
            "title": grant.project.title or grant.project.code,
            "grant": grant,
            "standing": standing,
            "stands": STANDS[standing.step],
            "tone": "red" if standing.overdue else TONES[standing.step],
            "agreement": agreement,
            "improvement": improvement,
            "asked": asked,
            "own_proposal": asked is not None and asked.asked_by_id == user.pk,
            "deciding": asked is not None and self.allows(DECIDE),
            "own_hand": user.pk in hands,
            "changes": queries.changes_in(grant, improvement),
            "bars": [sentence_of(RuleRefusal(code, **details)) for code, details in bars_of(grant)],
            "gone": [each for each in grant.papers if each.state == AgreementState.VOID],
            "given_up": next((each for each in grant.asked_up if each.state == AskState.APPROVED), None),
            "prolong": ProlongForm(),
            "countersigning": CountersignForm(),
            "entries": [
                entry
                for each in (agreement, grant)
                if each is not None
                for entry in entries_of(each)[:20]
            ],
        }  # fmt: skip
        return super().get_context_data(**{**facts, **given})


class Act(AgreementDoor, DeskAct):
    """A button of the desk."""

    def given(self, verb: str) -> dict[str, Any]:
        data, standing = self.request.POST, self.standing
        reason = data.get("reason", "")
        if verb in ON_IMPROVEMENT:
            key: dict[str, Any] = {"improvement_id": _pk(standing.improvement)}
            return key if verb == "agree" else {**key, "reason": reason}
        if verb in ON_AGREEMENT:
            return {"agreement_id": _pk(standing.agreement), **self._more(verb, reason)}
        if verb in ON_ABANDONMENT:
            asked = next((each for each in self.row.asked_up if each.state == AskState.ASKED), None)
            return {"abandonment_id": _pk(asked), **({"answer": reason} if verb == "refuse-abandon" else {})}
        return {"grant_id": self.row.pk, **self._more(verb, reason)}

    def _more(self, verb: str, reason: str) -> dict[str, Any]:
        data = self.request.POST
        match verb:
            case "improve":
                return {"wishes": data.get("wishes", "")}
            case "draft":
                return {"number": data.get("number", "")}
            case "prolong":
                return dict(_cleaned(ProlongForm(data)))
            case "countersign":
                return dict(_cleaned(CountersignForm(data)))
            case "void" | "abandon":
                return {"reason": reason}
            case _:
                return {}


def _pk(row: Improvement | Agreement | Abandonment | None) -> int:
    """Return the key of what the button is about; it has moved on where it is not there any more."""
    if row is None:
        raise RuleRefusal("agreement_moved_on")
    return row.pk


def _cleaned(form: Any) -> dict[str, Any]:
    if not form.is_valid():
        said = [f"{form.fields[name].label}：{errors[0]}" for name, errors in form.errors.items()]
        raise RuleRefusal("form_refused", words=" ".join(said))
    cleaned: dict[str, Any] = form.cleaned_data
    return cleaned


class Paper(AgreementDoor, doors.RowDesk, View):
    """The agreement as Word for the office system, or as the PDF that would be sent, marked as a draft."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        agreement, kind = self.standing.agreement, kwargs["kind"]
        if agreement is None or kind not in {"docx", "pdf"}:
            raise Http404
        agreement.grant = self.row
        mark = DRAFT_MARK if agreement.state == AgreementState.DRAFT else ""
        content = word_of(agreement) if kind == "docx" else pdf_of(agreement, mark=mark)
        answer = HttpResponse(content, content_type=WORD if kind == "docx" else "application/pdf")
        shown = "attachment" if kind == "docx" else "inline"
        answer["Content-Disposition"] = f'{shown}; filename="agreement-{self.row.project.code}.{kind}"'
        answer["Cache-Control"] = "private, no-store"
        return answer
