"""The areas people answer for, and the roles they hold from a day to a day."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role


class Area(models.Model):
    """A division of the city by its code (GB/T 2260 and the statistics bureau's twelve digits for communities)."""

    code = models.CharField(_("division code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=60)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def current(self, day: Any) -> "RoleGrantQuerySet":
        """Return what is held on ``day``. A lent role holds only as long as its lender's own does."""
        lender_holds = Q(lent_from__user__is_active=True) & _in_force("lent_from__", day)
        return self.filter(_in_force("", day)).filter(Q(lent_from__isnull=True) | lender_holds)

    def of_roles(self, roles: Iterable[Role]) -> "RoleGrantQuerySet":
        return self.filter(role__in=list(roles))


def _in_force(path: str, day: Any) -> Q:
    open_end = Q(**{f"{path}ends_on__isnull": True}) | Q(**{f"{path}ends_on__gte": day})
    return Q(**{f"{path}starts_on__lte": day, f"{path}ended_at__isnull": True}) & open_end


class RoleGrant(models.Model):
    """One role of one person, from a day to a day, in an area or everywhere. Ended, never deleted.

    ``ended_at`` is when it was taken away before its last day. ``lent_from`` is the grant of somebody who is away and
    lent it: its holder acts on behalf of that person (AB 岗), and cannot lend it on.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_grants", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("area"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("granted by"),
    )
    lent_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="loans", verbose_name=_("lent from")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_grant_role_known"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="role_grant_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(lent_from__isnull=True) | Q(ends_on__isnull=False), name="role_grant_loan_has_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    @property
    def area_code(self) -> str:
        """Return the division code; empty for the whole city."""
        return self.area.code if self.area is not None else ""
