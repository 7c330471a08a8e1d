"""The door of the last steps: one application of the person's own, by the number in the address."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from projects.models import Project
from venture.doors.web import RowDoor
from venture.kernel import policy


class StepDoor(RowDoor):
    """A page on which something is done to the application, once; and the way to the next one."""

    permission = "applications.view"
    lookup = {"code": "code"}
    row: Project
    request: HttpRequest

    def rows(self) -> QuerySet[Project]:
        return Project.objects.select_related("round", "organization__area", "category")

    def allows(self, permission: str) -> bool:
        return policy.allows(self.request.user, permission, self.row)

    def to(self, name: str) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"applications:{name}", kwargs={"code": self.row.code}))

    @property
    def person(self) -> Any:
        return self.request.user
