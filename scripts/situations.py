"""Situations of an agent's day as the desktop sees them, for pictures and tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from cti_desk.core import commands
from cti_desk.core.capabilities import OFFERED, CapabilityTable, not_offered
from cti_desk.core.commands import Command
from cti_desk.core.model import (
    Agent,
    AgentState,
    Call,
    ConnectionState,
    Direction,
    Link,
    LinkState,
    QueueRef,
    Reason,
    Remote,
)
from cti_desk.desktop.settings.port import FormPort
from scripts.form_situations import SettingsForm

NOW = 1_795_298_400.0
LUNCH = Reason("2", "Lunch")
TABLE = CapabilityTable(
    vendor="InstantVoice",
    commands={
        **dict.fromkeys(commands.NAMES, OFFERED),
        "AnswerCall": not_offered("Answer on your telephone."),
        "HoldCall": not_offered("Use the hold key of your telephone."),
        "RetrieveCall": not_offered("Use the hold key of your telephone."),
        "ConsultationCall": not_offered("Use your telephone."),
        "GenerateDigits": not_offered("Use the keys of your telephone."),
        "PickupCall": not_offered("Not here."),
    },
    pause_reason="optional",
    reasons=(Reason("1", "Break"), LUNCH, Reason("3", "Training")),
    devices=("SIP/default_0001", "SIP/default_0002"),
    transfers_all=True,
)
UP = Link(LinkState.UP, since=NOW - 5000)
READY = Agent(
    id="default_1001",
    device="SIP/default_0001",
    state=AgentState.READY,
    underlying=AgentState.READY,
    since=NOW - 754,
)
BUSY = replace(READY, state=AgentState.BUSY, derived=True, since=NOW - 137)
MARIA = Call(
    id="1282781304.2.5",
    direction=Direction.INBOUND,
    local_state=ConnectionState.CONNECTED,
    remote_state=ConnectionState.CONNECTED,
    remote=Remote(
        number="21987654321",
        e164="+5521987654321",
        display="+55 21 98765-4321",
        name="Maria Souza",
    ),
    queue=QueueRef("7012", "Support"),
    since=NOW - 160,
    answered_at=NOW - 137,
)
SALES = Call(
    id="1282781399.1.2",
    direction=Direction.INBOUND,
    local_state=ConnectionState.ALERTING,
    remote_state=ConnectionState.CONNECTED,
    remote=Remote(number="1140028922", e164="+551140028922", display="+55 11 4002-8922"),
    queue=QueueRef("7013", "Sales"),
    waited_s=41,
    since=NOW - 3,
)
RINGING = replace(
    MARIA,
    local_state=ConnectionState.ALERTING,
    answered_at=None,
    waited_s=72,
    called="0800 555 1234",
)


class Actions:
    """`DeskActions` with nobody behind them: what was asked is kept in ``done``."""

    def __init__(self) -> None:
        self.done: list[tuple[Any, ...]] = []
        self.looks: list[bool] = []
        self.crm = True
        self.form = SettingsForm()
        self.last: Mapping[str, Any] | None = {
            "ended": NOW - 86400,
            "duration_s": 240,
            "queue_name": "Support",
            "note": "invoice 881, call back Monday",
        }

    def submit(self, command: Command) -> None:
        self.done.append((command,))

    def dial(self, text: str) -> None:
        self.done.append(("dial", text))

    def transfer(self, call_id: str, text: str, all: bool = False) -> None:
        self.done.append(("transfer", call_id, text, all))

    def consult(self, call_id: str, text: str) -> None:
        self.done.append(("consult", call_id, text))

    def preview_dial(self, text: str) -> str:
        digits = "".join(one for one in text if one.isdigit())
        return f"0 {digits}" if digits else ""

    def dial_problem(self, text: str) -> str:
        return "" if self.preview_dial(text) else "It cannot be dialled."

    def suggest(self, text: str) -> list[tuple[str, str]]:
        people = [("Maria Souza", "+55 21 98765-4321"), ("Mario Reis", "+55 11 4002-8922")]
        return [person for person in people if text.lower() in person[0].lower()]

    def last_with(self, number: str, but_not: str | None = None) -> Mapping[str, Any] | None:
        return self.last

    def open_crm(self, call_id: str) -> None:
        self.done.append(("crm", call_id))

    def crm_available(self) -> bool:
        return self.crm

    def open_log(self) -> None:
        self.done.append(("log",))

    def settings_form(self) -> FormPort:
        return self.form

    def look_at_queues(self, looks: bool) -> None:
        self.looks.append(looks)

    def quit(self, choice: str) -> None:
        self.done.append(("quit", choice))


class Forgetful:
    """A `Memory` that lasts as long as the process."""

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}

    def get(self, key: str, default: Any = None) -> Any:
        return self._values.get(key, default)

    def set(self, key: str, value: Any) -> None:
        self._values[key] = value
