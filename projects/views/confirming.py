"""A community's page: the link shows what is asked; a code to the telephone, or the community's own account, answers.

Whoever holds the link reads one question; only the telephone that was asked, or who works for the community, answers.
"""

import time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from projects.enums import ConsentState
from projects.flows.applications import consenting
from projects.forms.consents import AnswerForm, ProofForm
from projects.models import CommunityConsent
from projects.queries import consents
from venture.doors.web import PUBLIC, RowDoor
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of
from venture.notify.domain.masking import masked

PROVED_SECONDS = 30 * 60


@method_decorator(never_cache, name="dispatch")
class Confirm(RowDoor, TemplateView):
    """One question on one screen: read, prove the telephone, answer. 6 queries at most to read it."""

    permission = PUBLIC
    lookup = {"token": "token"}
    template_name = "applications/confirm.html"
    row: CommunityConsent

    def rows(self) -> Any:
        return consents.for_confirming().exclude(state=ConsentState.TAKEN_BACK)

    @property
    def _sent(self) -> str:
        return f"consent_sent_{self.row.pk}"

    @property
    def _proof(self) -> str:
        return f"consent_proved_{self.row.pk}"

    @property
    def works_here(self) -> bool:
        user = self.request.user
        return user.is_authenticated and policy.allows(user, "consents.answer", self.row)

    @property
    def proved(self) -> bool:
        return time.time() - float(self.request.session.get(self._proof, 0)) < PROVED_SECONDS

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        acts = {"send": self._send, "prove": self._prove, "answer": self._answer}
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            return self.render_to_response(self.get_context_data(), status=400)
        return act()

    def _send(self) -> HttpResponse:
        try:
            consenting.send_consent_code(
                consent_id=self.row.pk, language=get_language() or "zh-hans",
                network=self.request.META.get("REMOTE_ADDR", ""),
            )  # fmt: skip
        except RuleRefusal as refusal:
            messages.error(self.request, sentence_of(refusal))
        else:
            self.request.session[self._sent] = True
        return self._here()

    def _prove(self) -> HttpResponse:
        form = ProofForm(self.request.POST)
        if form.is_valid():
            try:
                consenting.prove_consent(consent_id=self.row.pk, code=form.cleaned_data["code"])
            except RuleRefusal as refusal:
                form.add_error("code", sentence_of(refusal))
            else:
                self.request.session[self._proof] = time.time()
                return self._here()
        return self.render_to_response(self.get_context_data(proof_form=form), status=422)

    def _answer(self) -> HttpResponse:
        user: Any = self.request.user
        works_here = self.works_here
        if not (works_here or self.proved):
            messages.error(self.request, _("Prove the telephone first: ask for a code."))
            return self._here()
        form = AnswerForm(self.request.POST)
        if form.is_valid():
            try:
                consenting.answer_consent(
                    consent_id=self.row.pk, actor=user if works_here else None, **form.cleaned_data
                )
            except RuleRefusal as refusal:
                form.add_error("words" if refusal.code == "consent_words_missing" else None, sentence_of(refusal))
            else:
                messages.success(self.request, _("Thank you. The opinion is on record and the applicant is told."))
                return self._here()
        return self.render_to_response(self.get_context_data(answer_form=form), status=422)

    def _here(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("confirmations:answer", args=[self.row.token]))

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        consent, asked = self.row, self.row.asked
        waiting = consent.state == ConsentState.ASKED
        may = waiting and (self.works_here or self.proved)
        context = {
            "consent": consent,
            "asked": asked,
            "category": consent.project.category,
            "waiting": waiting,
            "address": masked(consent.mobile),
            "sent": self.request.session.get(self._sent, False),
            "may_answer": may,
            "proof_form": ProofForm(),
            "answer_form": AnswerForm(initial={"answerer": consent.contact_name}),
            "others": consents.of_community(consent) if waiting else [],
        }
        return super().get_context_data(**{**context, **given})
