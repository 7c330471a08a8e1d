"""The token of an invitation: computed when the message is sent, kept nowhere but as its SHA-256."""

import base64
import hashlib
import hmac

SECRET_BYTES = 32


def token_of(*, secret: bytes, nonce: str) -> str:
    """Return the token that belongs to ``nonce``: 43 URL-safe signs. A new nonce makes the old token worthless."""
    mac = hmac.new(secret, f"role invitation {nonce}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()


def digest_of(token: str) -> str:
    """Return what is kept of a token. It holds 256 bits that cannot be guessed: a plain SHA-256 cannot be searched."""
    return hashlib.sha256(token.encode()).hexdigest()
