"""A broker for each test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.fake_broker import FakeBroker
from tests.support.instantvoice_acd import Acd


@pytest.fixture
def broker() -> Iterator[FakeBroker]:
    with FakeBroker() as fake:
        yield fake


@pytest.fixture
def acd() -> Acd:
    return Acd()
