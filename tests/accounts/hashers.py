"""A password hasher that counts how often it had to work: the time that an attacker can measure."""

from typing import Any

from django.contrib.auth.hashers import MD5PasswordHasher


class CountingHasher(MD5PasswordHasher):
    worked = 0

    def encode(self, password: str, salt: str) -> Any:
        type(self).worked += 1
        return super().encode(password, salt)
