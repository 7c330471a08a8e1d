"""When one secret is not enough: who needs a second one, and which proofs count."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal

Need = Literal["none", "any", "strong"]
# An expert comes a few times a year: a code by SMS beside the password is enough. Everybody else with a part in the
# round carries an authenticator app or a passkey.
LIGHT_ROLES = frozenset({"expert"})
STRONG = "mfa"


def need_of(roles: Collection[str]) -> Need:
    """Return what the holder of ``roles`` must prove. Members of organisations hold no role: nothing more."""
    if not roles:
        return "none"
    return "any" if LIGHT_ROLES.issuperset(roles) else "strong"


def meets(need: Need, records: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether the proofs of this session are enough for ``need``.

    Each record has ``method`` (``password``, ``code``, ``mfa``) and, for a code, ``channel``. A code by e-mail does not
    count as a second factor: whoever reads the mail can often reset the password too.
    """
    methods = {
        "sms" if record.get("method") == "code" and record.get("channel") == "mobile" else record.get("method")
        for record in records
    }
    if need == "none" or STRONG in methods:
        return True
    return need == "any" and {"password", "sms"} <= methods
