from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class VentureConfig(AppConfig):
    """The roof: when every app is loaded, let each say its permissions, words, messages, own data, what it adds to a
    result, and jobs."""

    name = "venture"
    verbose_name = _("Venture")

    def ready(self) -> None:
        autodiscover_modules("permissions", "words", "events", "own_data", "components", "tasks")
