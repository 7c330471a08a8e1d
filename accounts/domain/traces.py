"""What a sign-in leaves behind: enough for its owner to recognise it, no more (《个人信息保护法》第六条)."""

import ipaddress

BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("DingTalk", "DingTalk"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def masked_ip(address: str) -> str:
    """Return the network of ``address``: ``203.0.*.*``, ``2001:db8:*``; an empty text for what is no address."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(ip, ipaddress.IPv6Address):
        return ":".join(f"{int(part, 16):x}" for part in ip.exploded.split(":")[:2]) + ":*"
    return ".".join(str(ip).split(".")[:2]) + ".*.*"


def device_of(user_agent: str) -> str:
    """Return browser and system by name, without versions: ``WeChat · Android``; an empty text when unknown."""
    found = (next((name for mark, name in table if mark in user_agent), "") for table in (BROWSERS, SYSTEMS))
    return " · ".join(filter(None, found))
