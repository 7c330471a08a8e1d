"""Who answers for a community, and who sees its sealed paper."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from organizations.queries import works_for
from projects.models import SEAL_PURPOSE, CommunityConsent
from projects.permissions.papers import seen
from venture.files.registry import PAPERS, PICTURES, declare_purpose
from venture.kernel.policy import declare


def _own(user: Any) -> Q:
    return Q(works_for(user, community_ref="community_id"))


def _sealed(user: Any) -> Exists:
    rows = CommunityConsent.objects.filter(seal=OuterRef("pk"))
    return Exists(rows.filter(Q(project__in=seen(user)) | _own(user)))


declare("consents.answer", lambda user: _own(user) & Q(state="asked"))
declare_purpose(
    SEAL_PURPOSE,
    label=_("Sealed opinion of a community"),
    kinds=PAPERS | PICTURES,
    rule=_sealed,
    may_upload="applications.bring_paper",
)
