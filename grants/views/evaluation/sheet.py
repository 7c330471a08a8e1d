"""One evaluation: what is known of the project on one side, the items on the other, and the step that is next."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from grants.enums import AccountKind, AssessmentKind
from grants.flows import evaluating, voicing
from grants.forms.evaluation import EnteredVoiceForm, SheetForm, WordsForm
from grants.models import Evaluation
from grants.queries.closing import balances, held_in
from grants.queries.evaluating import grades_of, items_of, result_of, satisfaction_of
from projects.enums import ConsentState
from projects.models import CommunityConsent
from venture.doors.web import RowDoor
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of


class SheetDoor(RowDoor):
    permission = "evaluations.view"
    request: HttpRequest
    row: Evaluation

    def rows(self) -> Any:
        return Evaluation.objects.select_related(
            "grant__project__category", "grant__organization", "grant__round", "evaluator", "confirmed_by"
        )

    def may(self, permission: str) -> bool:
        return policy.allows(self.request.user, permission, self.row)

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("evaluation:sheet", args=[self.row.pk]))


class Sheet(SheetDoor, TemplateView):
    """25 queries at most."""

    template_name = "grants/evaluation/sheet.html"
    form: SheetForm | None = None

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        row, grant = self.row, self.row.grant
        items, grades = items_of(grant.round_id, row.phase), grades_of(grant.round_id, row.phase)
        asked, answered, mean = satisfaction_of(row.pk)
        held = balances(grant)
        rights = policy.rights(
            self.request.user, ("evaluations.judge", "evaluations.confirm", "evaluations.again"), row
        )  # fmt: skip
        return super().get_context_data(
            row=row, grant=grant, project=grant.project,
            form=self.form or SheetForm(items=items, evaluation=row), result=result_of(row, items, grades),
            grades=sorted(grades, key=lambda grade: -grade.floor), parts=row.parts.select_related("by", "file"),
            voices=row.voices.select_related("community"), asked=asked, answered=answered, mean=mean,
            paid=held_in(held, AccountKind.PAID), spent=held_in(held, AccountKind.SPENT),
            reports=grant.reports.all(), activities=grant.activities.filter(withdrawn_at=None).count(),
            may_judge="evaluations.judge" in rights, may_confirm="evaluations.confirm" in rights,
            may_again="evaluations.again" in rights, mine=row.evaluator_id == self.request.user.pk,
            words=WordsForm(), voice=EnteredVoiceForm(communities=self._communities()), **given,
        )  # fmt: skip

    def _communities(self) -> list[tuple[int, str]]:
        rows = CommunityConsent.objects.filter(
            project_id=self.row.grant.project_id, state__in=ConsentState.favourable
        ).select_related("community")
        return [(each.community_id, each.community.name) for each in rows]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the points; whatever cannot be kept stands on the page as it was typed, with what is wrong beside it."""
        if not self.may("evaluations.judge"):
            messages.error(request, _("This step is not yours, or the case has moved on. Reload the page."))
            return self.back()
        form = SheetForm(request.POST, items=items_of(self.row.grant.round_id, self.row.phase), evaluation=self.row)
        if not form.is_valid():
            self.form = form
            return self.render_to_response(self.get_context_data(), status=422)
        actor: Any = request.user
        evaluating.save_marks(
            evaluation_id=self.row.pk, marks=form.marks, extras=form.extra_rows,
            opinion=form.cleaned_data["opinion"], actor=actor,
        )  # fmt: skip
        if "propose" not in request.POST:
            messages.success(request, _("Saved."))
            return self.back()
        try:
            evaluating.propose_evaluation(evaluation_id=self.row.pk, actor=actor)
        except RuleRefusal as refusal:
            messages.error(request, _("Saved. %(why)s") % {"why": sentence_of(refusal)})
        else:
            messages.success(request, _("Proposed. A second person confirms."))
        return self.back()


class Act(SheetDoor, TemplateView):
    """A button of the sheet."""

    http_method_names = ["post", "options"]
    # Whose step each button is, and which method of this page does it.
    ACTS: Mapping[str, tuple[str, Any]] = {
        "confirm": ("evaluations.confirm", "confirmed"),
        "return": ("evaluations.confirm", "returned"),
        "again": ("evaluations.again", "again"),
        "part": ("evaluations.judge", "part"),
        "ask": ("evaluations.judge", "ask"),
        "voice": ("evaluations.judge", "voice"),
    }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb = kwargs["verb"]
        if verb not in self.ACTS:
            raise Http404
        permission, name = self.ACTS[verb]
        if not self.may(permission):
            messages.error(request, _("This step is not yours, or the case has moved on. Reload the page."))
            return self.back()
        try:
            said = getattr(self, name)(request.user, request.POST)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            return self.back()
        messages.success(request, said)
        return self.back()

    def confirmed(self, actor: Any, sent: Any) -> str:
        evaluating.confirm_evaluation(evaluation_id=self.row.pk, actor=actor)
        return _("Confirmed. Tranches that waited for it may be asked for.")

    def returned(self, actor: Any, sent: Any) -> str:
        evaluating.return_evaluation(evaluation_id=self.row.pk, reason=sent.get("reason", ""), actor=actor)
        return _("Sent back to the evaluator.")

    def again(self, actor: Any, sent: Any) -> str:
        self.row = evaluating.evaluate_again(evaluation_id=self.row.pk, reason=sent.get("reason", ""), actor=actor)
        return _("The second evaluation is open. The first one stays in the record.")

    def part(self, actor: Any, sent: Any) -> str:
        kind = sent.get("kind", "")
        if kind not in (AssessmentKind.VISIT, AssessmentKind.FINANCE):
            raise Http404
        evaluating.give_part(evaluation_id=self.row.pk, kind=kind, content={}, words=sent.get("words", ""), actor=actor)
        return _("Kept.")

    def ask(self, actor: Any, sent: Any) -> str:
        voices = voicing.ask_voices(evaluation_id=self.row.pk, actor=actor)
        return _("%(count)s communities were sent their link.") % {"count": len(voices)}

    def voice(self, actor: Any, sent: Any) -> str:
        stars, community = sent.get("stars", ""), sent.get("community", "")
        given = int(stars) if stars in {"1", "2", "3", "4", "5"} else 0
        voicing.enter_voice(
            evaluation_id=self.row.pk, origin=sent.get("origin", ""), stars=given,
            words=sent.get("words", ""), actor=actor,
            community_id=int(community) if community.isdecimal() and len(community) < 12 else None,
        )  # fmt: skip
        return _("Kept.")
