from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What a file is by its content. Nothing else is taken; a ``ZIP`` is made here and never comes from outside."""

    PDF = "pdf", "PDF"
    OFD = "ofd", "OFD"
    DOCX = "docx", _("Word (.docx)")
    XLSX = "xlsx", _("Excel (.xlsx)")
    JPG = "jpg", _("photo (.jpg)")
    PNG = "png", _("picture (.png)")
    ZIP = "zip", _("archive (.zip)")


class FileState(models.TextChoices):
    """Where a file stands between its arrival and its end. Only a ready one is delivered."""

    WAITING = "waiting", pgettext_lazy("file", "Being checked")
    READY = "ready", pgettext_lazy("file", "Ready")
    QUARANTINED = "quarantined", pgettext_lazy("file", "Held back as harmful")
    REMOVED = "removed", pgettext_lazy("file", "Removed")
