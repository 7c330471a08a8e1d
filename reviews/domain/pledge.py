"""Which text of the pledge of confidentiality and integrity is in force. A changed text gets a new version."""

from typing import Final

VERSION: Final = "2026-11"
# How many organisations one declaration may name; more than anybody is tied to, and no way to ask for the whole city.
MOST_TIES: Final = 40
