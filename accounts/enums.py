from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
            {
                cls.CLERK,
                cls.HEAD,
                cls.OPERATOR,
                cls.SYSTEM_ADMIN,
                cls.AUDITOR,
                cls.SUPERVISION,
                cls.FINANCE_MAKER,
                cls.FINANCE_CHECKER,
                cls.EVALUATOR,
            },
        )


class Scope(models.TextChoices):
    """What an API token may do, besides what its person may."""

    ROUNDS = "rounds:read", _("Read rounds")
    NOTICES = "notices:read", _("Read notices")
    NOTICES_WRITE = "notices:write", _("Write notices, hand them over and publish them")
    APPLICATIONS = "applications:read", _("Read own applications")
    APPLY = "applications:write", _("Write, hand in and withdraw own applications")
    SCREENING = "screening:read", _("Read applications that were handed in, and their screening")
    SCREEN = "screening:write", _("Screen applications")
    EXPERTS = "experts:read", _("Read experts and their part in rounds")
    PAYMENTS = "payments:read", _("Read payments")
    PAY = "payments:write", _("Approve and refuse payments")
    DONATIONS = "donations:read", _("Read donations")
    DONATE = "donations:write", _("Register donations, record and confirm gifts, keep named funds")
    NEEDS = "needs:read", _("Read needs and resources")
    NEED = "needs:write", _("Report, support and match needs; offer resources and ask for them")
    IDEAS = "ideas:read", _("Read ideas and offers for them")
    IDEA = "ideas:write", _("Post ideas, make and answer offers")
    TASKS = "tasks:read", _("Read tasks of member units")
    TRAININGS = "trainings:read", _("Read trainings")
    TRAININGS_WRITE = "trainings:write", _("Take places in trainings and give them back; keep their lists")
    CAPACITY = "capacity:read", _("Read needs assessments, mentors and pairings")
    CAPACITY_WRITE = "capacity:write", _("Answer needs assessments, ask for mentors, note and confirm visits")
    GRANTS = "grants:read", _("Read own grants: their money, activities, expenses, reports and stories")
    GRANTS_WRITE = "grants:write", _("Ask for tranches, record activities and expenses, hand in reports and stories")
    REFUNDS = "refunds:read", _("Read donations that go back")
    REFUND = "refunds:write", _("Ask for refunds, approve them and note them as paid")
    JUDGING = "judging:read", _("Read ideas that one judges, and reviews of ideas")
    JUDGE = "judging:write", _("Give ideas their points, open reviews, propose and decide prizes")
    SHOWCASE = "showcase:read", _("Read stories, public events and yearly reviews")
    SHOWCASE_WRITE = "showcase:write", _("Publish stories and send them back, keep public events")
    FILES = "files:read", _("Read where one's own files stand")
    FILE = "files:write", _("Bring files")
    TASKS_WRITE = "tasks:write", _("Report on tasks of member units, and judge reports")


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


class ProposalState(models.TextChoices):
    """Where a proposed role stands."""

    PROPOSED = "proposed", _("Waiting for a second person")
    CONFIRMED = "confirmed", pgettext_lazy("role", "Given")
    REFUSED = "refused", pgettext_lazy("role", "Refused")
    WITHDRAWN = "withdrawn", _("Taken back")


class InvitationState(models.TextChoices):
    """Where an invitation stands. Whether it has lapsed is the clock's word."""

    SENT = "sent", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    REVOKED = "revoked", _("Taken back")


class RecoveryState(models.TextChoices):
    """Where the recovery of a lost second factor stands."""

    ASKED = "asked", _("Waiting for the identity check")
    IDENTIFIED = "identified", _("Waiting for a second person")
    DONE = "done", _("Factor removed")
    REFUSED = "refused", pgettext_lazy("recovery", "Refused")
    WITHDRAWN = "withdrawn", _("Taken back")

    @classmethod
    def open(cls) -> frozenset["RecoveryState"]:
        return frozenset({cls.ASKED, cls.IDENTIFIED})


class IdentityCheck(models.TextChoices):
    """How a member of staff made sure who asks for a recovery."""

    IN_PERSON = "in_person", _("In person, with the identity card")
    VIDEO = "video", _("By video call, face and identity card")
    CALL_BACK = "call_back", _("Called back on a number known before")
    LETTER = "letter", _("Letter of the unit with its seal")
