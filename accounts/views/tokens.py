"""A person's own API tokens: made here, shown once, revoked at once."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.generic import TemplateView, View

from accounts.flows.tokens import make_token, revoke_token
from accounts.forms.tokens import TokenForm
from accounts.models import ApiToken
from accounts.queries.tokens import tokens_of
from venture.doors.web import SIGNED_IN, Door, RowDoor
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of


@method_decorator(never_cache, name="dispatch")
class Tokens(Door, TemplateView):
    """The list and the form. The answer to the POST shows the token's text; nothing else ever does."""

    permission = SIGNED_IN
    template_name = "accounts/tokens.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        now = clock.now()
        rows = tokens_of(self.request.user)
        return super().get_context_data(**{"form": TokenForm(auto_id="token_%s"), "tokens": rows, "now": now, **given})

    @method_decorator(sensitive_variables())
    def post(self, request: HttpRequest) -> HttpResponse:
        form = TokenForm(request.POST, auto_id="token_%s")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            token, text = make_token(actor=request.user, **form.cleaned_data)
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        return self.render_to_response(self.get_context_data(made=token, text=text))


class Revoke(RowDoor, View):
    permission = "accounts.revoke_token"
    http_method_names = ["post"]

    def rows(self) -> QuerySet[ApiToken]:
        return ApiToken.objects.all()

    def post(self, request: HttpRequest, **keys: Any) -> HttpResponse:
        revoke_token(token_id=self.row.pk, actor=request.user)
        messages.success(request, _("The token is revoked; programs that use it are refused from now on."))
        return redirect("tokens")
