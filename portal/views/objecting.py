"""Objections for everybody: the form of a notice, the receipt, and where an objection stands, without an account."""

import hmac
import secrets
from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from notices import queries
from notices.domain.objection import LIFE
from notices.enums import Objector
from notices.flows.objecting import ask_again, file_objection, hash_of, last_day_again, withdraw_objection
from notices.forms import AgainForm, ObjectionForm, ReceiptForm
from notices.models import OBJECTION_PURPOSE, Notice, Objection
from organizations.domain.numbers import validated_mobile
from portal.papers import answer_letter
from portal.views.frame import Page
from venture.doors.web import PUBLIC, Door
from venture.files import flows as files
from venture.files import tickets
from venture.files.queries import loose_of
from venture.files.registry import purpose_of
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of

OPENED, MOST_OPENED = "objections_opened", 20
FILING, ASKING = "file", "ask"
# Per address of the network: a whole office may sit behind one, a guesser of receipts may not.
RATES = {FILING: "20/10m/ip,100/d/ip", ASKING: "20/10m/ip,200/d/ip"}


def objecting_to(notice: Notice, form: ObjectionForm | None) -> dict[str, Any]:
    """Return what the notice's page shows of objections: the form, and what became of those there were."""
    if not queries.takes_objections(notice):
        return {}
    late = notice.ends_on is not None and clock.today() > notice.ends_on
    shown = form or ObjectionForm(notice=notice, late=late, initial={"key": secrets.token_hex(16)})
    return {
        "objecting": True,
        "late": late,
        "form": shown,
        "outcomes": queries.outcomes_of(notice),
        "answers": queries.answers_of(notice) if late else [],
    }


def filed(request: HttpRequest, notice: Notice) -> tuple[ObjectionForm, HttpResponse | None]:
    """File what was sent; the answer is empty where the form is shown again, with all that was typed and brought."""
    late = notice.ends_on is not None and clock.today() > notice.ends_on
    form = ObjectionForm(request.POST, request.FILES, notice=notice, late=late)
    if not _lets(request, FILING):
        form.add_error(None, sentence_of(RuleRefusal("objection_too_often")))
        return form, None
    valid = form.is_valid()
    ticket = tickets.issue(request.session, purpose_of(OBJECTION_PURPOSE))
    keys = [*form.kept_keys, *(files.store(each, actor=None, ticket=ticket).key for each in form.brought)]
    kept = list(loose_of(None, ticket).filter(key__in=keys).order_by("pk"))
    if valid:
        try:
            objection = file_objection(
                notice_id=notice.pk, files=[each.key for each in kept], ticket=ticket, **form.filing()
            )  # fmt: skip
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            _open(request, objection)
            return form, _to(objection)
    form.keep(kept)
    return form, None


@method_decorator(never_cache, name="dispatch")
class Objections(Page):
    """Where an objection stands: asked for by its receipt and the mobile number that was given."""

    template_name = "portal/objections.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        asked = ReceiptForm(initial={"receipt": self.request.GET.get("receipt", "")[:24]})
        return super().get_context_data(**{"form": asked, **given})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ReceiptForm(request.POST)
        if form.is_valid():
            if not _lets(request, ASKING):
                form.add_error(None, sentence_of(RuleRefusal("objection_too_often")))
            else:
                objection = _proved(form.cleaned_data["receipt"], form.cleaned_data["mobile"])
                if objection is not None:
                    _open(request, objection)
                    return _to(objection)
                form.add_error(None, sentence_of(RuleRefusal("objection_unknown")))
        return self.render_to_response(self.get_context_data(form=form), status=422)


@method_decorator(never_cache, name="dispatch")
class ObjectionPage(Page):
    """One objection for its author: receipt, state, answer, what may still be done. 6 queries."""

    template_name = "portal/objection.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["receipt"] not in request.session.get(OPENED, []):
            return HttpResponseRedirect(f"{reverse('portal:objections')}?receipt={kwargs['receipt']}")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        objection = opened(self.request, self.kwargs["receipt"])
        again = last_day_again(objection)
        second = Objection.objects.filter(again=objection).first()
        may_ask = again is not None and clock.today() <= again and not (second or objection.again_id)
        return super().get_context_data(
            objection=objection,
            notice=objection.notice,
            files=[each.file for each in objection.files.select_related("file")],
            lead=objection.objector == Objector.LEAD,
            may_withdraw="withdraw" in LIFE.verbs_from(objection.state),
            again_until=again,
            second=second,
            again_form=(given.pop("again_form", None) or AgainForm(initial={"key": secrets.token_hex(16)}))
            if may_ask
            else None,
            **given,
        )


class ObjectionAct(Door, View):
    """Take back, or ask for the one re-examination: for whoever opened it."""

    permission = PUBLIC
    http_method_names = ["post"]

    def post(self, request: HttpRequest, receipt: str, verb: str) -> HttpResponse:
        if receipt not in request.session.get(OPENED, []):
            raise Http404
        objection = opened(request, receipt)
        try:
            if verb == "withdraw":
                withdraw_objection(objection_id=objection.pk)
                messages.success(request, _("The objection is taken back."))
            elif verb == "again":
                return self._again(request, objection)
            else:
                raise Http404
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        return _to(objection)

    def _again(self, request: HttpRequest, objection: Objection) -> HttpResponse:
        form = AgainForm(request.POST)
        if not form.is_valid():
            raise RuleRefusal("objection_text_short")
        second = ask_again(objection_id=objection.pk, **form.cleaned_data)
        _open(request, second)
        return _to(second)


class ObjectionLetter(Door, View):
    """The written answer as a letter, for whoever opened the objection."""

    permission = PUBLIC

    def get(self, request: HttpRequest, receipt: str) -> HttpResponse:
        objection = opened(request, receipt)
        if objection.decided_at is None or not objection.reply:
            raise Http404
        answer = HttpResponse(answer_letter(objection), content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{receipt}.pdf"'
        answer["Cache-Control"] = "private, no-store"
        return answer


def opened(request: HttpRequest, receipt: str) -> Objection:
    """Return an objection that this session has opened; to anybody else it looks missing."""
    found = queries.objection_by_receipt(receipt) if receipt in request.session.get(OPENED, []) else None
    if found is None:
        raise Http404
    return found


def _open(request: HttpRequest, objection: Objection) -> None:
    held = [each for each in request.session.get(OPENED, []) if each != objection.receipt]
    request.session[OPENED] = [*held, objection.receipt][-MOST_OPENED:]


def _to(objection: Objection) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("portal:objection", args=[objection.receipt]))


def _proved(receipt: str, mobile: str) -> Objection | None:
    """Return the objection that receipt and number open together; one without a number opens by its receipt."""
    found = queries.objection_by_receipt(receipt)
    try:
        typed = hash_of(f"+86{validated_mobile(mobile)}") if mobile.strip() else ""
    except RuleRefusal:
        return None
    return found if found is not None and hmac.compare_digest(found.mobile_hash, typed) else None


def _lets(request: HttpRequest, action: str) -> bool:
    return bool(ratelimit.consume(request, app="portal", action=f"objection_{action}", config=_rates(action)))


def _rates(action: str) -> dict[str, str]:
    return {f"objection_{action}": RATES[action]}
