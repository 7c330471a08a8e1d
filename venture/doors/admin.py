"""The base of every admin door: rights are declared permissions, state and money are read-only, buttons call flows."""

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.db import models
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as stock_words
from django.utils.translation import gettext_lazy as _

from venture.doors.web import Door, RowDoor
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of

READ = ("GET", "HEAD")
WRITE = ("GET", "HEAD", "POST")

_mounted: list[URLPattern] = []


def mount(*patterns: URLPattern) -> None:
    """Give the admin site pages of its own, beside the models' pages. Called once, by an app's ``admin`` module."""
    _mounted.extend(patterns)


def mounted() -> tuple[URLPattern, ...]:
    return tuple(_mounted)


@contextmanager
def refusals_as_messages(request: HttpRequest) -> Iterator[None]:
    """Show a refusal as a message instead of breaking the bulk act."""
    try:
        yield
    except RuleRefusal as refusal:
        messages.error(request, sentence_of(refusal))


class StaffPage:
    """What a page mounted in the admin site needs for its frame: the menu, the title, the trail of crumbs."""

    request: HttpRequest
    title: Any = ""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        frame = admin.site.each_context(self.request)
        return super().get_context_data(**{**frame, "title": self.title, **given})  # type: ignore[misc]


class StaffDoor(StaffPage, Door):
    """A page of the admin site without a row."""


class StaffRowDoor(StaffPage, RowDoor):
    """A page of the admin site about one row, fetched under a right."""


class DayInput(forms.DateInput):
    """The browser's own calendar: it works by keyboard, by touch and without our scripts."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class InstantInput(forms.SplitDateTimeWidget):
    """A day and an hour, Beijing time."""

    template_name = "admin/widgets/instant.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        day, hour = DayInput(attrs), HourInput(attrs)
        day.attrs["aria-label"], hour.attrs["aria-label"] = _("Date"), _("Time")
        forms.MultiWidget.__init__(self, [day, hour])

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_


NATIVE: dict[Any, Any] = {
    models.DateTimeField: {"form_class": forms.SplitDateTimeField, "widget": InstantInput},
    models.DateField: {"widget": DayInput},
    models.TimeField: {"widget": HourInput},
}


class StaffInline(admin.TabularInline):
    """Rows of another model on a page; they are removed only where the page says so."""

    formfield_overrides: ClassVar[dict[Any, Any]] = NATIVE
    extra = 0
    can_delete = False


class StaffAdmin(admin.ModelAdmin):
    """An admin page whose rights are four declared permissions; a right that is not named is refused.

    ``view`` and ``change`` are row permissions (``user -> Q``); ``add`` is an act. Nothing is deleted in the admin.
    Forbidden looks like missing, and a filter in the address may only name what ``list_filter`` shows: otherwise
    ``?mobile__startswith=1`` would tell a hidden field letter by letter.
    """

    view_permission: str
    change_permission: str | None = None
    add_permission: str | None = None
    show_full_result_count = False
    view_on_site = False
    list_per_page = 50
    save_as_continue = False
    formfield_overrides: ClassVar[dict[Any, Any]] = NATIVE

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.list_editable:
            raise TypeError(f"{cls.__name__}: a list shows, it does not edit")

    # --- Rights -------------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(self.condition(request, self.view_permission))

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
        return self.condition(request, permission) != policy.NOBODY

    def condition(self, request: HttpRequest, permission: str) -> Q:
        """Return the rows of a permission, asked once per request: a list asks for its own right many times."""
        known: dict[tuple[Any, str], Q] = request.__dict__.setdefault("_conditions", {})
        key = (request.user.pk, permission)
        if key not in known:
            known[key] = policy.condition(request.user, permission)
        return known[key]

    # --- Side doors ---------------------------------------------------------------------------------------------------

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow what the page itself offers: its filters, its date trail and the primary key."""
        offered = [*self._filters(request), self.date_hierarchy or "", self.opts.pk.name, "pk"]
        return any(lookup == name or lookup.startswith(f"{name}__") for name in offered if name)

    def _filters(self, request: HttpRequest) -> Iterator[str]:
        for item in self.get_list_filter(request):
            if isinstance(item, (tuple, list)):
                yield str(item[0])
            else:
                yield str(getattr(item, "parameter_name", item))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only rows that the person may see on the other model's own page."""
        other = self.admin_site._registry.get(db_field.remote_field.model)
        if other is not None and "queryset" not in kwargs:
            kwargs["queryset"] = other.get_queryset(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def action_checkbox(self, obj: Model) -> SafeString:
        """Return the box that chooses a row. Written out: a form's widget for each row costs more than the row."""
        words = stock_words("Select this object for an action - {}").replace("{}", str(obj))
        return mark_safe(  # noqa: S308 -- both values are escaped here
            f'<input type="checkbox" name="{ACTION_CHECKBOX_NAME}" value="{escape(str(obj.pk))}"'
            f' class="action-select" aria-label="{escape(words)}">'
        )

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        raise Http404

    # --- Doors --------------------------------------------------------------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        refused = self._closed(request, self.has_view_or_change_permission(request), WRITE)
        return refused or super().changelist_view(request, extra_context)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        refused = self._closed(request, self.has_add_permission(request), WRITE)
        return refused or super().add_view(request, form_url, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        methods = READ if self.change_permission is None else WRITE
        refused = self._closed(request, self.has_view_or_change_permission(request), methods, object_id)
        return refused or super().change_view(request, object_id, form_url, extra_context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        refused = self._closed(request, self.has_view_or_change_permission(request), READ, object_id)
        return refused or super().history_view(request, object_id, extra_context)

    def _closed(
        self, request: HttpRequest, allowed: bool, methods: tuple[str, ...], object_id: str | None = None
    ) -> HttpResponse | None:
        """No right is a missing page; a wrong method is told only to those who may see the row."""
        if not allowed:
            raise Http404
        if request.method in methods:
            return None
        if object_id is not None and self.get_object(request, unquote(object_id)) is None:
            raise Http404
        return HttpResponseNotAllowed(methods)

    # --- Refusals -----------------------------------------------------------------------------------------------------

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """When the flow refuses, show the form again with what was typed and the reason on top."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except RuleRefusal as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        refusal = getattr(request, "refusal", None)
        return form if refusal is None else _refused(form, refusal)


def _refused(form: type[forms.ModelForm], refusal: RuleRefusal) -> type[forms.ModelForm]:
    def clean(self: forms.ModelForm) -> dict[str, Any]:
        cleaned: dict[str, Any] = form.clean(self) or self.cleaned_data
        self.add_error(None, sentence_of(refusal))
        return cleaned

    return type(form.__name__, (form,), {"clean": clean})
