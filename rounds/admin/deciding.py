"""The acts of two and three persons, by buttons: the steps to publication, and amendments afterwards."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rounds import flows
from rounds.admin.acts import ACTS
from rounds.admin.amending import AmendForm
from rounds.admin.setup import Desk, RoundDoor
from rounds.enums import AmendmentState
from rounds.models import Amendment
from venture.kernel.errors import RuleRefusal, sentence_of

SAID = {
    AmendmentState.ASKED: gettext_lazy("Noted. The round asks for one more person."),
    AmendmentState.APPROVED: gettext_lazy("In force now."),
    AmendmentState.REFUSED: gettext_lazy("Refused; nothing changed."),
}


class Act(RoundDoor):
    """One step of the life of a round. Whose step it never is finds no page; who comes too late is told so."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act = ACTS[kwargs["verb"]]
        if not self.allows(act.role):
            raise Http404
        if not self.allows(act.permission):
            messages.error(request, _("The round has moved on meanwhile. See below where it stands now."))
            return self.to("rounds_desk")
        given = {"reason": request.POST.get("reason", "")} if kwargs["verb"] == "return" else {}
        try:
            act.flow(round_id=self.row.pk, actor=request.user, **given)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, str(act.done))
        return self.to("rounds_desk")


class Amend(Desk):
    """Ask for a change of a published round. A form that is refused comes back as it was typed."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.allows("rounds.amend_some"):
            raise Http404
        form = AmendForm(request.POST, round_=self.row)
        if not form.is_valid():
            return self._again(form)
        try:
            flows.ask_amendment(round_id=self.row.pk, actor=request.user, **form.wanted())
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self._again(form)
        messages.success(request, _("Asked for. A second person decides."))
        return self.to("rounds_desk")

    def _again(self, form: AmendForm) -> HttpResponse:
        context = self.get_context_data(amend_form=form, amend_refused=True, refused=True)
        return self.render_to_response(context, status=422)


class DecideAmendment(RoundDoor):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        amendment = Amendment.objects.filter(pk=kwargs["pk"], round=self.row).first()
        if amendment is None or not self.allows("rounds.amend_some"):
            raise Http404
        approve = request.POST.get("answer") == "approve"
        try:
            decided = flows.decide_amendment(amendment_id=amendment.pk, approve=approve, actor=request.user)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, str(SAID[AmendmentState(decided.state)]))
        return self.to("rounds_desk")
