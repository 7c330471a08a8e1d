"""Files: by their random key, for whoever sees the row that they belong to."""

from collections.abc import Mapping
from typing import Any

from accounts.demo import person
from tests.matrix.doors import DoorLine, act, page
from venture.files.models import StoredFile
from venture.kernel import clock, policy

HASH = "0" * 64


def an_upload_of(role: str, key: str) -> Mapping[str, Any]:
    """An upload that no row took up: its owner's alone. Its content is not in the storage: the door says so (503)."""
    StoredFile.objects.get_or_create(
        key=key * 16,
        defaults={
            "name": "章程.pdf", "kind": "pdf", "size": 1, "sha256": HASH, "sha256_received": HASH, "state": "ready",
            "purpose": "matrix", "owner": person(role), "created_at": clock.now(),
        },
    )  # fmt: skip
    return {"key": key * 16}


TABLE: dict[str, DoorLine] = {
    "files:upload": act(
        keys=lambda: {"purpose": "organizations.document"},
        may=lambda user: policy.may(user, "organizations.bring_document"),
    ),
    "files:state": page(
        "org_owner", keys=lambda: an_upload_of("org", "cd"), foreign=lambda: {"key": "0f" * 16}, screens=False
    ),
    "files:download": page(
        "org_owner",
        keys=lambda: an_upload_of("org", "ab"),
        foreign=lambda: {"key": "0f" * 16},
        get=frozenset({503}),
        screens=False,
    ),
}
