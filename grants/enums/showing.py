"""What is shown to the city: stories of projects, public events and broadcasts."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StoryState(models.TextChoices):
    """A project's own story: written by the organisation, published by the bureau after a look at the consents."""

    DRAFT = "draft", pgettext_lazy("story", "Draft")
    OFFERED = "offered", pgettext_lazy("story", "Waiting to be published")
    PUBLISHED = "published", pgettext_lazy("story", "Published")


class EventKind(models.TextChoices):
    EVENT = "event", _("Public event")
    BROADCAST = "broadcast", _("Broadcast")
    EXHIBITION = "exhibition", _("Exhibition")
