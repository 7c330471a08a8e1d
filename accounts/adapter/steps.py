"""The second step of experts who carry no app and no passkey: the password and a code by SMS, in either order."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.stages import LoginStage
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse

from accounts.domain.factors import meets, need_of


class SecondStepStage(LoginStage):
    key = "second_step"
    urlname = "account_second_step"

    def handle(self) -> tuple[Any, bool]:
        """Ask for what is missing. Who can give neither goes on: the gate then sends them to the set-up."""
        if self.login.user is None or self.wanted() is None:
            return None, True
        return HttpResponseRedirect(reverse("account_second_step")), True

    def wanted(self) -> str | None:
        """Return ``"sms"``, ``"password"`` or ``None`` when nothing is missing or nothing can be asked."""
        user = self.login.user
        if not getattr(settings, "SECOND_FACTOR_REQUIRED", True) or need_of(user.roles) != "any":
            return None
        records = get_authentication_records(self.request, user)
        if meets("any", records):
            return None
        if Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
            return None
        methods = {record.get("method") for record in records}
        if "password" in methods:
            return "sms" if user.mobile else None
        return "password" if user.has_usable_password() else None
