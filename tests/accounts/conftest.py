"""Sign-in tests read codes where the demonstration shows them: in the tray, by SMS and by mail alike."""

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def _mail_to_the_tray(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "venture.notify.channels.TrayMail"
