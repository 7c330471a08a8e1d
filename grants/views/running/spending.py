"""Expenses and the monthly table, for the organisation."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import View

from grants.flows import running as flows
from grants.forms.running import ExpenseForm, ReasonForm
from grants.models import Expense
from grants.queries.running import desk, purse_of, statement_of
from grants.views.running.frame import ProjectAct, ProjectDoor, ProjectPage, new_key
from grants.views.running.sheets import statement_sheet
from grants.words.running import say_flags
from reviews.admin.sheets import sheet_answer
from venture.files.flows import keep
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of

ON_PAGE = 50


class Expenses(ProjectPage):
    """12 queries at most, however many expenses. A POST enters one."""

    template_name = "grants/running/expenses.html"
    tab = "expenses"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        page = Paginator(desk.for_expenses(self.row), ON_PAGE).get_page(self.request.GET.get("page"))
        items = {row["id"]: row.get("item") for row in self.row.plan["sections"].get("budget", {}).get("lines", [])}
        for row in page:
            told: Any = row
            told.strikes, told.item = say_flags(row.flags), items.get(row.line, "")
        if "form" not in given:
            given["form"] = self._form() if self.may("may_spend") else None
        return super().get_context_data(page=page, purse=purse_of(self.row), reason=ReasonForm(), **given)

    def _form(self, *sent: Any) -> ExpenseForm:
        return ExpenseForm(*sent, grant=self.row, initial={"on": clock.today(), "key": new_key()})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may("may_spend"):
            raise Http404
        form = self._form(request.POST, request.FILES)
        if form.is_valid():
            try:
                expense = self._kept(form.cleaned_data)
            except RuleRefusal as refusal:
                form.add_error(None, sentence_of(refusal))
        if form.errors:
            return self.render_to_response(self.get_context_data(form=form), status=409)
        for words in say_flags(expense.flags):
            messages.warning(request, words)
        messages.success(request, _("Entered. It stands in the monthly table."))
        return self.go("expenses")

    def _kept(self, given: dict[str, Any]) -> Expense:
        stands = Expense.objects.filter(key=given["key"], grant=self.row).first()
        if stands is not None:
            return stands
        voucher = keep(given["voucher"], actor=self.person).key if given["voucher"] else ""
        plain = {
            name: given[name]
            for name in ("key", "line", "on", "amount_fen", "voucher_number", "payee", "purpose", "method")
        }
        return flows.enter_expense(
            grant_id=self.row.pk, voucher=voucher, activity_id=given["activity"],
            source_slug=given.get("source_slug", ""), actor=self.person, **plain,
        )  # fmt: skip


class ExpenseAct(ProjectAct):
    """Answer what was asked about an expense, or take it back."""

    right = "may_spend"

    def act(self) -> str:
        expense = self.row.expenses.filter(pk=self.kwargs["pk"]).first()
        if expense is None or self.kwargs["verb"] not in {"answer", "take-back"}:
            raise Http404
        words = self.request.POST.get("reason", "")
        if self.kwargs["verb"] == "answer":
            flows.answer_expense(expense_id=expense.pk, answer=words, actor=self.person)
            return _("Answered. It waits for its check.")
        flows.reverse_expense(expense_id=expense.pk, reason=words, actor=self.person)
        return _("Taken back. The record stays with its reason.")

    def back(self) -> HttpResponse:
        return self.go("expenses")


class MonthlyTable(ProjectPage):
    """收支表: budget, months, what is left. 6 queries."""

    template_name = "grants/running/statement.html"
    tab = "statement"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        statement = statement_of(self.row)
        return super().get_context_data(statement=statement, purse=purse_of(self.row), **given)


class MonthlySheet(ProjectDoor, View):
    """The same table to take along."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return sheet_answer(statement_sheet(self.row), f"statement-{self.row.project.code}.xlsx")
