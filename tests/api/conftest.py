"""A desk made up for the API, and a program connected to it."""

from __future__ import annotations

import pytest

from cti_desk.api.dispatcher import Dispatcher
from tests.support.api import Program
from tests.support.fake_desk import FakeDesk


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def program(desk: FakeDesk) -> Program:
    return Program(Dispatcher(desk))
