"""The base of every admin door: rights are declared permissions, state and money are read-only, buttons call flows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of


@contextmanager
def refusals_as_messages(request: HttpRequest) -> Iterator[None]:
    """Show a refusal as a message instead of breaking the bulk act."""
    try:
        yield
    except RuleRefusal as refusal:
        messages.error(request, sentence_of(refusal))


class StaffAdmin(admin.ModelAdmin):
    """An admin page whose rights are four declared permissions; a right that is not named is refused.

    ``view`` and ``change`` are row permissions (``user -> Q``); ``add`` is an act. Nothing is deleted in the admin.
    """

    view_permission: str
    change_permission: str | None = None
    add_permission: str | None = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return policy.visible(request.user, self.view_permission, super().get_queryset(request))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._holds(request, self.view_permission, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.change_permission is not None and self._holds(request, self.change_permission, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.add_permission is not None and policy.may(request.user, self.add_permission)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def _holds(self, request: HttpRequest, permission: str, obj: Model | None) -> bool:
        if not request.user.is_authenticated:
            return False
        if obj is not None:
            return policy.allows(request.user, permission, obj)
        return policy.condition(request.user, permission) != policy.NOBODY
