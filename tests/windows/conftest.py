"""What the tests of the Windows build stand on. They need Wine: ``make test-windows`` runs them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.desk_process import Office, Simulator, own_directories
from tests.support.desktop_rig import Desktop
from tests.support.rabbitmq import RabbitMQ
from tests.support.windows import WindowsDesk, Wine, without_python


class Exchange(NamedTuple):
    """The Linux side: RabbitMQ, a simulator on it, and the profile that connects a desk to both."""

    simulator: Simulator
    profile: Path


@pytest.fixture(scope="session")
def build() -> Path:
    """The folder with ``cti-desk.exe``, ``cti-deskw.exe`` and ``cti-desk-com.exe``."""
    assert "CTI_WINDOWS_BUILD" in os.environ, "Start these tests by make test-windows: it builds."
    return Path(os.environ["CTI_WINDOWS_BUILD"])


@pytest.fixture
def wine(tmp_path: Path, desktop: Desktop) -> Iterator[Wine]:
    """A Windows of this test's own, on a virtual screen."""
    directory = tmp_path / "windows"
    directory.mkdir()
    started = Wine(directory, without_python(desktop.env))
    try:
        yield started
    finally:
        started.close()


@pytest.fixture
def exchange(tmp_path: Path, rabbitmq: RabbitMQ) -> Iterator[Exchange]:
    """A simulator on the run's RabbitMQ."""
    linux = Office(tmp_path, own_directories(dict(os.environ), tmp_path / "linux"))
    try:
        simulator = linux.simulator(broker=rabbitmq)
        yield Exchange(simulator, simulator.profile)
    finally:
        linux.close()


@pytest.fixture
def desk(wine: Wine, build: Path, exchange: Exchange) -> WindowsDesk:
    """The user's usual desk, started, its link up; the profile is in their settings."""
    wine.write_settings(exchange.profile.read_text())
    started = WindowsDesk(wine, build)
    started.start()
    started.link_up()
    return started
