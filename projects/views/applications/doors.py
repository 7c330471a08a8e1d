"""What every page of one application shares: the row under its right, its window, its head."""

from typing import Any

from django.db.models import Value
from django.http import Http404, HttpRequest
from django.views.generic import TemplateView

from projects.queries import overview
from venture.doors.web import RowDoor
from venture.kernel import clock, policy

# The rights of members alone: a member never comes to an own application by another way.
OWN = {
    "applications.read": "applications.view",
    "applications.write": "applications.write_own",
    "applications.edit": "applications.edit_own",
}


class OwnFirst(RowDoor):
    """A door that asks whether the application is the person's own before it looks at roles: nearly always it is."""

    own = False

    def find(self, request: HttpRequest, **wanted: Any) -> Any:
        right = OWN.get(self.permission)
        if right is not None:
            self.own = True
            row = policy.visible(request.user, right, self.rows()).filter(**wanted).first()
            if row is not None:
                return row
            self.own = False
        return super().find(request, **wanted)


class ApplicationDoor(OwnFirst):
    """A door to one application by its code. ``may_edit``, ``may_recall`` and ``by_staff`` (somebody who enters or
    compares it from paper) stand on the row; time is read once."""

    permission = "applications.read"
    lookup = {"code": "code"}

    def rows(self) -> Any:
        user: Any = self.request.user  # type: ignore[attr-defined]
        edit = "applications.edit_own" if self.own else "applications.edit"
        rows = policy.with_right(user, edit, overview.for_pages(), name="may_edit")
        if self.own:
            rows = rows.annotate(by_staff=Value(False))
        else:
            rows = policy.with_right(user, "applications.read_paper", rows, name="by_staff")
        return policy.with_right(user, "applications.recall", rows, name="may_recall")

    def setup(self, *args: Any, **kwargs: Any) -> None:
        super().setup(*args, **kwargs)  # type: ignore[misc]
        self._window: overview.Window | None = None

    @property
    def window(self) -> overview.Window:
        """Return whether the application may be written in now; the clock is read once for the page."""
        if self._window is None:
            self._window = overview.window_of(self.row, clock.now())
        return self._window

    def writes(self, section: str) -> bool:
        return bool(self.row.may_edit) and self.window.opens(section)

    def refuse_readers(self) -> None:
        """Let the page look missing to whoever only reads."""
        if not self.row.may_edit:
            raise Http404


class ApplicationPage(ApplicationDoor, TemplateView):
    """A page about one application with the head that all of them share."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(project=self.row, round=self.row.round, window=self.window, **given)
