"""What we ask people to agree to, each apart from the others, and under which text.

Source: 《个人信息保护法》第十四、十六、二十九条.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """The version in force. A changed text gets a new version, and people are asked again."""

    version: str
    required: bool


TEXTS = {
    "account": Text("2026-12", required=True),
    "sensitive": Text("2026-12", required=False),
    "reminders": Text("2026-12", required=False),
    "publication": Text("2026-12", required=False),
}


def is_current(purpose: str, version: str) -> bool:
    return TEXTS[purpose].version == version
