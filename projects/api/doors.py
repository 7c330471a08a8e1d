"""What every address of an application shares: the row under a right, keys of acts, versions."""

from collections.abc import Sequence
from typing import Any

from accounts.enums import Scope
from projects.models import Project
from projects.words import labels
from venture.doors.api.doors import ApiDoor
from venture.doors.api.keys import KEY, key_of

__all__ = ["KEY", "ApplicationDoor", "problem_told"]


class ApplicationDoor(ApiDoor):
    """One application of the person's organisations, by its code; another's looks missing."""

    permission = "applications.view"
    scope = Scope.APPLICATIONS
    write_scope = Scope.APPLY
    http_method_names: Sequence[str] = ("get", "head")

    def application(self, code: str, permission: str = "") -> Project:
        rows = Project.objects.select_related("round", "organization", "category")
        found: Project = self.row_of(rows, permission, code=code)
        return found

    def key(self) -> str:
        """Return the key of this act. Answer 400 where there is none."""
        return key_of(self.request)


def problem_told(problem: Any, typed: Any) -> dict[str, Any]:
    """Return a problem with its place and sentence."""
    return {
        "path": problem.path,
        "place": labels.place_of(problem.section, problem.path, typed),
        "code": problem.code,
        "words": labels.sentence(problem),
        "missing": problem.missing,
        "blocks": problem.blocks,
    }
