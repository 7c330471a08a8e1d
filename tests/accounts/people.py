"""People who sign in by the real doors, and what reaches their telephones."""

import re

from django.test import Client

from accounts.models import User
from tests.accounts.factories import make_user
from venture.notify.models import TrayItem

PASSWORD = "a long sentence 9"
MOBILE = "+8613800138000"


def known(*roles: str, email: str = "min@city.example", mobile: str | None = MOBILE) -> User:
    """Make a person with a password, a number and an address."""
    user = make_user(*roles, email=email, mobile=mobile, name="周敏")  # type: ignore[arg-type]
    user.set_password(PASSWORD)
    user.save()
    return user


def newest_code() -> str:
    """Return the six digits of the newest code that left, by SMS or by mail; empty when none did."""
    newest = TrayItem.objects.order_by("-pk").first()
    return re.findall(r"\d{6}", newest.body)[0] if newest else ""


def sign_in(client: Client, name: str = "min@city.example", password: str = PASSWORD, **more: str) -> str:
    """Sign in by password and return where the answer leads; an empty text for a refusal."""
    answer = client.post("/account/login/", {"login": name, "password": password, **more})
    return answer.headers.get("Location", "")


def inside(client: Client) -> str | None:
    """Return the key of whoever is signed in."""
    found: str | None = client.session.get("_auth_user_id")
    return found
