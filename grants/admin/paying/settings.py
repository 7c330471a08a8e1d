"""How a round pays, on a page of its own."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from grants.flows import paying
from grants.flows.paying.setting import FIELDS
from grants.forms.paying import PERCENT, SettingsForm
from grants.queries import paying as queries
from rounds.models import Round
from venture.doors.admin import StaffRowDoor


class Settings(StaffRowDoor, FormView):
    permission = "payment_settings.set"
    template_name = "admin/grants/payment_settings.html"
    title = gettext_lazy("How the round pays")
    form_class = SettingsForm
    lookup = {"code": "code"}
    row: Round

    def rows(self) -> QuerySet[Round]:
        return Round.objects.all()

    def get_initial(self) -> dict[str, Any]:
        now = queries.settings_of(self.row)
        return {**{name: getattr(now, name) for name in FIELDS}, "spent_before_next": now.spent_before_next // PERCENT}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(round=self.row, show_errors=True, **given)

    def form_valid(self, form: Any) -> HttpResponse:
        actor: Any = self.request.user
        paying.set_payment_settings(round_id=self.row.pk, actor=actor, **form.given())
        messages.success(self.request, _("Saved."))
        return HttpResponseRedirect(reverse("admin:payment_settings", args=[self.row.code]))
