"""Settling a text that met somebody else's."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views import View

from projects.flows import applications
from projects.models import SetAside
from projects.views.applications.doors import ApplicationDoor
from projects.views.applications.words import address


class SettleAside(ApplicationDoor, View):
    """Take one's own text into the part, or leave what stands there. Only its author may."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str, pk: int) -> HttpResponse:
        del code
        self.refuse_readers()
        aside = get_object_or_404(SetAside, project=self.row, author=request.user, pk=pk)
        mine = request.POST.get("take") == "mine"
        user: Any = request.user
        applications.settle_aside(
            aside_id=aside.pk, take_mine=mine, actor=user, seen=request.POST.get("seen"), own=request.POST.get("own")
        )
        messages.success(request, _("Your text is taken over.") if mine else _("What stood there stays."))
        return HttpResponseRedirect(address(self.row.code, aside.section))
