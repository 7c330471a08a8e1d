"""The one text of a value, so that a hash means the same on every machine."""

import hashlib
import json
from typing import Any


def canonical(value: Any) -> str:
    """Return ``value`` as JSON with sorted keys and no spaces. Raise ``ValueError`` for NaN and infinities."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def fingerprint(text: str) -> str:
    """Return the SHA-256 of ``text`` in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
