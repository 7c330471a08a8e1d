"""The organisation's side of an agreement: its grants, the page of one agreement, signing, giving up."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from grants.domain.plans import IMPROVABLE
from grants.enums import AgreementState, GrantState
from grants.flows import agreements as flows
from grants.forms.agreements import CodeForm, GiveUpForm, ScanForm
from grants.models import Grant
from grants.queries import agreements as queries
from grants.queries.barring import bars_of
from grants.words.steps import OWN, STANDS, TONES, UNSEEN
from projects.enums import SignatureKind
from projects.words import labels
from rounds.domain.workdays import left_until
from rounds.enums import Signing
from rounds.queries import calendar
from venture.doors.web import SIGNED_IN, Door, RowDoor
from venture.files import flows as files
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal, sentence_of
from venture.notify.domain.masking import masked

SENT = "agreement_signing_sent"


class GrantList(Door, TemplateView):
    """What one's organisations were granted, the newest first. 5 queries, however many there are."""

    permission = SIGNED_IN
    template_name = "grants/list.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        today = clock.today()
        grants = list(policy.visible(self.request.user, "grants.view_own", queries.for_own_list()))
        rows = [(grant, said(queries.standing_of(grant, today))) for grant in grants]
        return super().get_context_data(rows=rows, **given)


def said(standing: queries.Standing) -> dict[str, Any]:
    """Return a standing in words, for lists and heads of pages."""
    heading, words = OWN[standing.step]
    return {
        "standing": standing, "heading": heading, "words": words,
        "stands": UNSEEN.get(standing.step, STANDS[standing.step]),
        "tone": "red" if standing.overdue else TONES[standing.step],
    }  # fmt: skip


class AgreementDoor(RowDoor):
    """A door to one grant of one's organisation, by the code of its project."""

    permission = "grants.view_own"
    lookup = {"code": "project__code"}
    row: Grant

    def rows(self) -> Any:
        return queries.for_page()

    @property
    def person(self) -> Any:
        return self.request.user  # type: ignore[attr-defined]

    def allows(self, permission: str) -> bool:
        return policy.allows(self.person, permission, self.row)

    def to(self, name: str = "agreement", *more: str) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse(f"grants:{name}", args=[self.row.project.code, *more]))


RIGHTS = ("agreements.sign", "agreements.improve", "agreements.offer_improvement", "agreements.give_up")


class AgreementPage(AgreementDoor, TemplateView):
    """What is asked of the organisation now, the difference, the paper, the signature. 15 queries at most."""

    template_name = "grants/agreement.html"

    @cached_property
    def standing(self) -> queries.Standing:
        return queries.standing_of(self.row, clock.today())

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        grant, standing = self.row, self.standing
        agreement = standing.agreement if _shown(standing) else None
        rights, today = policy.rights(self.person, RIGHTS, grant), clock.today()
        signs = "agreements.sign" in rights
        due = grant.sign_by if grant.state == GrantState.OFFERED else None
        last = grant.revisions[0] if grant.revisions else None  # type: ignore[attr-defined]
        facts: dict[str, Any] = {
            "grant": grant,
            "project": grant.project,
            "said": said(standing),
            "agreement": agreement,
            "improvement": standing.improvement,
            "last_improvement": last,
            "changes": queries.changes_in(grant, standing.improvement),
            "bars": [sentence_of(RuleRefusal(code, **details)) for code, details in bars_of(grant)],
            "signs": signs and not standing.overdue,
            "improves": "agreements.improve" in rights,
            "parts": parts_of(grant),
            "offers": "agreements.offer_improvement" in rights,
            "gives_up": "agreements.give_up" in rights,
            "ways": Signing(grant.round.signing).ways,
            "due": due,
            "left": left_until(today, due, calendar()) if due is not None and due >= today else 0,
            "address": masked(self.person.mobile or self.person.email or ""),
            "give_up_form": GiveUpForm(),
        }
        if signs and agreement is not None:
            facts["sent"] = self.request.session.get(SENT) == agreement.sha256
            facts["code_form"] = CodeForm(initial={"sha256": agreement.sha256})
            facts["scan_form"] = ScanForm(initial={"sha256": agreement.sha256})
        return super().get_context_data(**{**facts, **given})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        acts = {
            "send": self._send, SignatureKind.CODE: self._by_code, SignatureKind.SCAN: self._by_scan,
            "offer": self._offer, "give-up": self._give_up,
        }  # fmt: skip
        act = request.POST.get("act", "")
        if act not in acts:
            raise Http404
        try:
            return acts[act](request)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            return self.to()

    @property
    def _agreement_id(self) -> int:
        agreement = self.standing.agreement
        if agreement is None or agreement.state == AgreementState.DRAFT or not self.allows("agreements.sign"):
            raise Http404
        return agreement.pk

    def _send(self, request: HttpRequest) -> HttpResponse:
        agreement_id = self._agreement_id
        address = flows.send_signing_code(
            agreement_id=agreement_id, actor=self.person, language=get_language() or "zh-hans",
            network=get_adapter().get_client_ip(request),
        )  # fmt: skip
        request.session[SENT] = self.standing.agreement.sha256  # type: ignore[union-attr]
        messages.success(request, _("A code is on its way to %(address)s.") % {"address": address})
        return HttpResponseRedirect(f"{self.to().url}#s-code")

    def _by_code(self, request: HttpRequest) -> HttpResponse:
        agreement_id, form = self._agreement_id, CodeForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(code_form=form, sent=True), status=422)
        flows.sign_by_code(agreement_id=agreement_id, actor=self.person, **form.cleaned_data)
        request.session.pop(SENT, None)
        return self._signed()

    def _by_scan(self, request: HttpRequest) -> HttpResponse:
        agreement_id, form = self._agreement_id, ScanForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(scan_form=form), status=422)
        given = form.cleaned_data
        scan, letter = (files.keep(given[name], actor=self.person).key for name in ("scan", "letter"))
        flows.sign_by_scan(
            agreement_id=agreement_id, sha256=given["sha256"], scan=scan, letter=letter, actor=self.person
        )
        return self._signed()

    def _signed(self) -> HttpResponse:
        messages.success(self.request, _("Signed. The bureau countersigns next; you are told then."))
        return self.to()

    def _offer(self, request: HttpRequest) -> HttpResponse:
        improvement = self.standing.improvement
        if improvement is None or not self.allows("agreements.offer_improvement"):
            raise Http404
        flows.offer_improvement(improvement_id=improvement.pk, answer=request.POST.get("answer", ""), actor=self.person)
        messages.success(request, _("Handed over. The bureau reads your revision."))
        return self.to()

    def _give_up(self, request: HttpRequest) -> HttpResponse:
        if not self.allows("agreements.give_up"):
            raise Http404
        form = GiveUpForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(give_up_form=form), status=422)
        flows.give_up_grant(grant_id=self.row.pk, reason=form.cleaned_data["reason"], actor=self.person)
        messages.success(request, _("Given up. Thank you for saying so in time."))
        return self.to()


def parts_of(grant: Grant) -> list[tuple[str, str]]:
    """Return the parts of the plan that are revised before signing, with their names."""
    return [(each, labels.section_name(each)) for each in IMPROVABLE if each in grant.plan["sections"]]


def _shown(standing: queries.Standing) -> bool:
    """Say whether the organisation sees the agreement: a draft is the office's own."""
    return standing.agreement is not None and standing.agreement.state != AgreementState.DRAFT
