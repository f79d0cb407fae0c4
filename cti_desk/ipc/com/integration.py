"""``Instantvoice.Integration``: the ten methods of IVClient's COM object (docs/contracts.md §4).

Names, arguments and results are the manual's. Nothing here takes longer than 5 s, and nothing
raises but `ComError`, for a call that no CRM that works makes.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any, Final, Literal

from cti_desk.api.client import Client
from cti_desk.core.errors import CtiError, DeskNotRunning, NoLink, OutcomeUnknown
from cti_desk.ipc.com.arguments import texts
from cti_desk.ipc.com.deadline import Deadline
from cti_desk.ipc.com.desk_line import Connect, DeskLine
from cti_desk.ipc.com.repeats import UnknownCalls
from cti_desk.ipc.com.starter import Starter

ANSWER_S: Final = 4.5
"""How long a method waits for the desk; the rest of the 5 s is for the way there and back."""

# Return codes of the manual.
SUCCESS: Final = 0
DUPLICATE: Final = 4
INTERNAL_ERROR: Final = 9999
OFFLINE: Final = -1

NO_EVENTS: Final = "[]"

Followed = Literal["no", "asked", "yes"]

_AGENT: Final = ("accountcode", "username")

_log = logging.getLogger(__name__)


class Integration:
    """One object of one program, with a connection and an event queue of its own."""

    METHODS: Final = (
        "StartTray",
        "AgentLogin",
        "AgentLogoff",
        "AgentPause",
        "AgentUnpause",
        "BlindTransfer",
        "NewCall",
        "Hangup",
        "PollEvents",
        "StopTray",
    )

    def __init__(self, connect: Connect, starter: Starter, calls: UnknownCalls) -> None:
        self._line = DeskLine(connect, starter, self._greet)
        self._calls = calls
        self._stopped = False
        self._agents: dict[tuple[str, str], Followed] = {}  # those logged in through this object
        self._late: list[Any] = []  # events whose poll had been given up

    def close(self) -> None:
        """The program has let go of the object."""
        self._line.close()

    def StartTray(self, *given: Any) -> int:
        """Start the desk or show its strip, and begin this object's event queue."""
        arguments = texts("StartTray", given, ())
        self._stopped = False
        return self._ask("StartTray", arguments)

    def AgentLogin(self, *given: Any) -> int:
        """Log an agent in at a telephone, and receive their events."""
        arguments = texts("AgentLogin", given, (*_AGENT, "interface"))
        agent = (arguments[0], arguments[1])

        def then(code: int) -> None:
            if code == SUCCESS:
                self._agents[agent] = "yes"

        self._stopped = False
        return self._ask("AgentLogin", arguments, then)

    def AgentLogoff(self, *given: Any) -> int:
        """Log an agent out."""
        arguments = texts("AgentLogoff", given, _AGENT)
        agent = (arguments[0], arguments[1])

        def then(code: int) -> None:
            if code == SUCCESS:
                self._agents.pop(agent, None)

        return self._ask("AgentLogoff", arguments, then)

    def AgentPause(self, *given: Any) -> int:
        """Pause an agent; the reason is the pause's number."""
        return self._ask("AgentPause", texts("AgentPause", given, (*_AGENT, "reason")))

    def AgentUnpause(self, *given: Any) -> int:
        """End an agent's pause."""
        return self._ask("AgentUnpause", texts("AgentUnpause", given, _AGENT))

    def BlindTransfer(self, *given: Any) -> int:
        """Transfer all calls that the agent has taken."""
        return self._ask("BlindTransfer", texts("BlindTransfer", given, (*_AGENT, "dest_ext")))

    def NewCall(self, *given: Any) -> int:
        """Call a number for an agent. The repeat of a call that may be ringing is answered 4."""
        arguments = texts("NewCall", given, (*_AGENT, "dest_ext", "External_id"))
        accountcode, username, number, _own_id = arguments
        agent = _full_name(accountcode, username)
        try:
            with self._line.turn(ANSWER_S) as deadline:
                client = self._line.client(deadline)
                if self._calls.may_ring(agent, number, self._line.epoch):
                    return DUPLICATE
                self._calls.asked(agent, number, self._line.epoch)
                code = _call(client, "NewCall", arguments, deadline)
        except CtiError as error:
            return _code("NewCall", error)
        self._call_answered(arguments, code)
        return code

    def Hangup(self, *given: Any) -> int:
        """End the call with the uniqueid of its NEWCALL event."""
        return self._ask("Hangup", texts("Hangup", given, ("accountcode", "uniqueid")))

    def PollEvents(self, *given: Any) -> str:
        """A text: a JSON array of all events since the call before, ``[]`` when there were none."""
        texts("PollEvents", given, ())
        if self._stopped:
            return NO_EVENTS
        try:
            with self._line.turn(ANSWER_S) as deadline:
                return self._poll(deadline)
        except CtiError as error:
            _log.info("PollEvents: %s", error)
            return NO_EVENTS

    def StopTray(self, *given: Any) -> int:
        """End this object's event queue. The desk stays, and so does everybody else's."""
        arguments = texts("StopTray", given, ())
        self._stopped = True
        if not self._line.connected:
            return SUCCESS
        return self._ask("StopTray", arguments, lambda _code: self._late.clear())

    # -- the desk

    def _ask(
        self, method: str, arguments: list[str], then: Callable[[int], None] | None = None
    ) -> int:
        try:
            with self._line.turn(ANSWER_S) as deadline:
                code = _call(self._line.client(deadline), method, arguments, deadline)
                if then is not None:
                    then(code)
                return code
        except CtiError as error:
            return _code(method, error)

    def _poll(self, deadline: Deadline) -> str:
        events = NO_EVENTS
        try:
            # A desk that its agent has quit is not brought back by a CRM that asks for events.
            client = self._line.client(deadline, start=not self._line.reached)
            self._follow(client)
            events = str(client.request("ivclient.PollEvents", [], within_s=deadline.left))
        except CtiError:
            if not self._late:
                raise
        if not self._late:
            return events
        late, self._late = self._late, []
        return json.dumps([*late, *json.loads(events)])

    def _greet(self, client: Client) -> None:
        """Say everything anew on a new connection, because the desk may have been restarted.

        A desk that was restarted knows nobody but its profile's agent.
        """
        client.on_late = self._answered_late
        if self._stopped:
            client.post("ivclient.StopTray", [])
        self._agents = dict.fromkeys(self._agents, "no")
        self._follow(client)

    def _follow(self, client: Client) -> None:
        for agent, followed in self._agents.items():
            if followed == "no":
                client.post("ivclient.FollowAgent", list(agent))
                self._agents[agent] = "asked"

    def _call_answered(self, arguments: list[str], code: int) -> None:
        accountcode, username, number, _own_id = arguments
        agent = _full_name(accountcode, username)
        if code == OFFLINE:
            self._calls.unsure(agent, number)
        else:
            self._calls.answered(agent, number)

    def _answered_late(self, method: str, params: Any, result: Any) -> None:
        if method == "ivclient.NewCall" and result != OFFLINE:
            self._call_answered(params, result)
        elif method == "ivclient.PollEvents":
            self._late += json.loads(result)
        elif method == "ivclient.FollowAgent" and tuple(params) in self._agents:
            accountcode, username = params
            self._agents[accountcode, username] = "yes" if result == SUCCESS else "no"


def _full_name(accountcode: str, username: str) -> str:
    """The agent's, as the desk makes it."""
    return username if "_" in username else f"{accountcode}_{username}"


def _call(client: Client, method: str, arguments: list[str], deadline: Deadline) -> int:
    return int(client.request(f"ivclient.{method}", arguments, within_s=deadline.left))


def _code(method: str, error: CtiError) -> int:
    _log.info("%s: %s", method, error)
    offline = isinstance(error, DeskNotRunning | NoLink | OutcomeUnknown)
    return OFFLINE if offline else INTERNAL_ERROR
