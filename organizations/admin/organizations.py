"""One organisation as staff see it: its entry, its people, its papers and records, and what may be done with it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from organizations import flows, queries
from organizations.enums import AccountState, InspectionOutcome, SanctionKind
from organizations.forms import InspectionForm, LiftForm, SanctionForm
from organizations.models import BankAccount, Inspection, Organization, Sanction
from organizations.views.bank import grouped
from venture.audit.queries import entries_of
from venture.doors import desk
from venture.doors.admin import StaffRowDoor, refusals_as_messages
from venture.doors.desk import DeskAct, DeskPage
from venture.doors.proof import FreshDoor
from venture.files import flows as files
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal, sentence_of

ACTS: dict[str, desk.Act] = {
    "suspend": ("organizations.suspend", flows.suspend_organization, gettext_lazy("Suspended; the reason is kept.")),
    "restore": ("organizations.restore", flows.restore_organization, gettext_lazy("Restored; the reason is kept.")),
}


class Desk(DeskPage):
    permission = "organizations.view_staff"
    template_name = "admin/organizations/desk.html"
    acts = ACTS
    row: Organization

    def rows(self) -> Any:
        return queries.for_own_page()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        row, user, today = self.row, self.request.user, clock.today()
        shown: Any = row
        barred = queries.never_applies(row, today)
        confirmable = policy.visible(user, "inspections.confirm", Inspection.objects.filter(organization=row))
        liftable = policy.visible(user, "sanctions.lift", Sanction.objects.filter(organization=row))
        waiting = next((each for each in shown.all_accounts if each.state == AccountState.PROPOSED), None)
        facts = {
            "title": row.name,
            "subtitle": row.uscc,
            "organization": row,
            "grade_today": queries.grade_on(row, today),
            "barred": sentence_of(RuleRefusal(barred)) if barred else "",
            "related": queries.related_to(row),
            "confirmable": set(confirmable.values_list("pk", flat=True)),
            "liftable": set(liftable.exclude(entered_by=user.pk).values_list("pk", flat=True)),
            "sanctions": [
                (each, any(fact.holds_on(today) for fact in queries.sanction_facts([each])))
                for each in shown.restrictions
            ],
            "inspection": InspectionForm(initial={"year": today.year - 1}, auto_id="in-%s")
            if self.allows("organizations.enter_inspection")
            else None,
            "sanction": SanctionForm(auto_id="sa-%s") if self.allows("organizations.enter_sanction") else None,
            "lift": LiftForm(initial={"on": today}),
            "account": next((each for each in shown.all_accounts if each.state == AccountState.CURRENT), None),
            "waiting": waiting,
            "may_decide": waiting is not None
            and policy.allows(user, "bank_accounts.decide_staff", waiting)
            and flows.staff_confirm(waiting),
            "may_reveal": any(
                policy.allows(user, "bank_accounts.reveal_staff", each) for each in shown.all_accounts[:1]
            ),
            "entries": entries_of(row)[:50],
        }
        return super().get_context_data(**{**facts, **given})


class Act(DeskAct):
    permission = "organizations.view_staff"
    acts = ACTS
    desk = "organizations_desk"

    def rows(self) -> Any:
        return queries.for_staff_list()

    def given(self, verb: str) -> dict[str, Any]:
        return {"organization_id": self.row.pk, "reason": self.request.POST.get("reason", "")}


class _Entering(StaffRowDoor, FormView):
    """A form of the desk: faults become messages, nothing moves."""

    http_method_names = ["post"]
    row: Any
    organization_of = "pk"

    def form_valid(self, form: Any) -> HttpResponse:
        with refusals_as_messages(self.request):
            self.enter(form.cleaned_data)
            messages.success(self.request, _("Entered; the log keeps who did."))
        return self._back()

    def form_invalid(self, form: Any) -> HttpResponse:
        for name, errors in form.errors.items():
            label = form.fields[name].label if name in form.fields else ""
            messages.error(self.request, " ".join([str(label or ""), *map(str, errors)]).strip())
        return self._back()

    def enter(self, given: dict[str, Any]) -> None:
        raise NotImplementedError

    def key_of(self, file: Any) -> str:
        return files.keep(file, actor=self.request.user).key if file else ""

    def _back(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:organizations_desk", args=[getattr(self.row, self.organization_of)]))


class EnterInspection(_Entering):
    permission = "organizations.enter_inspection"
    form_class = InspectionForm

    def rows(self) -> Any:
        return queries.for_staff_list()

    def enter(self, given: dict[str, Any]) -> None:
        actor: Any = self.request.user
        flows.enter_inspection(
            organization_id=self.row.pk,
            year=given["year"],
            outcome=InspectionOutcome(given["outcome"]),
            key=self.key_of(given["evidence"]),
            actor=actor,
        )


class EnterSanction(_Entering):
    permission = "organizations.enter_sanction"
    form_class = SanctionForm

    def rows(self) -> Any:
        return queries.for_staff_list()

    def enter(self, given: dict[str, Any]) -> None:
        actor: Any = self.request.user
        facts = {name: given[name] for name in ("authority", "document", "grounds", "since", "until")}
        flows.enter_sanction(
            organization_id=self.row.pk,
            kind=SanctionKind(given["kind"]),
            key=self.key_of(given["evidence"]),
            actor=actor,
            **facts,
        )


class LiftSanction(_Entering):
    permission = "sanctions.lift"
    form_class = LiftForm
    organization_of = "organization_id"

    def rows(self) -> Any:
        return Sanction.objects.all()

    def enter(self, given: dict[str, Any]) -> None:
        actor: Any = self.request.user
        flows.lift_sanction(sanction_id=self.row.pk, actor=actor, **given)


class ConfirmInspection(StaffRowDoor, View):
    permission = "inspections.confirm"
    http_method_names = ["post"]
    row: Inspection

    def rows(self) -> Any:
        return Inspection.objects.all()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor: Any = request.user
        with refusals_as_messages(request):
            flows.confirm_inspection(inspection_id=self.row.pk, actor=actor)
            messages.success(request, _("Confirmed; the log keeps who did."))
        return HttpResponseRedirect(reverse("admin:organizations_desk", args=[self.row.organization_id]))


DECISIONS: dict[str, Any] = {"confirm": flows.confirm_account, "refuse": flows.refuse_account}


class DecideAccount(StaffRowDoor, View):
    """Confirm or refuse the account of an organisation in which nobody else could."""

    permission = "bank_accounts.decide_staff"
    http_method_names = ["post"]
    row: BankAccount

    def rows(self) -> Any:
        return BankAccount.objects.all()

    def post(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        if verb not in DECISIONS:
            raise Http404
        given = {"reason": request.POST.get("reason", "")} if verb == "refuse" else {}
        with refusals_as_messages(request):
            DECISIONS[verb](account_id=self.row.pk, actor=request.user, **given)
            messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("admin:organizations_desk", args=[self.row.organization_id]))


@method_decorator(never_cache, name="dispatch")
class RevealAccount(FreshDoor, StaffRowDoor, View):
    """Show the whole number, after a fresh proof; the log keeps who looked."""

    permission = "bank_accounts.reveal_staff"
    http_method_names = ["post"]
    row: BankAccount

    def rows(self) -> Any:
        return BankAccount.objects.select_related("organization")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor: Any = request.user
        number = flows.reveal_account(account_id=self.row.pk, actor=actor)
        return render(
            request, "organizations/reveal.html", {"account": self.row, "number": grouped(number), "staff": True}
        )
