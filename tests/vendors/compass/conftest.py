"""A platform for each test that asks for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.compass_rest import Platform


@pytest.fixture
def platform(tmp_path: Path) -> Platform:
    """Not yet listening: use it as ``async with platform``."""
    found = Platform(tmp_path)
    found.path("GET", "/user", {"entityId": 100, "self": "/user/100"})
    return found
