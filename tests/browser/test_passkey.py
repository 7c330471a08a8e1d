"""A passkey in a real browser, with the browser's own virtual authenticator: made, used alone, used as second step."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from accounts.demo import PASSWORD
from tests.browser.city import served

pytestmark = pytest.mark.browser
PERSON = "org@yunxi.example"


@pytest.fixture
def city() -> Iterator[str]:
    """Serve a copy of its own: this person gets a second factor here."""
    with served() as base:
        yield base


@pytest.fixture
def page(city: str, chromium: Browser) -> Iterator[Page]:
    # Passkeys want a name, not a number, where there is no https: localhost instead of 127.0.0.1.
    made = chromium.new_context(base_url=city.replace("127.0.0.1", "localhost"), locale="zh-CN")
    page = made.new_page()
    page.faults = []  # type: ignore[attr-defined]
    page.on("console", lambda message: _note(page, message))
    page.on("pageerror", lambda error: page.faults.append(str(error)))  # type: ignore[attr-defined]
    authenticator = made.new_cdp_session(page)
    authenticator.send("WebAuthn.enable")
    authenticator.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    yield page
    made.close()


def _note(page: Any, message: Any) -> None:
    if message.type in {"error", "warning"}:
        page.faults.append(message.text)


def sign_in(page: Page) -> None:
    page.goto("/account/login/")
    page.fill("[name=login]", PERSON)
    page.fill("[name=password]", PASSWORD)
    page.click("main form.form button[type=submit]")
    page.wait_for_load_state()


def sign_out(page: Page) -> None:
    page.goto("/account/")
    page.click("main form[action$='/logout/'] button")
    page.wait_for_load_state()


def test_a_passkey_is_made_and_opens_the_account_alone(page: Page) -> None:
    sign_in(page)
    page.goto("/account/factors/passkeys/add/")
    page.fill("[name=name]", "办公室电脑")
    page.click("form[data-passkey=create] button[type=submit]")
    page.wait_for_url("**/account/factors/recovery/")
    page.goto("/account/factors/")
    assert "办公室电脑" in page.inner_text("main")

    sign_out(page)
    page.goto("/account/login/?next=/account/")
    page.click("form[data-passkey=login] button[type=submit]")
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto("/account/sign-ins/")
    assert "通行密钥" in page.inner_text("tbody tr:first-child") or "Passkey" in page.inner_text("tbody tr:first-child")

    # The password alone no longer opens it: the passkey is asked for as the second step.
    sign_out(page)
    sign_in(page)
    assert page.url.endswith("/account/login/second-factor/")
    page.click("form[data-passkey=get] button[type=submit]")
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto("/account/")
    assert page.url.endswith("/account/")
    assert page.faults == []  # type: ignore[attr-defined]
