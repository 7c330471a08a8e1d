"""Keys of acts: an answer may be lost on the way, and the same act sent again must be the same act."""

import re
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

KEY_HEADER: Final = "Idempotency-Key"
_KEY = re.compile(r"[A-Za-z0-9_.:-]{8,40}")
KEY = OpenApiParameter(
    KEY_HEADER, {"type": "string", "pattern": f"^{_KEY.pattern}$"}, OpenApiParameter.HEADER, required=True,
    description=gettext_lazy(
        "Yours, new for each act, 8 to 40 characters: the same key again is the same act and the same answer."
    ),
)  # fmt: skip


def key_of(request: Request) -> str:
    """Return the key of an act. Answer 400 where there is none."""
    key = request.headers.get(KEY_HEADER, "")
    if not _KEY.fullmatch(key):
        said = _("Send a header %(name)s of your own: 8 to 40 letters and digits, new for each act.")
        raise ValidationError({KEY_HEADER: [said % {"name": KEY_HEADER}]})
    return key


def own_key_of(request: Request) -> str:
    """Return the key as the person's own, 61 characters at most: nobody else's act can have it."""
    return f"{request.user.pk}:{key_of(request)}"
