"""A broker for each test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cti_desk.vendors.instantvoice.simulator import InstantVoiceSimulator
from tests.support.fake_broker import FakeBroker
from tests.support.instantvoice_acd import Acd


@pytest.fixture
def broker() -> Iterator[FakeBroker]:
    with FakeBroker() as fake:
        yield fake


@pytest.fixture
def acd() -> Acd:
    return Acd()


@pytest.fixture
def sim(tmp_path: Path) -> Iterator[InstantVoiceSimulator]:
    with InstantVoiceSimulator(profile_dir=tmp_path) as made:
        made.exchange.policy.ring_s = 0.05
        for extension in made.exchange.world.extensions.values():
            if extension.answers_after is not None:
                extension.answers_after = 0.05
        yield made
