"""The list of drafts to be reminded (催办名单): who is how far, a text for chat groups, a sheet, a message."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from reviews import flows
from reviews.admin.sheets import sheet_answer, when, workbook
from reviews.queries.drafts import drafts_in, running_rounds
from rounds.models import Round
from venture.doors.admin import StaffDoor
from venture.doors.templatetags.when import beijing
from venture.kernel.errors import RuleRefusal, sentence_of


class Drafts(StaffDoor, TemplateView):
    """Completeness and whose, never the text. 8 queries, however many drafts there are."""

    permission = "screening.remind"
    template_name = "admin/reviews/drafts.html"
    title = gettext_lazy("Drafts to be reminded")

    def chosen(self) -> Round | None:
        """Return the round that the address names, else the one that closes first."""
        rounds, code = running_rounds().order_by("closes_at"), self.request.GET.get("round", "")
        return rounds.filter(code=code).first() if code else rounds.first()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        round_ = self.chosen()
        drafts = drafts_in(round_, self.request.user) if round_ is not None else []
        facts = {"round": round_, "drafts": drafts, "rounds": list(running_rounds()), "text": _text(round_, drafts)}
        return super().get_context_data(**{**facts, **given})

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("as") != "xlsx":
            return super().get(request, *args, **kwargs)
        round_, actor = self.chosen(), request.user
        if round_ is None:
            raise Http404
        drafts = drafts_in(round_, actor)
        flows.note_export(what="drafts", count=len(drafts), actor=actor)
        heads = (
            _("Sequence"), _("Number"), _("Applicant"), _("Area"), _("Contact"), _("Telephone"), _("Complete (%)"),
            _("Places left"), _("Last saved"),
        )  # fmt: skip
        rows = (
            (
                number, each.code, each.organization.name, each.organization.area.name,
                "、".join(str(owner.user) for owner in each.organization.owners), each.organization.phone,
                each.percent, each.left, when(each.saved_at),
            )
            for number, each in enumerate(drafts, start=1)
        )  # fmt: skip
        return sheet_answer(workbook(_("Drafts"), heads, rows), f"drafts-{round_.code}.xlsx")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show who would be told; told only when that was seen."""
        round_, actor = self.chosen(), request.user
        if round_ is None:
            raise Http404
        chosen = {int(text) for text in request.POST.getlist("draft") if text.isdigit()}
        drafts = [each for each in drafts_in(round_, actor) if each.pk in chosen]
        if not drafts:
            messages.warning(request, _("Choose at least one draft."))
            return self._back(round_)
        if request.POST.get("act") != "send":
            return self.render_to_response(self.get_context_data(asked=drafts))
        try:
            count = flows.remind_drafts(
                round_id=round_.pk,
                project_ids=[each.pk for each in drafts],
                actor=actor,  # type: ignore[arg-type]
            )
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            said = ngettext("%(n)s applicant is reminded.", "%(n)s applicants are reminded.", count)
            messages.success(request, said % {"n": count})
        return self._back(round_)

    def _back(self, round_: Round) -> HttpResponse:
        return HttpResponseRedirect(f"{reverse('admin:drafts')}?round={round_.code}")


def _text(round_: Round | None, drafts: list[Any]) -> str:
    """Return a reminder to be pasted into a chat group."""
    if round_ is None or not drafts:
        return ""
    lines = [
        _("%(name)s (%(percent)s%% complete)") % {"name": each.organization.name, "percent": each.percent}
        for each in drafts
    ]
    head = _("%(round)s closes %(closes)s. Not handed in yet:") % {
        "round": round_.title, "closes": beijing(round_.closes_at),
    }  # fmt: skip
    foot = _("Please finish in time; nothing can be handed in afterwards. Questions: %(phone)s") % {
        "phone": round_.enquiry_phone or "—"
    }
    numbered = [f"{number}. {line}" for number, line in enumerate(lines, start=1)]
    return "\n".join([head, *numbered, foot])
