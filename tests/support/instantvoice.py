"""What tests of the InstantVoice switch share: a memory, a clock, events, a recorded desk."""

from __future__ import annotations

from typing import Any

from cti_desk.core.model import AgentState
from cti_desk.core.ports import SwitchSetup
from cti_desk.core.reports import AgentChanged, CallChanged, LinkChanged, Report, StateRead
from cti_desk.vendors.instantvoice.messages.events import Event
from tests.support.memory import DictMemory

KEY = "f054bbd2f5ebab9"
PASSWORD = "not-the-published-one"
AGENT = "default_1001"
DEVICE = "SIP/default_0001"


class HandClock:
    """Time that a test sets."""

    def __init__(self, at: float = 1_000_000.0) -> None:
        self.at = at

    def now(self) -> float:
        return self.at

    def monotonic(self) -> float:
        return self.at


def event(kind: str, uniqueid: str = "", agent: str = AGENT, **fields: str) -> Event:
    return Event(type=kind, uniqueid=uniqueid, agent=agent, **fields)


def setup_for(
    *hosts: str,
    memory: DictMemory | None = None,
    clock: HandClock | None = None,
    secrets: dict[str, str] | None = None,
    **settings: Any,
) -> SwitchSetup:
    """A profile on these broker addresses; ``settings`` come on top."""
    values: dict[str, Any] = {
        "hosts": list(hosts),
        "encryption": "none",
        "agent": AGENT,
        "devices": [DEVICE, "SIP/default_0002"],
        "device": DEVICE,
        "pause_reasons": {"1": "Break", "2": "Lunch"},
        **settings,
    }
    return SwitchSetup(
        "office",
        {key: value for key, value in values.items() if value is not None},
        secrets or {"password": PASSWORD, "key": KEY},
        clock or HandClock(),
        DictMemory() if memory is None else memory,
    )


class Reports(list[Report]):
    """All reports of a switch, in order."""

    def of(self, kind: type[Any]) -> list[Any]:
        return [report for report in self if isinstance(report, kind)]

    @property
    def link(self) -> LinkChanged | None:
        found = self.of(LinkChanged)
        return found[-1] if found else None

    @property
    def calls(self) -> list[str]:
        """The own call events, by name."""
        return [str(r.event) for r in self.of(CallChanged) if r.agent_id is None]

    @property
    def state(self) -> AgentState | None:
        """The own agent's state as told last."""
        for report in reversed(self):
            change = report.agent if isinstance(report, StateRead) else report
            own = isinstance(change, AgentChanged) and change.agent_id is None
            if own and isinstance(change.state, AgentState):
                return change.state
        return None
