"""Purposes that only tests have, and a storage that is gone with the test."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Q

from venture.files import registry
from venture.files.enums import Kind
from venture.files.registry import Purpose, declare_purpose


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> Path:
    """Keep files in a folder of this test."""
    folder = tmp_path / "kept"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder, "base_url": None},
        },
    }
    return folder


@pytest.fixture
def readers() -> set[int]:
    """The people who may see the row that files of the purpose belong to."""
    return set()


@pytest.fixture(autouse=True)
def anything(readers: set[int]) -> Iterator[Purpose]:
    """A purpose for every kind of file; its readers are those of ``readers``."""
    before = dict(registry._purposes)
    yield declare_purpose(
        "test.anything", label="任何文件", max_mb=2, sensitive=True,
        rule=lambda user: ~Q(pk__in=[]) if user.pk in readers else Q(pk__in=[]),
    )  # fmt: skip
    registry._purposes.clear()
    registry._purposes.update(before)


@pytest.fixture
def only_papers() -> Purpose:
    return declare_purpose("test.papers", label="章程", kinds={Kind.PDF}, rule=lambda user: Q(pk__in=[]))


@pytest.fixture
def for_all() -> Purpose:
    return declare_purpose("test.for_all", label="公告附件", rule=lambda user: ~Q(pk__in=[]), public=True)
