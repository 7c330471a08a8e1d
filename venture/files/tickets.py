"""Uploads without an account: a page that was opened by its link leaves a random ticket in the session.

The ticket is good for one purpose, and for what was brought with it until a row took that up. The page that sends the
form asks ``held`` for it and hands it to ``flows.attach``.
"""

import secrets
from typing import Any

from venture.files.registry import Purpose

SESSION = "files_tickets"


def issue(session: Any, purpose: Purpose) -> str:
    """Return the session's ticket for ``purpose``, made now if there is none. Call it after the link was proved."""
    if not purpose.by_ticket:
        raise ValueError(f"{purpose.name} takes nothing from people without an account")
    held_now = held(session, purpose)
    if held_now:
        return held_now
    ticket = secrets.token_hex(16)
    session[SESSION] = {**session.get(SESSION, {}), purpose.name: ticket}
    return ticket


def held(session: Any, purpose: Purpose) -> str:
    """Return the session's ticket for ``purpose``; empty when it has none."""
    return str(session.get(SESSION, {}).get(purpose.name, "")) if purpose.by_ticket else ""
