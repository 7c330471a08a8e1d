"""Ideas of people and of other units, the offers of organisations, and the draft that they become."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Area
from organizations.models import Organization
from projects.enums import IdeaOwner, IdeaState, OfferState
from projects.models.projects import Project
from rounds.enums import Field
from rounds.models import Round


class IdeaSeries(models.Model):
    """The row that numbers ideas. Locked while a number is taken."""

    ONLY = "I"

    code = models.CharField(pgettext_lazy("idea", "code"), max_length=4, unique=True)
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("series of ideas")
        verbose_name_plural = _("series of ideas")

    def __str__(self) -> str:
        return self.code


class IdeaDraft(models.Model):
    """What a person has typed of an idea so far, valid or not. One per person; gone when it is posted."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("person")
    )
    typed = models.JSONField(_("typed"), default=dict)
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        verbose_name = _("draft of an idea")
        verbose_name_plural = _("drafts of ideas")

    def __str__(self) -> str:
        return str(self.user)


class Idea(models.Model):
    """An idea; ``state`` is moved by flows only, ``code`` (I-0031) is its name in public.

    Nobody sees whose it is before it is paired. ``credit`` is what the owner allows the public to read afterwards;
    empty: no name. An idea has no budget and is never funded: only the ``project`` of an organisation is.
    """

    code = models.CharField(pgettext_lazy("idea", "code"), max_length=12, unique=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ideas", verbose_name=_("owner of the idea")
    )
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="ideas", verbose_name=_("round")
    )
    speaks_as = models.CharField(_("who has the idea"), max_length=8, choices=IdeaOwner, default=IdeaOwner.PERSON)
    unit_name = models.CharField(_("name of the unit or group"), max_length=80, blank=True)
    unit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    host_name = models.CharField(_("registered host of the group"), max_length=80, blank=True)
    title = models.CharField(_("the idea in one line"), max_length=30)
    field = models.CharField(_("field of service"), max_length=12, choices=Field)
    population = models.CharField(_("whom it helps"), max_length=100)
    problem = models.TextField(_("what is hard for them"), max_length=500)
    proposal = models.TextField(_("what should be done"), max_length=600)
    contribution = models.CharField(_("what you would do yourself"), max_length=200)
    street = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("street")
    )
    credit = models.CharField(_("name for the credit line"), max_length=30, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=IdeaState, default=IdeaState.OPEN)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="ideas",
        verbose_name=_("organisation"),
    )  # fmt: skip
    project = models.OneToOneField(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="idea", verbose_name=_("application")
    )
    posted_at = models.DateTimeField(_("posted at"), db_index=True)
    paired_at = models.DateTimeField(_("paired at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        ordering = ["-posted_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=IdeaState.values), name="idea_state_known"),
            models.CheckConstraint(condition=Q(field__in=Field.values), name="idea_field_known"),
            models.CheckConstraint(
                condition=Q(speaks_as=IdeaOwner.PERSON, unit_name="", unit_code="", host_name="")
                | (Q(speaks_as=IdeaOwner.UNIT, host_name="") & ~Q(unit_name="") & ~Q(unit_code=""))
                | (Q(speaks_as=IdeaOwner.GROUP) & ~Q(unit_name="") & ~Q(unit_code="") & ~Q(host_name="")),
                name="idea_unit_is_named",
            ),
            models.CheckConstraint(
                condition=Q(state=IdeaState.PAIRED, organization__isnull=False, paired_at__isnull=False)
                | (
                    ~Q(state=IdeaState.PAIRED)
                    & Q(organization__isnull=True, paired_at__isnull=True, project__isnull=True)
                ),
                name="idea_pair_names_who",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class IdeaOffer(models.Model):
    """An organisation offers to apply with an idea. Offers are read side by side and ended, never deleted.

    ``into`` is a draft of the organisation that takes the idea up; without one a new application begins.
    """

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="offers", verbose_name=_("idea"))
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="idea_offers", verbose_name=_("organisation")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("offered by")
    )
    approach = models.TextField(_("how we would do it"), max_length=500)
    strength = models.CharField(_("what we bring along"), max_length=200)
    owner_part = models.CharField(_("what the owner would do"), max_length=200)
    into = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("draft that takes the idea up"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=12, choices=OfferState, default=OfferState.MADE)
    made_at = models.DateTimeField(_("offered at"))
    ended_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("offer for an idea")
        verbose_name_plural = _("offers for ideas")
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=OfferState.values), name="idea_offer_state_known"),
            models.UniqueConstraint(
                fields=["idea", "organization"], condition=Q(state__in=["made", "accepted"]), name="idea_offer_once"
            ),
            models.UniqueConstraint(
                fields=["idea"], condition=Q(state=OfferState.ACCEPTED), name="idea_offer_accepted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.idea}"
