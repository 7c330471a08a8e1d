from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does for the round. Rights of organisations' members live in ``organizations``."""

    CLERK = "clerk", _("Bureau clerk")
    HEAD = "head", _("Head of section")
    LEADER = "leader", _("Leading group")
    OPERATOR = "operator", _("Operator")
    EXPERT = "expert", _("Expert")
    FINANCE_MAKER = "finance_maker", _("Finance maker")
    FINANCE_CHECKER = "finance_checker", _("Finance checker")
    EVALUATOR = "evaluator", _("Evaluator")
    AUDITOR = "auditor", _("Auditor")
    SUPERVISION = "supervision", _("Discipline supervision")
    SYSTEM_ADMIN = "system_admin", _("System administrator")

    @classmethod
    def staff(cls) -> frozenset["Role"]:
        """Return the roles that work in the admin."""
        return frozenset(
            {cls.CLERK, cls.HEAD, cls.OPERATOR, cls.SYSTEM_ADMIN, cls.AUDITOR, cls.SUPERVISION},
        )


class Scope(models.TextChoices):
    """What an API token may do, besides what its person may."""

    ROUNDS = "rounds:read", _("Read rounds")
    NOTICES = "notices:read", _("Read notices")
