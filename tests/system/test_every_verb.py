"""`cti-desk simulate` and the desk on its profile, driven by every verb, on both brokers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.support import verbs
from tests.support.desk_process import Desk, Office, Simulator, own_directories
from tests.support.rabbitmq import RabbitMQ


class Stage(NamedTuple):
    desk: Desk
    simulator: Simulator


@pytest.fixture(scope="module", params=["embedded broker", "RabbitMQ"])
def stage(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """One simulator and one desk for the whole module: a day has an order."""
    directory = tmp_path_factory.mktemp("verbs")
    office = Office(directory, own_directories(dict(os.environ), directory))
    try:
        broker: RabbitMQ | None = None
        if request.param == "RabbitMQ":
            broker = request.getfixturevalue("rabbitmq")
        simulator = office.simulator(broker=broker)
        desk = office.desk(simulator.profile)
        desk.link_up()
        yield Stage(desk, simulator)
    finally:
        office.close()


def test_looking(stage: Stage) -> None:
    verbs.looking(stage.desk)


def test_states(stage: Stage) -> None:
    verbs.states(*stage)


def test_incoming_calls(stage: Stage) -> None:
    verbs.calls_in(*stage)


def test_outgoing_calls(stage: Stage) -> None:
    verbs.calls_out(*stage)


def test_two_calls(stage: Stage) -> None:
    verbs.two_calls(*stage)


def test_pausing_in_a_call(stage: Stage) -> None:
    verbs.pausing_in_a_call(*stage)


def test_exit_codes(stage: Stage) -> None:
    verbs.exit_codes(*stage)


def test_leaving(stage: Stage) -> None:
    verbs.leaving(*stage)


def test_without_the_telephone_system(stage: Stage) -> None:
    verbs.dark(*stage)
