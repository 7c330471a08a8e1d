from enum import nonmember

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganizationKind(models.TextChoices):
    """The kinds a civil-affairs department registers; the value is the first two characters of the credit code."""

    ASSOCIATION = "51", _("Social association")
    SERVICE = "52", _("Private non-enterprise unit (social service organisation)")
    FOUNDATION = "53", _("Foundation")


class OrganizationState(models.TextChoices):
    REGISTERED = "registered", _("Not verified yet")
    VERIFIED = "verified", _("Verified")
    SUSPENDED = "suspended", _("Verification suspended")


class CaseState(models.TextChoices):
    """Where a request for verification stands."""

    SUBMITTED = "submitted", pgettext_lazy("verification", "Waiting for verification")
    RETURNED = "returned", pgettext_lazy("verification", "Returned for correction")
    VERIFIED = "verified", pgettext_lazy("verification", "Verified")
    REFUSED = "refused", pgettext_lazy("verification", "Refused")

    undecided = nonmember(("submitted", "returned"))


class MemberRole(models.TextChoices):
    """What a member does for the organisation. Rights of the city's own staff live in ``accounts``."""

    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")
    FINANCE = "finance", _("Finance officer")
    SIGNATORY = "signatory", _("Signatory")
    VIEWER = "viewer", _("Viewer")

    writers = nonmember(("owner", "editor"))
    signers = nonmember(("owner", "signatory"))
    treasurers = nonmember(("owner", "finance"))


class Grade(models.TextChoices):
    """Grades of the assessment of social organisations."""

    A5 = "5A", "5A"
    A4 = "4A", "4A"
    A3 = "3A", "3A"
    A2 = "2A", "2A"
    A1 = "1A", "1A"


class WorkerLevel(models.TextChoices):
    """The levels of the professional qualification of social workers (社会工作者职业水平)."""

    NONE = "none", _("No certificate yet")
    ASSISTANT = "assistant", _("Assistant social worker")
    SOCIAL_WORKER = "worker", _("Certified social worker")
    SENIOR = "senior", _("Senior social worker")

    certified = nonmember(("assistant", "worker", "senior"))


class InspectionOutcome(models.TextChoices):
    """How a year's inspection or annual report ended."""

    PASSED = "passed", pgettext_lazy("inspection", "Passed")
    BASIC = "basic", pgettext_lazy("inspection", "Basically passed")
    FAILED = "failed", pgettext_lazy("inspection", "Not passed")
    ABSENT = "absent", pgettext_lazy("inspection", "Did not take part")


class SanctionKind(models.TextChoices):
    """What may keep an organisation from applying, by the register or authority that keeps it."""

    ABNORMAL = "abnormal", _("List of abnormal activity")
    DISHONEST = "dishonest", _("List of serious breaches of law and trust")
    PENALTY = "penalty", _("Administrative penalty")
    RESTRICTED = "restricted", _("Restriction on applying to the venture")


class DocumentKind(models.TextChoices):
    """Papers that an organisation keeps; the values are the kinds that rounds ask for."""

    CERTIFICATE = "certificate", _("Registration certificate")
    CHARTER = "charter", _("Charter")
    INSPECTION = "inspection", _("Result of the yearly inspection or annual report")
    FINANCE = "finance", _("Annual accounts or audit report")
    TEAM = "team", _("Qualifications of the team")
    OTHER = "other", pgettext_lazy("document", "Other paper")

    single = nonmember(("certificate", "charter"))


class AccountState(models.TextChoices):
    """Where a bank account stands."""

    PROPOSED = "proposed", pgettext_lazy("account", "Waiting for a second person")
    CURRENT = "current", pgettext_lazy("account", "In use")
    REPLACED = "replaced", pgettext_lazy("account", "Replaced")
    REFUSED = "refused", pgettext_lazy("account", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("account", "Taken back")

    confirmed = nonmember(("current", "replaced"))


class AffiliateState(models.TextChoices):
    """Where a unit tied to the operator stands."""

    PROPOSED = "proposed", pgettext_lazy("affiliate", "Waiting for the head")
    SECONDED = "seconded", pgettext_lazy("affiliate", "Cannot apply")
    REFUSED = "refused", pgettext_lazy("affiliate", "Not confirmed")


class TakeOverState(models.TextChoices):
    """Where a request to take over an organisation stands that the staff entered from paper."""

    ASKED = "asked", pgettext_lazy("take-over", "Waiting for a look at the proof")
    CHECKED = "checked", pgettext_lazy("take-over", "Waiting for a second person")
    GRANTED = "granted", pgettext_lazy("take-over", "Taken over")
    REFUSED = "refused", pgettext_lazy("take-over", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("take-over", "Taken back")

    open = nonmember(("asked", "checked"))


class Tie(models.TextChoices):
    """What two organisations have in common. A fact to look at, never a judgement."""

    LEGAL_REPRESENTATIVE = "legal_representative", _("Same legal representative")
    PHONE = "phone", _("Same telephone")
    ADDRESS = "address", _("Same address")
    ACCOUNT = "account", _("Same bank account")
    CODE = "code", _("Same subject part of the credit code")
    PERSON = "person", _("A person belongs to both")


class Ability(models.TextChoices):
    """What an organisation needs to be able to do: the five parts of the assessment, and the field of a training."""

    STRATEGY = "strategy", _("Strategy and governance")
    PEOPLE = "people", _("People and volunteers")
    BRAND = "brand", _("Brand and communication")
    FINANCE = "finance", _("Finance and compliance")
    PROJECTS = "projects", _("Project management")


class Statement(models.TextChoices):
    """What an organisation says of itself, from 1 (not at all) to 5 (entirely). Four for each part."""

    STRATEGY_PLAN = "strategy.plan", _("We have a written plan for three years and look at it every year.")
    STRATEGY_BOARD = "strategy.board", _("Our board meets, decides and keeps minutes.")
    STRATEGY_NEED = "strategy.need", _("We know from the people we serve what they need, and change our work by it.")
    STRATEGY_MONEY = "strategy.money", _("We would still be at work if the largest source of money ended.")
    PEOPLE_STAFF = "people.staff", _("Every post has a person, a description and a stand-in.")
    PEOPLE_GROW = "people.grow", _("Our people are trained and supervised, and they stay.")
    PEOPLE_SOCIAL = "people.social", _("Licensed social workers guide our services.")
    PEOPLE_VOLUNTEERS = "people.volunteers", _("Volunteers are registered, trained and thanked.")
    BRAND_STORY = "brand.story", _("Anybody in the organisation can say in a sentence what we stand for.")
    BRAND_CHANNELS = "brand.channels", _("We publish regularly, and people answer.")
    BRAND_OPEN = "brand.open", _("Our annual report and accounts are public.")
    BRAND_PARTNERS = "brand.partners", _("Enterprises, communities and media know us and come back.")
    FINANCE_BUDGET = "finance.budget", _("We work by a budget and compare it with what was spent each month.")
    FINANCE_BOOKS = "finance.books", _("Every project's money is kept apart, with vouchers in order.")
    FINANCE_TWO = "finance.two", _("Nobody alone can ask for, approve and pay the same money.")
    FINANCE_RESERVE = "finance.reserve", _("We could pay salaries for three months from what we have.")
    PROJECTS_DESIGN = "projects.design", _("Our projects have aims that can be counted.")
    PROJECTS_TRACK = "projects.track", _("We record what takes place and see in time when a project falls behind.")
    PROJECTS_RISK = "projects.risk", _("We name risks before a project begins, and who acts when they come true.")
    PROJECTS_LEARN = "projects.learn", _("After a project we ask what worked, and the next one differs by it.")

    @property
    def ability(self) -> Ability:
        return Ability(self.value.partition(".")[0])


class TrainingKind(models.TextChoices):
    TRAINING = "training", _("Training")
    WORKSHOP = "workshop", _("Workshop")


class TrainingState(models.TextChoices):
    """Where a training stands."""

    DRAFT = "draft", pgettext_lazy("training", "Draft")
    OPEN = "open", pgettext_lazy("training", "Announced")
    HELD = "held", pgettext_lazy("training", "Held")
    CANCELLED = "cancelled", pgettext_lazy("training", "Cancelled")

    shown = nonmember(("open", "held", "cancelled"))


class SeatState(models.TextChoices):
    """Where a person's place in a training stands."""

    SEATED = "seated", pgettext_lazy("seat", "Has a place")
    WAITING = "waiting", pgettext_lazy("seat", "On the waiting list")
    ATTENDED = "attended", pgettext_lazy("seat", "Was there")
    ABSENT = "absent", pgettext_lazy("seat", "Did not come")
    LEFT = "left", pgettext_lazy("seat", "Signed off")

    living = nonmember(("seated", "waiting", "attended", "absent"))
    taken = nonmember(("seated", "attended"))


class PairingState(models.TextChoices):
    """Where the pairing of an organisation with a mentor stands."""

    ASKED = "asked", pgettext_lazy("pairing", "Looking for a mentor")
    ACTIVE = "active", pgettext_lazy("pairing", "Paired")
    ENDED = "ended", pgettext_lazy("pairing", "Ended")
    REFUSED = "refused", pgettext_lazy("pairing", "No mentor found")
    WITHDRAWN = "withdrawn", pgettext_lazy("pairing", "Taken back")

    open = nonmember(("asked", "active"))
