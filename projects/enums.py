from enum import nonmember

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NeedState(models.TextChoices):
    COLLECTED = "collected", _("Collected")
    MERGED = "merged", _("Merged into another")
    PUBLISHED = "published", pgettext_lazy("need", "Published")
    MATCHED = "matched", _("Matched with a project")
    MET = "met", _("Met")

    public = nonmember(("published", "matched", "met"))


class Urgency(models.IntegerChoices):
    ORDINARY = 1, _("Ordinary")
    PRESSING = 2, _("Pressing")
    URGENT = 3, _("Urgent")


class ResourceKind(models.TextChoices):
    ROOM = "room", pgettext_lazy("resource", "Room or ground")
    HOURS = "hours", pgettext_lazy("resource", "Hours of skilled work")
    PEOPLE = "people", pgettext_lazy("resource", "Volunteers")
    GOODS = "goods", pgettext_lazy("resource", "Goods")


class ResourceState(models.TextChoices):
    OFFERED = "offered", pgettext_lazy("resource", "Offered")
    RETURNED = "returned", pgettext_lazy("resource", "Sent back")
    PUBLISHED = "published", pgettext_lazy("resource", "Free to use")
    ENGAGED = "engaged", pgettext_lazy("resource", "In use")
    WITHDRAWN = "withdrawn", pgettext_lazy("resource", "Withdrawn")

    public = nonmember(("published", "engaged"))
    editable = nonmember(("offered", "returned"))


class PlaceRole(models.TextChoices):
    """What a community is for a project, as the application says it."""

    LANDING = "landing", pgettext_lazy("place", "The project takes place there")
    BENEFIT = "benefit", pgettext_lazy("place", "Its residents benefit")
    ASSIST = "assist", pgettext_lazy("place", "It helps")


class CharityKind(models.TextChoices):
    MONEY = "money", pgettext_lazy("charity", "Money")
    GOODS = "goods", pgettext_lazy("charity", "Goods")
    ROOM = "room", pgettext_lazy("charity", "Room or ground")
    SERVICE = "service", pgettext_lazy("charity", "Service")


class LinkageModel(models.TextChoices):
    """The five models of linkage that the plan's article names (内需驱动、政府主导、项目引领、理念践行、体制创新)."""

    DEMAND = "demand", pgettext_lazy("linkage", "Driven by demand from within")
    GOVERNMENT = "government", pgettext_lazy("linkage", "Led by the government")
    PROJECT = "project", pgettext_lazy("linkage", "Drawn by a project")
    IDEA = "idea", pgettext_lazy("linkage", "Practising an idea")
    SYSTEM = "system", pgettext_lazy("linkage", "Renewing the system")


class ProjectState(models.TextChoices):
    """Where an application stands. Whether a draft may still be written in is the clock's word, not the state's."""

    DRAFT = "draft", pgettext_lazy("application", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("application", "Handed in")
    RETURNED = "returned", pgettext_lazy("application", "Returned for correction")
    ACCEPTED = "accepted", pgettext_lazy("application", "Accepted")
    REJECTED = "rejected", pgettext_lazy("application", "Refused")
    LAPSED = "lapsed", pgettext_lazy("application", "Given up (not corrected in time)")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "Withdrawn")

    open = nonmember(("draft", "returned"))
    handed_in = nonmember(("submitted", "returned", "accepted", "rejected", "lapsed"))
    # Handed in and not over: it can still become, or is, what answers a need.
    answering = nonmember(("submitted", "returned", "accepted"))


class ExtensionState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("extension", "Waiting for a second person")
    GRANTED = "granted", pgettext_lazy("extension", "Granted")
    REFUSED = "refused", pgettext_lazy("extension", "Refused")


class ConsentState(models.TextChoices):
    """What a community answered (同意 / 有条件同意 / 不同意); not_ours: it does not belong there."""

    ASKED = "asked", pgettext_lazy("consent", "Waiting for the community")
    AGREED = "agreed", pgettext_lazy("consent", "Agreed")
    CONDITIONAL = "conditional", pgettext_lazy("consent", "Agreed with conditions")
    REFUSED = "refused", pgettext_lazy("consent", "Not agreed")
    NOT_OURS = "not_ours", pgettext_lazy("consent", "Another community's")
    TAKEN_BACK = "taken_back", pgettext_lazy("consent", "Taken back")

    favourable = nonmember(("agreed", "conditional"))


class SignatureKind(models.TextChoices):
    CODE = "code", _("By a code")
    SCAN = "scan", _("By a sealed scan")
    PAPER = "paper", _("On paper, entered by the staff")


class PaperState(models.TextChoices):
    """Where an application from paper stands: one person enters it, another compares it with the paper."""

    TYPING = "typing", pgettext_lazy("paper", "Being entered")
    CHECKING = "checking", pgettext_lazy("paper", "Waiting for a second person")
    CONFIRMED = "confirmed", pgettext_lazy("paper", "Compared and handed in")
    DROPPED = "dropped", pgettext_lazy("paper", "Given up")

    open = nonmember(("typing", "checking"))


class SheetState(models.TextChoices):
    """Where a sheet of applications stands: only tried, being taken over, or taken over."""

    TRIED = "tried", pgettext_lazy("sheet", "Tried, nothing written")
    TAKING = "taking", pgettext_lazy("sheet", "Being taken over")
    TAKEN = "taken", pgettext_lazy("sheet", "Taken over")


class CorrectionState(models.TextChoices):
    OPEN = "open", pgettext_lazy("correction", "Waiting for the applicant")
    ANSWERED = "answered", pgettext_lazy("correction", "Answered")
    LAPSED = "lapsed", pgettext_lazy("correction", "Not answered in time")


class CostCategory(models.TextChoices):
    """What a line of the budget pays for. Rules name these by slug; assets and handouts are usually forbidden."""

    ACTIVITY = "activity", pgettext_lazy("cost", "Activities")
    MATERIAL = "material", pgettext_lazy("cost", "Materials")
    PERSONNEL = "personnel", pgettext_lazy("cost", "Staff")
    EXPERT = "expert", pgettext_lazy("cost", "Experts and supervision")
    PUBLICITY = "publicity", pgettext_lazy("cost", "Publicity and evaluation")
    TRAVEL = "travel", pgettext_lazy("cost", "Travel")
    OVERHEAD = "overhead", pgettext_lazy("cost", "Overheads")
    TAX = "tax", pgettext_lazy("cost", "Taxes")
    AUDIT = "audit", pgettext_lazy("cost", "Audit")
    EQUIPMENT = "equipment", pgettext_lazy("cost", "Fixed assets")
    HANDOUT = "handout", pgettext_lazy("cost", "Cash or gifts handed out")
    OTHER = "other", pgettext_lazy("cost", "Other")


class IdeaOwner(models.TextChoices):
    """Who posts an idea: none of them may apply by itself (方案五(一))."""

    PERSON = "person", _("A person")
    UNIT = "unit", _("A unit that is no social organisation")
    GROUP = "group", _("A community group that is not registered")


class IdeaState(models.TextChoices):
    OPEN = "open", _("Looks for an organisation")
    PAIRED = "paired", pgettext_lazy("idea", "Paired")
    AWARDED = "awarded", pgettext_lazy("idea", "Awarded a prize")
    WITHDRAWN = "withdrawn", pgettext_lazy("idea", "Taken back by its owner")
    HIDDEN = "hidden", pgettext_lazy("idea", "Taken off the page by the staff")

    public = nonmember(("open", "paired", "awarded"))


class OfferState(models.TextChoices):
    MADE = "made", pgettext_lazy("offer", "Waits for the owner of the idea")
    ACCEPTED = "accepted", pgettext_lazy("offer", "Accepted")
    DECLINED = "declined", pgettext_lazy("offer", "Declined")
    PASSED = "passed", pgettext_lazy("offer", "Another was chosen")
    TAKEN_BACK = "taken_back", pgettext_lazy("offer", "Taken back")
    ENDED = "ended", pgettext_lazy("offer", "Parted again")

    standing = nonmember(("made", "accepted"))


class ContestState(models.TextChoices):
    JUDGING = "judging", pgettext_lazy("contest", "Being judged")
    PROPOSED = "proposed", pgettext_lazy("contest", "Prizes wait for a second person")
    DECIDED = "decided", pgettext_lazy("contest", "Prizes decided")
