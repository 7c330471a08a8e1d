"""Requests for changes: what may be changed, what was asked, what became of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from grants.domain.changing import places_of, put_in, section_of
from grants.domain.plans import typed_of
from grants.enums import AskState, ChangeKind
from grants.flows import running as flows
from grants.forms.running import ChangeForm
from grants.models import ChangeRequest, Grant
from grants.views.running.frame import ProjectAct, ProjectPage, new_key
from grants.words.running import CHANGES
from projects.domain.differences import Difference
from projects.domain.form import Kind
from projects.words import labels
from projects.words.changes import Change, changes_of, kind_of
from venture.files.flows import keep
from venture.kernel.errors import RuleRefusal, sentence_of

LONG = (Kind.TEXT,)


class Changes(ProjectPage):
    """10 queries at most."""

    template_name = "grants/running/changes.html"
    tab = "changes"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        found: list[Any] = list(self.row.changes.select_related("asked_by", "decided_by", "file").order_by("-number"))
        for change in found:
            change.told = told(self.row, change)
        waits = {each.kind for each in found if each.state == AskState.ASKED}
        kinds = [(kind.value, kind.label, CHANGES[kind], kind.value in waits) for kind in ChangeKind]
        return super().get_context_data(changes=found, kinds=kinds, **given)


def told(grant: Grant, change: ChangeRequest) -> list[Change]:
    """Return a change as people read it: before and after, place by place."""
    found = [
        Difference(each["section"], each["path"], _value(each["before"]), _value(each["after"]))
        for each in change.changes
    ]
    plan = {**grant.plan, "papers": []}
    return changes_of(found, plan, put_in(plan, change.changes) or plan)


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


class AskChange(ProjectPage):
    """One kind of change: the places that it may touch, as they stand. 10 queries at most."""

    permission = "running.change"
    template_name = "grants/running/change.html"
    tab = "changes"

    def kind(self) -> ChangeKind:
        try:
            return ChangeKind(self.kwargs["kind"])
        except ValueError:
            raise Http404 from None

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        kind = self.kind()
        given.pop("kind", None)
        typed = given.pop("typed", None) or {}
        if "form" not in given:
            given["form"] = ChangeForm(initial={"key": new_key()})
        return super().get_context_data(
            kind=kind, hint=CHANGES[kind], groups=groups_of(kind, self.row, typed), **given
        )  # fmt: skip

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ChangeForm(request.POST, request.FILES)
        typed = {path: request.POST[path] for path in places_of(self.kind(), self.row.plan) if path in request.POST}
        if form.is_valid():
            try:
                self._ask(form.cleaned_data, typed)
            except RuleRefusal as refusal:
                form.add_error(None, sentence_of(refusal))
        if form.errors:
            return self.render_to_response(self.get_context_data(form=form, typed=typed), status=409)
        messages.success(request, _("Asked for. You are told when it is decided; until then the old plan stands."))
        return self.go("changes")

    def _ask(self, given: dict[str, Any], typed: dict[str, str]) -> None:
        file = keep(given["file"], actor=self.person).key if given["file"] else ""
        flows.ask_change(
            grant_id=self.row.pk, kind=self.kind(), typed=typed, reason=given["reason"], key=given["key"], file=file,
            actor=self.person,
        )  # fmt: skip


def groups_of(kind: ChangeKind, grant: Grant, typed: dict[str, str]) -> list[dict[str, Any]]:
    """Return the places that a change may touch, each row of a table as one group."""
    section, stands = section_of(kind), typed_of(grant.plan, section_of(kind))
    groups: dict[str, dict[str, Any]] = {}
    for path in places_of(kind, grant.plan):
        parts = path.split(".")
        row = parts[1] if len(parts) > 1 else ""
        name = stands.get(f"{parts[0]}.{row}.{'item' if kind == ChangeKind.BUDGET else 'name'}", "") if row else ""
        group = groups.setdefault(row, {"name": name, "fields": []})
        asked = kind_of(section, path)
        group["fields"].append(
            {
                "path": path,
                "name": labels.name_of(section, path),
                "text": typed.get(path, stands.get(path, "")),
                "before": stands.get(path, ""),
                "long": asked in LONG,
                "day": asked == Kind.DAY,
                "number": asked in (Kind.MONEY, Kind.WHOLE, Kind.NUMBER),
            }
        )
    return list(groups.values())


class WithdrawChange(ProjectAct):
    right = "may_change"

    def act(self) -> str:
        change = self.row.changes.filter(number=self.kwargs["number"]).first()
        if change is None:
            raise Http404
        flows.withdraw_change(change_id=change.pk, actor=self.person)
        return _("Taken back.")

    def back(self) -> HttpResponse:
        return self.go("changes")
