"""A switch that does what a test says, and a clock moved by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cti_desk.core.capabilities import OFFERED, CapabilityTable
from cti_desk.core.commands import NAMES, Command
from cti_desk.core.events import Event
from cti_desk.core.model import LinkState, Snapshot
from cti_desk.core.ports import Contacts, Reporter
from cti_desk.core.reports import ACCEPTED, Accepted, CapabilitiesChanged, LinkChanged
from cti_desk.core.session import Session
from cti_desk.desk.observers import Observers
from cti_desk.desk.session_runner import SessionRunner

TABLE = CapabilityTable(vendor="fake", commands=dict.fromkeys(NAMES, OFFERED))


class HandClock:
    """`cti_desk.core.ports.Clock` for tests."""

    def __init__(self, time: float = 1000.0) -> None:
        self.time = time
        self.set_by = 0.0  # how far somebody has set the calendar's clock

    def now(self) -> float:
        return self.time + self.set_by

    def monotonic(self) -> float:
        return self.time


class FakeSwitch:
    """Comes up at once, notes what is asked, and answers with one outcome, or raises it."""

    def __init__(self, outcome: Accepted | Exception | None = None) -> None:
        self.outcome = outcome or ACCEPTED
        self.performed: list[Command] = []
        self.reads = 0
        self.retries = 0
        self.closed = False
        self.report: Reporter = lambda report: None

    def start(self, report: Reporter) -> None:
        self.report = report
        for given in (CapabilitiesChanged(TABLE), LinkChanged(LinkState.UP)):
            report(given)

    async def perform(
        self, command: Command, snapshot: Snapshot, agent_id: str | None = None
    ) -> Accepted:
        self.performed.append(command)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    async def read_back(self) -> None:
        self.reads += 1

    async def call_method(self, method: str, params: Mapping[str, Any]) -> Any:
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return {"method": method, **params}

    def retry_now(self) -> None:
        self.retries += 1

    async def close(self) -> None:
        self.closed = True


def running(
    outcome: Accepted | Exception | None = None,
    contacts: Contacts | None = None,
    remembered: Callable[[str], Mapping[str, Any] | None] = lambda root: None,
) -> tuple[SessionRunner, FakeSwitch, list[Event]]:
    """A runner with a switch that is up, and the list its events go to."""
    runner = SessionRunner(Session(), HandClock(), None, contacts, remembered)
    switch = FakeSwitch(outcome)
    events: list[Event] = []
    runner.observe(Observers(events=(lambda event, at: events.append(event),)))
    runner.attach(switch)
    return runner, switch, events
