"""What everybody may read, field by field. A field that stands nowhere here is nobody's to read without an account."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from grants.models import ActivityPhoto, Donation, NamedFund, Story
from grants.queries.public import PUBLIC as FUNDED
from projects.models import Idea

Rule = Callable[[], set[Any]]

# The rules of a round and the office's own pages: the office's words, for which it answers.
OFFICE = frozenset(
    {
        "accounts.Area.name", "grants.NamedFund.name", "grants.NamedFund.purpose", "grants.NamedFund.story",
        "notices.Notice.body.head", "notices.Notice.body.items", "notices.Notice.body.rows", "notices.Notice.body.text",
        "notices.Notice.document_number", "notices.Notice.issuer", "notices.Notice.items.community",
        "notices.Notice.items.group", "notices.Notice.items.organization", "notices.Notice.items.population",
        "notices.Notice.items.scale", "notices.Notice.items.street", "notices.Notice.items.title",
        "notices.Notice.place", "notices.Notice.summary", "notices.Notice.title", "organizations.Training.lead",
        "organizations.Training.place", "organizations.Training.teacher", "organizations.Training.title",
        "projects.IdeaPrize.name", "rounds.BudgetRule.citation", "rounds.BudgetRule.name", "rounds.Category.name",
        "rounds.Criterion.name", "rounds.DocumentRequirement.hint", "rounds.DocumentRequirement.name",
        "rounds.EligibilityRule.citation", "rounds.EligibilityRule.text", "rounds.FundSource.mark",
        "rounds.FundSource.name", "rounds.IdeaAward.name", "rounds.PastOutcome.source", "rounds.Provision.text",
        "rounds.Provision.title", "rounds.Round.document_number", "rounds.Round.lead", "rounds.Round.operator",
        "rounds.Round.sponsor", "rounds.Round.title", "rounds.Stage.name", "rounds.SubService.name",
        "grants.Commendation.document_number",
    }
)  # fmt: skip
# What was written to be read by everybody: by organisations, communities, residents, and by the office about them.
TOLD = frozenset(
    {
        "grants.Commendation.name", "grants.Commendation.words", "grants.PublicEvent.place", "grants.PublicEvent.title",
        "grants.PublicEvent.words", "grants.RunningProject.plan.sections.indicators.indicators.name",
        "grants.RunningProject.plan.sections.indicators.indicators.unit",
        "grants.RunningProject.plan.sections.project.summary", "notices.Objection.published",
        "organizations.Community.name", "organizations.Organization.name", "projects.Idea.contribution",
        "projects.Idea.population", "projects.Idea.problem", "projects.Idea.proposal", "projects.Idea.title",
        "projects.Linkage.words", "projects.Need.evidence", "projects.Need.met_words", "projects.Need.population",
        "projects.Need.problem", "projects.Need.scale", "projects.Need.title", "projects.Project.title",
        "projects.Resource.capacity", "projects.Resource.conditions", "projects.Resource.giver",
        "projects.Resource.title",
    }
)  # fmt: skip
# Numbers that are there to be rung up, and names of units and communities, which no person's number is part of.
NUMBERED = frozenset(
    {
        "organizations.Community.name", "organizations.Organization.name", "rounds.Round.enquiry_phone",
        "rounds.Round.supervision_phone",
    }
)  # fmt: skip
# The demonstration shows its own messages; elsewhere the page is missing.
TRAY = frozenset({"notify.TrayItem.address", "notify.TrayItem.body", "notify.TrayItem.subject"})


def public_photos() -> QuerySet[ActivityPhoto]:
    """Return the photos whose people agreed, and the guardians of whose children, of records that stand."""
    rows = ActivityPhoto.objects.filter(activity__grant__state__in=FUNDED, activity__withdrawn_at__isnull=True)
    return rows.filter(Q(children=False) | Q(guardians=True), consent=True)


def _pks(rows: QuerySet[Any], name: str = "pk") -> set[Any]:
    return set(rows.values_list(name, flat=True))


def _stories() -> set[Any]:
    return _pks(Story.objects.filter(state="published", grant__state__in=FUNDED))


# What names a person or shows one: the rows of which a consent is recorded, and no others.
CONSENTED: dict[str, Rule] = {
    "files.StoredFile": lambda: _pks(public_photos(), "file"),
    "grants.ActivityPhoto.caption": lambda: _pks(public_photos()),
    "grants.Donation.donor_name": lambda: _pks(
        Donation.objects.filter(shown_at__isnull=False, fund__isnull=False, gifts__state="standing")
    ),
    # A fund leaves its draft only with the paper in which its donor agreed to be named.
    "grants.NamedFund.donor_name": lambda: _pks(NamedFund.objects.exclude(state="draft")),
    "grants.Story.text": _stories,
    "grants.Story.title": _stories,
    # The owner of an idea says how, and whether, to be named once somebody takes it up.
    "projects.Idea.credit": lambda: _pks(Idea.objects.filter(state__in=["paired", "awarded"]).exclude(credit="")),
}
