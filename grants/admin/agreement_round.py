"""The agreements of one round: awards to offer, grants with what comes next, the round's text, how it pays."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views import View
from django.views.generic import TemplateView

from grants.domain.texts import FIELDS, NEEDED
from grants.flows import agreements as flows
from grants.forms.agreements import TemplateForm
from grants.models import AgreementTemplate
from grants.queries import agreements as queries
from grants.queries.paying.facts import settings_of
from grants.words.steps import STANDS, TONES, VERBS
from reviews.admin.sheets import sheet_answer, workbook
from reviews.flows.exporting import note_export
from rounds.models import Round
from venture.doors.desk import RowDesk
from venture.files import flows as files
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of

FEN = 100
OFFER, SET_UP = "agreements.offer_round", "agreements.set_up"
ACTS: dict[str, tuple[str, Any]] = {
    "offer": (OFFER, gettext_lazy("Offered; the organisation is told.")),
    "offer-all": (OFFER, ""),
    "template": (SET_UP, gettext_lazy("The text is in use from the next draft on.")),
    "default": (SET_UP, gettext_lazy("The default text is in use from the next draft on.")),
}


class AgreementsDesk(RowDesk, TemplateView):
    """20 queries, however many grants there are."""

    permission = "agreements.open_round"
    template_name = "admin/grants/round.html"
    lookup = {"code": "code"}
    desk = "agreements_desk"
    key = "code"
    row: Round

    def rows(self) -> QuerySet[Any]:
        return Round.objects.all()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        round_, today = self.row, clock.today()
        chosen = self.request.GET.get("step", "")
        rows = [_row(grant, queries.standing_of(grant, today)) for grant in self._grants()]
        facts: dict[str, Any] = {
            "title": pgettext("page", "Agreements"),
            "round": round_,
            "awards": list(queries.waiting_awards(round_.pk)),
            "groups": _groups(rows),
            "chosen": chosen,
            "grants": [each for each in rows if not chosen or each["key"] == chosen],
            "all": len(rows),
            "whole_fen": sum(each["grant"].amount_fen for each in rows),
            "offering": self.allows(OFFER),
            "targets": self.allows("evaluations.targets"),
            "setting": self.allows(SET_UP),
            "template": AgreementTemplate.objects.filter(round=round_, current=True).select_related("file").first(),
            "fields": [(name, name in NEEDED) for name in FIELDS],
            "template_form": TemplateForm(),
            "settings": settings_of(round_),
            "paying": self.allows("payment_settings.set"),
        }  # fmt: skip
        return super().get_context_data(**{**facts, **given})

    def _grants(self) -> QuerySet[Any]:
        return queries.for_staff_list().filter(round=self.row)


def _row(grant: Any, standing: queries.Standing) -> dict[str, Any]:
    return {
        "grant": grant, "standing": standing, "key": "overdue" if standing.overdue else standing.step,
        "stands": STANDS[standing.step], "verb": VERBS[standing.step],
        "tone": "red" if standing.overdue else TONES[standing.step],
    }  # fmt: skip


def _groups(rows: list[dict[str, Any]]) -> list[tuple[str, Any, int]]:
    """Return (step, words, how many) of the steps that some grant waits for."""
    words = {**STANDS, "overdue": _("Not signed in time")}
    counts = {key: sum(each["key"] == key for each in rows) for key in ("overdue", *STANDS)}
    return [(key, words[key], count) for key, count in counts.items() if count]


class RoundAct(AgreementsDesk):
    """POST only. A refusal becomes a message and nothing moves."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb = kwargs["verb"]
        if verb not in ACTS:
            raise Http404
        permission, words = ACTS[verb]
        if not self.allows(permission):
            messages.error(request, _("This step is not yours, or the round has moved on. Reload the page."))
            return self.back()
        acts = {
            "offer": self._offer, "offer-all": self._offer_all, "template": self._template, "default": self._default,
        }  # fmt: skip
        try:
            told = acts[verb](request)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, told or str(words))
        return self.back()

    @property
    def _actor(self) -> Any:
        return self.request.user

    def _offer(self, request: HttpRequest) -> str:
        wanted = request.POST.get("award", "")
        award = queries.waiting_awards(self.row.pk).filter(pk=wanted).first() if wanted.isdecimal() else None
        if award is None:
            raise RuleRefusal("agreement_moved_on")
        flows.offer_grant(award_id=award.pk, actor=self._actor)
        return ""

    def _offer_all(self, request: HttpRequest) -> str:
        done, left = flows.offer_round(round_id=self.row.pk, actor=self._actor)
        words = ngettext("%(done)s grant offered.", "%(done)s grants offered.", done) % {"done": done}
        more = ngettext("%(left)s could not be.", "%(left)s could not be.", left) % {"left": left} if left else ""
        return f"{words}{more}"

    def _template(self, request: HttpRequest) -> str:
        form = TemplateForm(request.POST, request.FILES)
        if not form.is_valid():
            raise RuleRefusal(
                "form_refused", words=" ".join(str(error) for errors in form.errors.values() for error in errors)
            )
        key = files.keep(form.cleaned_data["file"], actor=self._actor).key
        flows.bring_template(round_id=self.row.pk, file=key, actor=self._actor)
        return ""

    def _default(self, request: HttpRequest) -> str:
        flows.drop_template(round_id=self.row.pk, actor=self._actor)
        return ""


class AgreementsSheet(AgreementsDesk, View):
    """The list to take along, with what comes next and until when."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        today = clock.today()
        heads = (
            _("Number"), _("Title"), _("Organisation"), _("Amount (yuan)"), _("Agreement"), _("Stands"),
            _("To be signed by"), _("Signed for the organisation"), _("Signed on"), _("State"),
        )  # fmt: skip
        rows = [self._line(grant, queries.standing_of(grant, today)) for grant in self._grants()]
        note_export(what="agreements", count=len(rows), actor=request.user)
        return sheet_answer(workbook(_("Agreements"), heads, rows), f"agreements-{self.row.code}.xlsx")

    def _line(self, grant: Any, standing: queries.Standing) -> tuple[Any, ...]:
        agreement = standing.agreement
        return (
            grant.project.code, grant.project.title, grant.organization.name, grant.amount_fen / FEN,
            agreement.number if agreement else "", str(STANDS[standing.step]), str(grant.sign_by or ""),
            str(agreement.signed_by_organization or "") if agreement else "",
            str(agreement.signed_on or "") if agreement else "", grant.get_state_display(),
        )  # fmt: skip
