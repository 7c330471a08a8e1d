"""What was typed so far, section by section, valid or not, and who is typing."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models.projects import Project
from rounds.enums import Section


class SectionDraft(models.Model):
    """One section as it was typed (flat paths to strings, see ``projects.domain.form``).

    ``version`` counts the changes. ``keys`` are those of the last saves, one for each editor (an open page): a repeated
    save is one save. ``hands`` tells by place who changed it last and when, as ``[person, ISO instant]``. ``done``,
    ``total``, ``mistakes`` and ``gaps`` are what the reader said at the last save, for the overview.
    """

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="sections", verbose_name=_("application")
    )
    section = models.CharField(_("part of the form"), max_length=16, choices=Section)
    typed = models.JSONField(_("typed"), default=dict)
    version = models.PositiveIntegerField(_("version"), default=0)
    keys = models.JSONField(_("keys of the last saves"), default=list, blank=True)
    hands = models.JSONField(_("who changed what"), default=dict, blank=True)
    done = models.PositiveSmallIntegerField(_("answers given"), default=0)
    total = models.PositiveSmallIntegerField(_("answers asked for"), default=0)
    mistakes = models.PositiveSmallIntegerField(_("mistakes"), default=0)
    gaps = models.PositiveSmallIntegerField(_("gaps"), default=0)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("saved by")
    )
    saved_at = models.DateTimeField(_("saved at"), null=True)

    class Meta:
        verbose_name = _("section of a draft")
        verbose_name_plural = _("sections of drafts")
        ordering = ["project", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "section"], name="section_once_per_project"),
            models.CheckConstraint(condition=Q(section__in=Section.values), name="section_draft_known"),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.get_section_display()}"


class SetAside(models.Model):
    """A value that could not be saved because somebody else had changed the same place first. Its author is shown it
    beside the kept one until it is settled; it is never dropped silently.

    ``editor`` is the open page in which it was typed: two windows of one person are two editors. While that page goes
    on typing in the place, the text follows it.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="aside", verbose_name=_("application"))
    section = models.CharField(_("part of the form"), max_length=16, choices=Section)
    path = models.CharField(_("place"), max_length=80)
    text = models.TextField(_("text"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("author")
    )
    editor = models.CharField(_("window"), max_length=40, blank=True)
    at = models.DateTimeField(_("typed at"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled = models.CharField(_("how it was settled"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("text put aside")
        verbose_name_plural = _("texts put aside")
        ordering = ["project", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "section", "path", "author", "editor"],
                condition=Q(settled_at__isnull=True),
                name="aside_once_per_editor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.path}"


class Presence(models.Model):
    """Who has which section open. Seen anew with each sign of life; older than a minute: gone."""

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="present", verbose_name=_("application")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("person")
    )
    section = models.CharField(_("part of the form"), max_length=16, choices=Section)
    seen_at = models.DateTimeField(_("seen at"))

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        ordering = ["project", "user"]
        constraints = [models.UniqueConstraint(fields=["project", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_section_display()}"
