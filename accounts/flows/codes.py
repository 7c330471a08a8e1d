"""Sign-in codes: six digits on their way to a contact; ``venture.notify.codes`` keeps them, as hashes."""

from accounts.domain.contacts import Contact
from accounts.flows.telling import channel_of
from venture.notify import codes


def send_code(contact: Contact, *, key: str, language: str, network: str = "") -> None:
    """Make a code for the challenge ``key`` and send it to ``contact``.

    ``network`` is the address of the network that asks. Raise ``RuleRefusal("codes_too_many")`` when too many left
    lately, ``OSError`` when no channel took it.
    """
    codes.issue(key, channel=channel_of(contact), address=contact.value, language=language, network=network)


def code_is_right(key: str, code: str) -> bool:
    """Compare once; the right code is used up, and five wrong ones end the challenge."""
    return codes.check(key, code)
