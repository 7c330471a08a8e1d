"""Sign-in tests read codes where the demonstration shows them: in the tray, by SMS and by mail alike."""

import pytest


@pytest.fixture(autouse=True)
def _mail_to_the_tray(request: pytest.FixtureRequest) -> None:
    if "mailoutbox" not in request.fixturenames:
        request.getfixturevalue("settings").EMAIL_BACKEND = "venture.notify.channels.TrayMail"
