"""Addresses as staff and logs see them: enough to recognise one's own, too little to use."""


def masked(address: str) -> str:
    """Return ``138****8000`` for a mobile number and ``z***n@city.example`` for an e-mail address.

    What is masked already stays as it is.
    """
    if "***" in address:
        return address
    if "@" in address:
        name, _at, host = address.partition("@")
        return f"{name[:1]}***{name[-1] if len(name) > 1 else ''}@{host}"
    digits = address.removeprefix("+86")
    return f"{digits[:3]}****{digits[-4:]}"
