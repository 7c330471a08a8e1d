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


class ConsentPurpose(models.TextChoices):
    """What personal data may be used for. One agreement per purpose, so that each can be taken back alone."""

    ACCOUNT = "account", _("Account and taking part in rounds")
    SENSITIVE = "sensitive", _("Identity and bank account numbers")
    REMINDERS = "reminders", _("Reminders by SMS and e-mail")
    PUBLICATION = "publication", _("Name and photo in stories about projects")


class SignInOutcome(models.TextChoices):
    """How an attempt to sign in ended."""

    IN = "in", _("Signed in")
    WRONG = "wrong", _("Wrong password or code")
    LOCKED = "locked", _("Stopped after too many attempts")
    CLOSED = "closed", _("The account is closed")
