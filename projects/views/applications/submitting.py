"""Signing, handing in, calling back, withdrawing: each page names what the button does before it is pressed."""

import secrets
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView

from organizations.queries import signers_of
from projects.domain.differences import Difference, differences
from projects.domain.moments import hurries
from projects.enums import ProjectState, SignatureKind
from projects.flows.applications import recalling, signing, submitting, withdrawing
from projects.flows.applications.window import closes_at
from projects.forms.signing import CodeForm, ScanForm, WithdrawForm
from projects.models import Correction, Project, Submission
from projects.queries.checking import checked
from projects.queries.content import Content, read_content
from projects.queries.submissions import judged_content, standing_of
from projects.views.applications.steps import StepDoor
from rounds.enums import Signing
from venture.files import flows as files
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal, sentence_of
from venture.notify.domain.masking import masked

SENT = "application_signing_sent"


class Standing:
    """What the pages of the last steps say of the application: content, signature, end, what is in the way."""

    def __init__(self, project: Project) -> None:
        self.project = project
        found = checked(project)
        self.content: Content = read_content(project, found.held)
        self.now = clock.now()
        self.blocking = len(found.blocking)
        self.signature = signing.signature_for(project, self.content.sha256)

    @cached_property
    def correction(self) -> Correction | None:
        returned = self.project.state == ProjectState.RETURNED
        rows = self.project.corrections.filter(state="open").select_related("submission")
        return rows.first() if returned else None

    @cached_property
    def closes(self) -> datetime | None:
        return self.correction.due_at if self.correction is not None else closes_at(self.project)

    @cached_property
    def last(self) -> Submission | None:
        return standing_of(self.project)

    @property
    def hurries(self) -> bool:
        return hurries(self.closes, self.now)

    @property
    def unchanged(self) -> bool:
        return self.last is not None and self.last.sha256 == self.content.sha256

    @property
    def changed(self) -> list[Difference]:
        if self.correction is None:
            return []
        return differences(judged_content(self.correction.submission), self.content.values)

    @property
    def ways(self) -> tuple[str, ...]:
        return Signing(self.project.round.signing).ways


class Submit(StepDoor, TemplateView):
    """The last page before handing in. The button is never dead: pressed too early, it says what is missing.

    15 queries at most, whatever the application's size.
    """

    template_name = "applications/submit.html"
    http_method_names = ["get", "head", "post"]

    def rows(self) -> QuerySet[Project]:
        rows = policy.with_right(self.request.user, "applications.submit", super().rows(), name="may_submit")
        return policy.with_right(self.request.user, "applications.sign", rows, name="may_sign")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row.state not in ProjectState.open and standing_of(self.row) is not None:
            return self.to("receipt")
        if not self.row.may_submit:  # type: ignore[attr-defined]
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        signers = [person for person in signers_of(self.row.organization).distinct() if person.pk != self.person.pk]
        return super().get_context_data(
            project=self.row,
            standing=Standing(self.row),
            key=secrets.token_urlsafe(24),
            may_sign=self.row.may_sign,  # type: ignore[attr-defined]
            signers=signers,
            **given,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.POST.get("key", "")[:64] or secrets.token_urlsafe(24)
        if not self.allows("applications.submit"):
            # A second press of the button that worked: the same receipt.
            if self.row.submissions.filter(key=key).exists():
                return self.to("receipt")
            raise Http404
        try:
            submission = submitting.submit_application(project_id=self.row.pk, key=key, actor=self.person)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            return self.to("submit")
        messages.success(request, _("Handed in. Your receipt: %(receipt)s") % {"receipt": submission.receipt})
        return self.to("receipt")


class AskSignature(StepDoor, View):
    """An editor asks those who sign: a message to each, which opens the page of the signature."""

    permission = "applications.submit"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        count = signing.ask_signature(project_id=self.row.pk, actor=self.person)
        words = ngettext("%(count)s person was asked to sign.", "%(count)s people were asked to sign.", count)
        messages.success(request, words % {"count": count})
        return self.to("submit")


class Sign(StepDoor, TemplateView):
    """The signatory's page: what is signed, by which way, and the proof that it is this content and no other."""

    permission = "applications.sign"
    template_name = "applications/sign.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        standing = Standing(self.row)
        sha256 = standing.content.sha256
        return super().get_context_data(
            **{
                "project": self.row,
                "standing": standing,
                "address": masked(self.person.mobile or self.person.email or ""),
                "sent": self.request.session.get(SENT) == sha256,
                "code_form": CodeForm(initial={"sha256": sha256}),
                "scan_form": ScanForm(initial={"sha256": sha256}),
                **given,
            }
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act = request.POST.get("act", "")
        acts = {"send": self._send, SignatureKind.CODE: self._by_code, SignatureKind.SCAN: self._by_scan}
        if act not in acts:
            raise Http404
        try:
            return acts[act](request)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            return self.to("sign")

    def _send(self, request: HttpRequest) -> HttpResponse:
        network = get_adapter().get_client_ip(request)
        language = get_language() or "zh-hans"
        address = signing.send_signing_code(
            project_id=self.row.pk, actor=self.person, language=language, network=network
        )
        request.session[SENT] = read_content(self.row).sha256
        messages.success(request, _("A code is on its way to %(address)s.") % {"address": address})
        return self.to("sign")

    def _by_code(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(code_form=form, sent=True), status=422)
        signing.sign_by_code(project_id=self.row.pk, actor=self.person, **form.cleaned_data)
        request.session.pop(SENT, None)
        return self._signed()

    def _by_scan(self, request: HttpRequest) -> HttpResponse:
        form = ScanForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(scan_form=form), status=422)
        given = form.cleaned_data
        scan, letter = (files.keep(given[name], actor=self.person).key for name in ("scan", "letter"))
        signing.sign_by_scan(
            project_id=self.row.pk, sha256=given["sha256"], scan=scan, letter=letter, actor=self.person
        )
        return self._signed()

    def _signed(self) -> HttpResponse:
        messages.success(self.request, _("Signed. The application is not handed in yet: the last step is below."))
        return self.to("submit")


class Recall(StepDoor, TemplateView):
    """Name what calling back means, then do it."""

    permission = "applications.recall"
    template_name = "applications/recall.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(
            project=self.row, last=standing_of(self.row), closes=closes_at(self.row), **given
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            recalling.recall_application(project_id=self.row.pk, actor=self.person)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            return self.to("receipt")
        messages.success(request, _("Called back. Your last hand-in stands until you hand in again."))
        return self.to("overview")


class Withdraw(StepDoor, FormView):
    """The dialogue before the last step: what is lost, why, and a tick."""

    permission = "applications.withdraw"
    template_name = "applications/withdraw.html"
    form_class = WithdrawForm

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(project=self.row, last=standing_of(self.row), **given)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form: Any) -> HttpResponse:
        withdrawing.withdraw_application(project_id=self.row.pk, reason=form.cleaned_data["reason"], actor=self.person)
        messages.success(self.request, _("Withdrawn. What was handed in stays on file."))
        return self.to("overview")
