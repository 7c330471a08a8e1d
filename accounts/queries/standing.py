"""In which capacity somebody acts: by a right of one's own, or for somebody who is away and lent a role."""

from dataclasses import dataclass
from typing import Any

from accounts.domain.areas import EVERYWHERE, covers
from accounts.models import RoleGrant, User
from venture.kernel import clock


@dataclass(frozen=True)
class Standing:
    """A person in the moment of an act. ``on_behalf_of`` is the colleague whose lent role the act needs."""

    actor: Any
    on_behalf_of: User | None = None

    @property
    def side(self) -> frozenset[int]:
        """Return the people who take this step: the one who acts and the one who is acted for."""
        return frozenset({self.actor.pk} if self.on_behalf_of is None else {self.actor.pk, self.on_behalf_of.pk})

    @property
    def facts(self) -> dict[str, int]:
        """Return what the audit entry says of it."""
        return {} if self.on_behalf_of is None else {"on_behalf_of": self.on_behalf_of.pk}


def standing_of(actor: Any, *roles: str, area: str = EVERYWHERE) -> Standing:
    """Return in which capacity ``actor`` takes a step that needs one of ``roles`` in ``area``. Two queries.

    A right of one's own goes before a lent one. Who holds none of the roles stands for nobody: rights are the door's.
    """
    if actor.is_superuser and "system_admin" in roles:
        return Standing(actor)
    held = RoleGrant.objects.current(clock.today()).filter(user=actor, role__in=roles)
    fitting = [
        grant
        for grant in held.select_related("area", "lent_from__user").order_by("pk")
        if covers(grant.area_code, area)
    ]
    lent = [grant.lent_from for grant in fitting if grant.lent_from is not None]
    if not lent or len(lent) < len(fitting):
        return Standing(actor)
    return Standing(actor, on_behalf_of=lent[0].user)


def held_now(actor: Any) -> frozenset[tuple[str, str]]:
    """Return (role, area code) of what ``actor`` holds at this moment, not at the start of the request. Three queries.

    Flows that give or take rights ask under the lock: a role that ended meanwhile decides nothing any more.
    """
    fresh = User.objects.filter(pk=actor.pk, is_active=True).first()
    return fresh.held if fresh is not None else frozenset()
