"""Reading the state back: AgentInfo, AgentLineList, AgentQueueList, QueueInfo.

The key may not have the right to read (an IVClient site's key knows the seven acting methods
only): code -2 makes a reading not offered, once, until the next link. What cannot be read is
``None``: keep what is known.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

from msgspec.structs import replace

from cti_desk.core.errors import (
    NoLink,
    NotOffered,
    OutcomeUnknown,
    RefusedByVendor,
    UsageError,
)
from cti_desk.declarations.methods import Method
from cti_desk.vendors.instantvoice.messages import records
from cti_desk.vendors.instantvoice.messages.bodies import Reply
from cti_desk.vendors.instantvoice.messages.codes import INTERNAL_ERROR, PERMISSION_DENIED, SUCCESS
from cti_desk.vendors.instantvoice.messages.records import AgentInfo, Line, QueueInfo
from cti_desk.vendors.instantvoice.messages.values import AgentName
from cti_desk.vendors.instantvoice.methods import METHODS

_log = logging.getLogger(__name__)

READINGS: Final = frozenset({"AgentInfo", "AgentLineList", "AgentQueueList"})
"""What tells of an agent; a key without the right to any of them may be a wrong one."""

_PROBE: Final = "Hangup"
_NO_CALL: Final = "0"

T = TypeVar("T")

Request = Callable[[Method, dict[str, Any]], Awaitable[Reply]]


class Reader:
    """Reads through ``request`` for one link.

    ``denied`` are the methods that the key may not call or the server does not have,
    ``unanswered`` those that the last time had no answer, and why. ``stops_at_silence``: nothing
    more is asked after that, where each question would wait for its answer in vain.
    """

    def __init__(self, request: Request, now: Callable[[], float] = time.time) -> None:
        self._request = request
        self._now = now
        self.denied: set[str] = set()
        self.codes: dict[str, int] = {}
        self.unanswered: dict[str, str] = {}
        self.key_refused = False
        self.stops_at_silence = False

    async def agent(self, name: AgentName) -> AgentInfo | None:
        return await self._read("AgentInfo", _of(name), records.agent_info)

    async def lines(self, name: AgentName) -> tuple[Line, ...] | None:
        return await self._read("AgentLineList", _of(name), records.lines)

    async def queues(self, name: AgentName) -> tuple[QueueInfo, ...] | None:
        """The agent's queues with their settings; one that cannot be read has its number only."""
        numbers = await self.queue_numbers(name)
        if numbers is None:
            return None
        return tuple([await self.queue(name, one) or QueueInfo(one) for one in numbers])

    async def queue_numbers(self, name: AgentName) -> tuple[str, ...] | None:
        """The numbers of the agent's queues; leading zeros may be lost."""
        listed = await self._read("AgentQueueList", _of(name), records.queue_memberships)
        return None if listed is None else tuple(one.name for one in listed)

    async def queue(self, name: AgentName, number: str) -> QueueInfo | None:
        """One queue's settings and figures, which are at least as new as the question."""
        asked_at = self._now()
        info = await self._read(
            "QueueInfo",
            {"accountcode": name.accountcode, "name": number},
            lambda data: records.queue_info(data, number, name.accountcode),
        )
        return None if info is None else replace(info, read_at=asked_at)

    async def members(self, name: AgentName, number: str) -> tuple[str, ...] | None:
        """The numbers of the agents who belong to a queue."""
        arguments = {"accountcode": name.accountcode, "name": number}
        return await self._read("AgentQueueMembers", arguments, records.queue_members)

    async def member(self, name: AgentName) -> AgentInfo | None:
        """Another agent. What is said of the desk's own (``codes``, ``unanswered``) is not touched:
        that an agent of a queue is not known says nothing about this one.
        """
        return await self._read("AgentInfo", _of(name), records.agent_info, note=False)

    async def try_key(self, name: AgentName) -> None:
        """Find out whether a key that may read nothing may do anything; `key_refused` says it.

        A key of an IVClient site has the acting rights only, a wrong one has none. What is asked is
        to hang up a call that there cannot be: that does nothing, whatever the answer.
        """
        if not self.denied >= READINGS or _PROBE in self.codes:
            self.key_refused = self.key_refused and self.denied >= READINGS
            return
        await self._read(
            _PROBE, {"accountcode": name.accountcode, "uniqueid": _NO_CALL}, lambda data: None
        )
        self.key_refused = self.codes.get(_PROBE) == PERMISSION_DENIED
        self.denied.discard(_PROBE)

    async def _read(
        self,
        method: str,
        arguments: dict[str, Any],
        make: Callable[[Any], T | None],
        *,
        note: bool = True,
    ) -> T | None:
        if method in self.denied or (self.stops_at_silence and self.unanswered):
            return None
        try:
            reply = await self._request(METHODS[method], arguments)
        except (NoLink, OutcomeUnknown) as error:
            _log.info("%s was not answered: %s", method, error)
            if note:
                self.unanswered[method] = str(error)
            return None
        except (NotOffered, UsageError) as error:
            _log.info("%s cannot be asked: %s", method, error)
            self.denied.add(method)
            return None
        except RefusedByVendor as error:  # in words, without a code
            _log.info("%s", error)
            reply = Reply(INTERNAL_ERROR)
        if note:
            self.unanswered.pop(method, None)
            self.codes[method] = reply.code
        if reply.code == PERMISSION_DENIED:
            self.denied.add(method)
            _log.info("the access key may not call %s: that is not read", method)
            return None
        if reply.code != SUCCESS:
            _log.info("%s was answered with code %d", method, reply.code)
            return None
        return make(reply.data)


def _of(name: AgentName) -> dict[str, Any]:
    return {"accountcode": name.accountcode, "user": name.number}
