from enum import nonmember

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ScreeningState(models.TextChoices):
    """Where the screening of one application stands. “Looked at, not finished” is not “nobody has looked”."""

    UNSEEN = "unseen", pgettext_lazy("screening", "Nobody has looked")
    BEGUN = "begun", pgettext_lazy("screening", "Looked at, not finished")
    PASSED = "passed", pgettext_lazy("screening", "Passed")
    CORRECTING = "correcting", pgettext_lazy("screening", "Given back for correction")
    REFUSAL = "refusal", pgettext_lazy("screening", "Refusal waits for a second person")
    REFUSED = "refused", pgettext_lazy("screening", "Not passed")
    LAPSED = "lapsed", pgettext_lazy("screening", "Given up: not corrected in time")

    waiting = nonmember(("unseen", "begun"))


class Verdict(models.TextChoices):
    """What was found for one item of the checklist."""

    FITS = "fits", pgettext_lazy("verdict", "Fits")
    FAILS = "fails", pgettext_lazy("verdict", "Does not fit")
    DOES_NOT_APPLY = "na", pgettext_lazy("verdict", "Does not apply")


class Advice(models.TextChoices):
    """What a district says of an application that it looked at first (区县初审推荐)."""

    RECOMMENDED = "recommended", pgettext_lazy("advice", "Recommended")
    NOT_RECOMMENDED = "not_recommended", pgettext_lazy("advice", "Not recommended")


class Judge(models.TextChoices):
    DATA = "data", _("From data")
    PERSON = "person", _("By a person")


class AppointmentState(models.TextChoices):
    """Where an expert stands in a round. Only a pledged one is given projects."""

    INVITED = "invited", pgettext_lazy("expert", "Invited")
    PLEDGED = "pledged", pgettext_lazy("expert", "Signed and declared")
    DECLINED = "declined", pgettext_lazy("expert", "Declined")
    ENDED = "ended", pgettext_lazy("expert", "Released")

    serving = nonmember(("invited", "pledged"))


class How(models.TextChoices):
    """How an expert came into a round."""

    CHOSEN = "chosen", _("Chosen")
    DRAWN = "drawn", _("Drawn by lot")
    SUBSTITUTE = "substitute", _("Substitute")


class TieKind(models.TextChoices):
    """What ties an expert to an organisation (利害关系)."""

    EMPLOYER = "employer", _("Works or worked there")
    BOARD = "board", _("Sits on its board")
    ADVISER = "adviser", _("Advises it")
    KIN = "kin", _("Kin of its leaders")
    DONOR = "donor", _("Donor or supplier")
    EVALUATOR = "evaluator", _("Evaluated it before")
    HELPED = "helped", _("Helped with the application")
    OTHER = "other", pgettext_lazy("tie", "Other tie")


class ConflictCode(models.TextChoices):
    """What a conflict of interest is: a tie on record, or a fact found in what the applicant handed in."""

    EMPLOYER = "employer", _("Works or worked there")
    BOARD = "board", _("Sits on its board")
    ADVISER = "adviser", _("Advises it")
    KIN = "kin", _("Kin of its leaders")
    DONOR = "donor", _("Donor or supplier")
    EVALUATOR = "evaluator", _("Evaluated it before")
    HELPED = "helped", _("Helped with the application")
    OTHER = "other", pgettext_lazy("tie", "Other tie")
    MEMBER = "member", _("Belongs to the applicant on the platform")
    LEGAL_REPRESENTATIVE = "legal_representative", _("Same name as its legal representative")
    TEAM = "team", _("Stands in the application by name")
    PHONE = "phone", _("Same telephone")
    ADDRESS = "address", _("Same address")
    PARTNER = "partner", _("Tied to a partner of the project")
    AFFILIATE = "affiliate", _("Tied to an organisation related to it")


class ConflictSource(models.TextChoices):
    DECLARED = "declared", pgettext_lazy("conflict", "Declared")
    DETECTED = "detected", pgettext_lazy("conflict", "Found in the data")


class ConflictState(models.TextChoices):
    """A hard conflict stands; a soft one may be waived by a person with a reason."""

    STANDING = "standing", pgettext_lazy("conflict", "Stands")
    WAIVED = "waived", pgettext_lazy("conflict", "Waived with a reason")
    GONE = "gone", pgettext_lazy("conflict", "No longer there")


class PlanMode(models.TextChoices):
    GROUPS = "groups", _("By groups, each read whole by its panel")
    PAIRS = "pairs", _("By project, with a proof")


class PlanState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("plan", "Proposed")
    APPLIED = "applied", pgettext_lazy("plan", "In force")
    DROPPED = "dropped", pgettext_lazy("plan", "Dropped")


class AssignmentState(models.TextChoices):
    """Where one expert stands with one project."""

    GIVEN = "given", pgettext_lazy("assignment", "Not begun")
    BEGUN = "begun", pgettext_lazy("assignment", "Begun")
    DONE = "done", pgettext_lazy("assignment", "Handed in")
    RECUSED = "recused", pgettext_lazy("assignment", "Recused")
    RELEASED = "released", pgettext_lazy("assignment", "Taken back")

    counting = nonmember(("given", "begun", "done"))


class RecusalState(models.TextChoices):
    ASKED = "asked", _("Waiting for staff")
    CONFIRMED = "confirmed", pgettext_lazy("recusal", "Confirmed")


class SheetState(models.TextChoices):
    """A sealed sheet never changes; reopening makes a new version and keeps the old one."""

    DRAFT = "draft", pgettext_lazy("sheet", "Draft")
    SEALED = "sealed", pgettext_lazy("sheet", "Sealed")
    REPLACED = "replaced", pgettext_lazy("sheet", "Reopened, replaced")


class Opinion(models.TextChoices):
    """What an expert says of the whole project."""

    FOR = "for", pgettext_lazy("expert", "Recommended")
    DOUBTFUL = "doubtful", pgettext_lazy("expert", "With reservations")
    AGAINST = "against", pgettext_lazy("expert", "Not recommended")


class DrawPurpose(models.TextChoices):
    EXPERTS = "experts", pgettext_lazy("draw", "Experts")
    ORDER = "order", _("Running order")
    LOT = "lot", _("Lot for ties")


class PanelState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("panel", "Planned")
    RUNNING = "running", pgettext_lazy("panel", "Running")
    CLOSED = "closed", pgettext_lazy("panel", "All projects heard")
    LOCKED = "locked", pgettext_lazy("panel", "Scores locked")


class SlotState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("slot", "Waiting")
    CURRENT = "current", pgettext_lazy("slot", "On now")
    HEARD = "heard", pgettext_lazy("slot", "Heard")
    ABSENT = "absent", pgettext_lazy("slot", "Did not come")

    called = nonmember(("current", "heard"))


class KeyedSource(models.TextChoices):
    PAPER = "paper", pgettext_lazy("score sheet", "From the signed paper")
    WORKBOOK = "workbook", pgettext_lazy("score sheet", "From a workbook")


class KeyedState(models.TextChoices):
    """What one person keyed in counts only once a second one keyed in, or looked at, the same."""

    WAITING = "waiting", pgettext_lazy("keyed", "Waiting for the second person")
    DIFFERS = "differs", pgettext_lazy("keyed", "The two differ")
    TAKEN = "taken", pgettext_lazy("keyed", "Both agree, sealed")
    DROPPED = "dropped", pgettext_lazy("keyed", "Dropped")

    open = nonmember(("waiting", "differs"))


class RankingState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("ranking", "Computed")
    LOCKED = "locked", pgettext_lazy("ranking", "Locked")
    REPLACED = "replaced", pgettext_lazy("ranking", "Replaced")


class SelectionState(models.TextChoices):
    """A sent selection is frozen until the meeting has decided or staff take it back."""

    DRAFT = "draft", pgettext_lazy("selection", "Being prepared")
    SENT = "sent", pgettext_lazy("selection", "Sent to the decision")
    DECIDED = "decided", pgettext_lazy("selection", "Decided")
    REPLACED = "replaced", pgettext_lazy("selection", "Replaced")


class Outcome(models.TextChoices):
    SELECTED = "selected", pgettext_lazy("outcome", "Selected")
    RESERVE = "reserve", pgettext_lazy("outcome", "Reserve")
    OUT = "out", pgettext_lazy("outcome", "Not selected")


class OverrideKind(models.TextChoices):
    IN = "in", _("Taken in by hand")
    OUT = "out", _("Taken out by hand")
    AMOUNT = "amount", _("Amount set by hand")


class OverrideState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for the second person")
    IN_FORCE = "in_force", pgettext_lazy("override", "In force")
    REFUSED = "refused", pgettext_lazy("override", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("override", "Taken back")


class DecisionWay(models.TextChoices):
    MEETING = "meeting", _("A meeting decides")
    VOTE = "vote", _("Leaders vote and sign")


class DecisionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("decision", "Being recorded")
    RECORDED = "recorded", pgettext_lazy("decision", "Waiting for the check")
    DECIDED = "decided", pgettext_lazy("decision", "Decided")


class Ballot(models.TextChoices):
    AGREE = "agree", pgettext_lazy("vote", "Agree")
    HOLD = "hold", pgettext_lazy("vote", "Hold back")


class AwardState(models.TextChoices):
    """What a decided project holds. Money moves only for a confirmed one."""

    PROPOSED = "proposed", pgettext_lazy("award", "Proposed award")
    CONFIRMED = "confirmed", pgettext_lazy("award", "Awarded")
    RESERVE = "reserve", pgettext_lazy("award", "On the reserve list")
    LOST = "lost", pgettext_lazy("award", "Award lost")
    NONE = "none", pgettext_lazy("award", "Not awarded")


class FeedbackState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("feedback", "Draft")
    CHECKED = "checked", pgettext_lazy("feedback", "Checked")
    RELEASED = "released", pgettext_lazy("feedback", "Released")


class Found(models.TextChoices):
    """What a member of staff decides about a trace of the applicant in what blind experts read."""

    OPEN = "open", pgettext_lazy("trace", "Waiting for a decision")
    REDACTED = "redacted", pgettext_lazy("trace", "Blacked out")
    HARMLESS = "harmless", pgettext_lazy("trace", "Tells nothing")
