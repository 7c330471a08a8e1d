"""Every address that the URL resolver knows, by name. The matrix is held against it, so none can be forgotten."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.matrix.doors import DoorLine


@dataclass(frozen=True)
class Route:
    """One address: its full name (``portal:home``), its pattern and the callable behind it."""

    name: str
    pattern: str
    callback: Callable[..., Any]

    @property
    def view(self) -> Any:
        return getattr(self.callback, "view_class", getattr(self.callback, "cls", self.callback))


def all_routes() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, prefix="", namespace=""))


def _walk(patterns: list[Any], *, prefix: str, namespace: str) -> Iterator[Route]:
    for entry in patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inside = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, prefix=here, namespace=inside)
        elif isinstance(entry, URLPattern):
            yield Route(namespace + (entry.name or here), here, entry.callback)


def path_of(name: str, door: DoorLine, keys: Mapping[str, Any]) -> str:
    """Return the address of a line with these keys. Two of Django's addresses carry no name of their own."""
    if name.endswith("(?P<url>.*)$"):
        return reverse("admin:index") + str(keys["url"])
    if "<path:object_id>" in name:
        return "/" + name.removeprefix("admin:").replace("<path:object_id>", str(keys["object_id"]))
    return reverse(name, kwargs=dict(keys)) + door.query
