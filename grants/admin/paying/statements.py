"""The bank's statement: tried first, each line with what it comes to; then loaded, and its differences listed."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from grants.domain.statement import Match
from grants.enums import LineOutcome
from grants.flows import paying
from grants.forms.statement import HEADS, examined_statement, lines_of
from grants.models import STATEMENT_PURPOSE, BankStatement
from grants.queries import paying as queries
from grants.words.paying import LINE_ACTS, fault_words
from rounds.models import Round
from venture.doors.admin import StaffRowDoor
from venture.doors.templatetags.when import beijing_day
from venture.files import flows as files
from venture.files.models import StoredFile
from venture.kernel import policy
from venture.kernel.clock import BEIJING
from venture.kernel.errors import RuleRefusal, sentence_of
from venture.kernel.money import format_yuan


class Statements(StaffRowDoor, TemplateView):
    """Try a statement; nothing moves before it is loaded. Below are those that were."""

    permission = "statements.load_for"
    template_name = "admin/grants/statements.html"
    title = gettext_lazy("Bank statements")
    lookup = {"code": "code"}
    row: Round

    def rows(self) -> QuerySet[Round]:
        return Round.objects.all()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        loaded = policy.visible(self.request.user, "statements.view", queries.statements_for_list())
        return super().get_context_data(
            round=self.row, loaded=list(loaded.filter(round=self.row)[:50]),
            heads=[(str(known[0]), "、".join(str(each) for each in known[1:4])) for known in HEADS.values()],
            **given,
        )  # fmt: skip

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        upload = request.FILES.get("file")
        if upload is None:
            messages.error(request, _("Choose the file of the statement."))
            return self._again()
        try:
            file = files.keep(examined_statement(upload), actor=request.user)
            tried = paying.try_statement(self.row.pk, lines_of(file))
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            return self._again()
        lines = [line_of(each) for each in tried.matches]
        return self.render_to_response(
            self.get_context_data(
                tried=lines, missing=tried.missing, file=file, settles=sum(bool(each["settles"]) for each in lines),
                strange=sum(each["strange"] for each in lines),
            )
        )  # fmt: skip

    def _again(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:statements", args=[self.row.code]))


class Load(StaffRowDoor, View):
    """Load a statement that was tried: the file that lies ready, read again."""

    permission = "statements.load_for"
    http_method_names = ["post"]
    lookup = {"code": "code"}
    row: Round

    def rows(self) -> QuerySet[Round]:
        return Round.objects.all()

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        actor: Any = request.user
        file = StoredFile.objects.filter(
            key=request.POST.get("file", ""), purpose=STATEMENT_PURPOSE, owner=actor, attached_at__isnull=True
        ).first()
        try:
            if file is None:
                raise RuleRefusal("file_foreign")
            made = paying.load_statement(round_id=self.row.pk, file_key=file.key, lines=lines_of(file), actor=actor)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            return HttpResponseRedirect(reverse("admin:statements", args=[self.row.code]))
        messages.success(request, _("Loaded. What does not fit stands below."))
        return HttpResponseRedirect(reverse("admin:statement_desk", args=[made.pk]))


class StatementDesk(StaffRowDoor, TemplateView):
    """The lines of a statement that was loaded. 10 queries."""

    permission = "statements.view"
    template_name = "admin/grants/statement.html"
    http_method_names = ["get", "head", "options"]
    row: BankStatement

    def rows(self) -> QuerySet[Any]:
        return queries.statements_for_list()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        lines = [
            {
                "row": each.row, "on": each.on, "yuan": format_yuan(each.amount_fen, places=2),
                "reference": each.reference, "payee": each.payee, "tail": each.tail, "voucher": each.voucher,
                "words": fault_words(each.words),
                "outcome": each.get_outcome_display(), "strange": each.outcome == LineOutcome.STRANGE,
                "payment": each.payment,
            }
            for each in self.row.lines.select_related("payment")
        ]  # fmt: skip
        day = beijing_day(self.row.loaded_at.astimezone(BEIJING).date(), "year")
        return super().get_context_data(
            title=_("Bank statement of %(day)s") % {"day": day},
            statement=self.row, lines=lines, strange=[each for each in lines if each["strange"]], **given,
        )  # fmt: skip


def line_of(match: Match) -> dict[str, Any]:
    """Return a line of the trial in words."""
    line = match.line
    return {
        "row": line.row,
        "on": line.on,
        "yuan": format_yuan(line.fen, places=2),
        "reference": line.reference,
        "payee": line.payee,
        "tail": line.tail,
        "voucher": line.voucher,
        "number": match.number,
        "outcome": LineOutcome(match.outcome).label,
        "act": LINE_ACTS[match.act],
        "why": fault_words(match.fault) if match.fault else "",
        "settles": match.act in {"confirm", "fail", "return"},
        "strange": match.outcome == LineOutcome.STRANGE,
    }
