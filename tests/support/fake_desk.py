"""A desk for tests of the API: what it knows is set, what is asked of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from cti_desk.api.desk import CheckDone, CheckItem, Done, JournalDone, VendorDone
from cti_desk.core import commands
from cti_desk.core.capabilities import OFFERED, CapabilityTable
from cti_desk.core.commands import Command
from cti_desk.core.dialing import DialRules
from cti_desk.core.errors import CtiError, NotOffered
from cti_desk.core.explanation import Explanation, explain
from cti_desk.core.model import (
    Agent,
    AgentState,
    Call,
    ConnectionState,
    Direction,
    Link,
    LinkState,
    Queue,
    QueueAgents,
    QueueMember,
    QueueRef,
    Reason,
    Remote,
    Snapshot,
    Waiting,
)
from cti_desk.core.ports import Contact
from cti_desk.core.reports import ACCEPTED, Accepted

NOW = 1_795_298_371.25


def call(number: int = 1, **more: Any) -> Call:
    """A connected inbound call."""
    values: dict[str, Any] = {
        "id": f"1282781304.2.{number}",
        "direction": Direction.INBOUND,
        "local_state": ConnectionState.CONNECTED,
        "remote_state": ConnectionState.CONNECTED,
        "remote": Remote("2198765456", "+552198765456", "+55 21 9876-5456", "Maria Souza"),
        "queue": QueueRef("7012", "Support"),
        "since": NOW - 80,
        "answered_at": NOW - 71,
        "raw": {"type": "CONNECT"},
    }
    return Call(**(values | more))


def snapshot(calls: int = 1) -> Snapshot:
    """An agent in this many calls, with one queue."""
    return Snapshot(
        link=Link(LinkState.UP, since=NOW - 1000),
        agent=Agent(
            id="default_1001",
            device="SIP/default_0001",
            state=AgentState.BUSY,
            underlying=AgentState.READY,
            derived=True,
            since=NOW - 71,
        ),
        calls=tuple(call(number + 1) for number in range(calls)),
        queues=(
            Queue(
                "7012",
                "Support",
                member=True,
                state=AgentState.READY,
                waiting=(Waiting("1155551234", NOW - 20, name="Ana Lima", id="1282781304.7"),),
                agents=QueueAgents(3, 1, 2),
                members=(
                    QueueMember("default_1001", "Paula", AgentState.BUSY, since=NOW - 71),
                    QueueMember(
                        "default_1002",
                        state=AgentState.NOT_READY,
                        reason=Reason("2", "Lunch"),
                        since=NOW - 300,
                        paused=True,
                    ),
                ),
            ),
        ),
    )


@dataclass
class Asked:
    """One submitted command."""

    command: Command
    done: Done
    wait_s: float | None
    agent_id: str | None
    direct: bool


@dataclass
class FakeDesk:
    """A `DeskPort`. ``outcome`` answers at once; None leaves the question open in ``asked``."""

    current: Snapshot = field(default_factory=snapshot)
    capabilities: CapabilityTable = field(
        default_factory=lambda: CapabilityTable(
            vendor="instantvoice",
            commands=dict.fromkeys(commands.NAMES, OFFERED),
            unknowable=("calls.called",),
            pause_reason="required",
            reasons=(Reason("1", "Break"), Reason("2", "Lunch")),
            devices=("SIP/default_0001",),
        )
    )
    outcome: Accepted | CtiError | None = ACCEPTED
    time: float = NOW
    asked: list[Asked] = field(default_factory=list)
    vendor_calls: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    vendor_result: Any = None
    timers: list[tuple[float, Callable[[], None]]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    raised: int = 0
    watched: list[bool] = field(default_factory=list)
    glances: int = 0
    profile_name: str = "office"
    settings_path: str = "/home/agent/settings.toml"
    shown_on: tuple[str, ...] = ()
    wrong_files: list[CheckItem] = field(default_factory=list)
    trouble: tuple[tuple[str, str], ...] = ()

    def snapshot(self) -> Snapshot:
        return self.current

    def table(self) -> CapabilityTable:
        return self.capabilities

    def profile(self) -> str:
        return self.profile_name

    def vendor(self) -> str:
        return "instantvoice"

    def now(self) -> float:
        return self.time

    def later(self, seconds: float, action: Callable[[], None]) -> Callable[[], None]:
        timer = (self.time + seconds, action)
        self.timers.append(timer)
        return lambda: self.timers.remove(timer) if timer in self.timers else None

    def advance(self, seconds: float) -> None:
        """Let time pass and run what is due."""
        self.time += seconds
        for timer in [timer for timer in self.timers if timer[0] <= self.time]:
            self.timers.remove(timer)
            timer[1]()

    def submit(
        self,
        command: Command,
        done: Done,
        *,
        wait_s: float | None = None,
        agent_id: str | None = None,
        direct: bool = False,
    ) -> None:
        self.asked.append(Asked(command, done, wait_s, agent_id, direct))
        if isinstance(self.outcome, CtiError):
            done(self.outcome)
        elif self.outcome is not None:
            # As the session does it: who waits is answered when the effect was seen.
            seen = wait_s is not None
            done(replace(self.outcome, confirmed=True) if seen else self.outcome)

    def call_vendor(self, method: str, params: Mapping[str, Any], done: VendorDone) -> None:
        self.vendor_calls.append((method, params))
        if method == "NoSuchMethod":
            done(None, NotOffered("InstantVoice documents no method NoSuchMethod."))
        else:
            done(self.vendor_result, None)

    def troubles(self) -> tuple[tuple[str, str], ...]:
        return self.trouble

    def journal(self, limit: int, before: float | None, done: JournalDone) -> None:
        done(self.rows[:limit], None)

    def look_up(self, number: str) -> Contact:
        return Contact("Maria Souza", "+552198765456", "+55 21 9876-5456")

    def explain(self, text: str, caller: bool, outside_line: str | None) -> Explanation:
        line = "00" if outside_line is None else outside_line
        rules = DialRules("55", outside_line=line, country="BR")
        return explain(text, rules, self.look_up, caller)

    def dialled(self, number: str) -> str:
        return "".join(sign for sign in number if sign in "0123456789*#+")

    def watch_queues(self, looks: bool) -> None:
        self.watched.append(looks)

    def glance_at_queues(self, done: Callable[[], None] | None = None) -> None:
        self.glances += 1
        if done is not None:
            done()

    def settings_file(self) -> str:
        return self.settings_path

    def displays(self) -> tuple[str, ...]:
        return self.shown_on

    def raise_strip(self) -> None:
        self.raised += 1

    def check(self, done: CheckDone) -> None:
        done([CheckItem("link", "ok", "The telephone system answers.")], None)

    def file_items(self) -> list[CheckItem]:
        return list(self.wrong_files)
