"""The doors of the core are met by plain classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cti_desk.core.commands import Command, SetReady
from cti_desk.core.model import Snapshot
from cti_desk.core.ports import Clock, Contact, Reporter, Switch, SwitchSetup
from cti_desk.core.reports import ACCEPTED, Accepted


class StoppedClock:
    def now(self) -> float:
        return 7.0

    def monotonic(self) -> float:
        return 3.0


class NoMemory:
    def get(self, key: str, default: Any = None) -> Any:
        return default

    def set(self, key: str, value: Any) -> None:
        raise AssertionError("nothing to remember")


class ObligingSwitch:
    def __init__(self, setup: SwitchSetup) -> None:
        self.profile = setup.profile

    def start(self, report: Reporter) -> None: ...

    async def perform(
        self, command: Command, snapshot: Snapshot, agent_id: str | None = None
    ) -> Accepted:
        return ACCEPTED

    async def read_back(self) -> None: ...

    async def call_method(self, method: str, params: Mapping[str, Any]) -> Any: ...

    def retry_now(self) -> None: ...

    async def close(self) -> None: ...


async def test_a_switch_is_made_from_its_setup_alone() -> None:
    clock: Clock = StoppedClock()
    setup = SwitchSetup("office", {}, {"key": "k"}, clock, NoMemory())
    switch: Switch = ObligingSwitch(setup)
    assert isinstance(switch, ObligingSwitch)
    assert switch.profile == "office"
    assert await switch.perform(SetReady(), Snapshot()) is ACCEPTED
    assert setup.clock.now() == 7.0
    assert setup.memory.get("device", "SIP/1") == "SIP/1"


def test_a_setup_never_shows_its_secrets() -> None:
    setup = SwitchSetup("office", {}, {"password": "hunter2"}, StoppedClock(), NoMemory())
    assert "hunter2" not in f"{setup} {setup!r}"


def test_an_unknown_number_is_nobody_and_no_guess() -> None:
    assert Contact() == Contact(name=None, e164=None, display=None, guess=False)
