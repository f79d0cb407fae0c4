"""A server on loopback for each test that asks for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.compass_rest import Platform


@pytest.fixture
def platform(tmp_path: Path) -> Platform:
    """Not yet listening: use it as ``async with platform``."""
    return Platform(tmp_path)
