"""What every address of an application shares: the row under a right, keys of acts, versions."""

import re
from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError

from accounts.enums import Scope
from projects.models import Project
from projects.words import labels
from venture.doors.api.doors import ApiDoor

KEY_HEADER: Final = "Idempotency-Key"
_KEY = re.compile(r"[A-Za-z0-9_.:-]{8,40}")
KEY = OpenApiParameter(
    KEY_HEADER, {"type": "string", "pattern": f"^{_KEY.pattern}$"}, OpenApiParameter.HEADER, required=True,
    description="Yours, new for each act, 8 to 40 characters: the same key again is the same act and the same answer.",
)  # fmt: skip


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
        """Return the key of this act. Answer 400 where there is none: an answer may be lost on the way."""
        key = self.request.headers.get(KEY_HEADER, "")
        if not _KEY.fullmatch(key):
            said = _("Send a header %(name)s of your own: 8 to 40 letters and digits, new for each act.")
            raise ValidationError({KEY_HEADER: [said % {"name": KEY_HEADER}]})
        return key


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
