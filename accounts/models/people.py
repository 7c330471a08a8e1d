"""People: what a person is called, how reached, and which roles the person holds today."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models.roles import RoleGrant
from venture.kernel import clock
from venture.kernel.prepared import Prepared


def _with_granted(rows: models.QuerySet["User"]) -> models.QuerySet["User"]:
    granted = RoleGrant.objects.filter(user=OuterRef("pk"), ended_at__isnull=True)
    return rows.annotate(granted=Exists(granted))


class UserManager(BaseUserManager["User"]):
    def get(self, *args: Any, **wanted: Any) -> "User":
        """Return a person. By the key alone, as every request fetches its own, it also tells whether a role was
        ``granted`` and not ended: whoever was never given any, as most are, is not asked for roles any more.
        """
        if args or set(wanted) != {"pk"}:
            return super().get(*args, **wanted)
        if type(self) is not UserManager or not isinstance(wanted["pk"], int):  # of some group only; of an odd key
            return _with_granted(self.all()).get(**wanted)
        found = _PERSON(pk=wanted["pk"])
        if not found:
            raise self.model.DoesNotExist
        return found[0]

    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email) if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Signs in by mobile number or e-mail; what the person may do follows from roles and memberships."""

    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    mobile = models.CharField(_("mobile number"), max_length=20, unique=True, null=True, blank=True)
    display_name = models.CharField(_("name"), max_length=60, blank=True)
    locale = models.CharField(_("language"), max_length=10, default="zh-hans")
    large_text = models.BooleanField(_("large text"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    # Every session carries this number, sealed; raising it ends them all, however they began (accounts.flows.sessions).
    session_epoch = models.PositiveIntegerField(_("times signed out everywhere"), default=0, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(mobile__isnull=False),
                name="user_can_be_reached",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email or self.mobile or ""

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        sealed = f"{self.password}:{self.session_epoch}"
        return salted_hmac("accounts.User.session", sealed, secret=secret, algorithm="sha256").hexdigest()

    @cached_property
    def held(self) -> frozenset[tuple[str, str]]:
        """Return (role, area code) of every role held today; at most one query, read once per request.

        An empty area code means the whole city. A superuser counts as a system administrator, nothing more.
        """
        return frozenset((role, code) for role, code, _lent in self._grants)

    @property
    def own_held(self) -> frozenset[tuple[str, str]]:
        """Return (role, area code) of what the person holds in their own right; what was lent to them is left out."""
        return frozenset((role, code) for role, code, lent in self._grants if not lent)

    @cached_property
    def _grants(self) -> frozenset[tuple[str, str, bool]]:
        if getattr(self, "granted", True) is False and not self.is_superuser:
            return frozenset()
        held = {(role, code or "", lent is not None) for role, code, lent in _GRANTS(user=self.pk)}
        if self.is_superuser:
            held.add((Role.SYSTEM_ADMIN, "", False))
        return frozenset(held)

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(role for role, _area in self.held)

    def has_role(self, *wanted: Role) -> bool:
        return not self.roles.isdisjoint(wanted)

    def areas_of(self, *wanted: Role) -> frozenset[str]:
        """Return the area codes in which the person holds one of the roles; "" is the whole city."""
        return frozenset(area for role, area in self.held if role in wanted)

    @property
    def is_staff(self) -> bool:
        return not self.roles.isdisjoint(Role.staff())


def _grants_of(user: int) -> models.QuerySet[Any, Any]:
    grants = RoleGrant.objects.current(clock.day_in_query()).filter(user=user)
    return grants.values_list("role", "area__code", "lent_from")


# Every page asks for its person, and for the roles of whoever holds any.
_PERSON = Prepared(lambda pk: _with_granted(User.objects.filter(pk=pk)))
_GRANTS = Prepared(_grants_of)
