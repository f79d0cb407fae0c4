"""Requests, of ``/queue/config`` or over SOAP: allowed or denied, carried out, answered."""

from __future__ import annotations

import json
import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cti_desk.simulator.errors import ExchangeError
from cti_desk.simulator.faults import Faults
from cti_desk.vendors.instantvoice.methods import METHODS as DECLARED
from cti_desk.vendors.instantvoice.simulator import (
    acting,
    reading,
    sending,
    setup_agents,
    setup_members,
    setup_permissions,
    setup_queues,
    setup_sip_users,
    wire,
)
from cti_desk.vendors.instantvoice.simulator.arguments import Arguments, Refusal, Transport
from cti_desk.vendors.instantvoice.simulator.platform import Platform
from cti_desk.vendors.instantvoice.simulator.requests import parse_request

Method = Callable[[Platform, Arguments], Any]
Managing = Callable[[Platform, dict[str, Any]], Any]

ACTING: Final[dict[str, Method]] = {
    "AgentLogin": acting.agent_login,
    "AgentLogoff": acting.agent_logoff,
    "AgentPause": acting.agent_pause,
    "AgentUnpause": acting.agent_unpause,
    "BlindTransfer": acting.blind_transfer,
    "NewCall": acting.new_call,
    "Hangup": acting.hang_up,
}
READING: Final[dict[str, Method]] = {
    "AgentInfo": reading.agent_info,
    "AgentLineList": reading.agent_line_list,
    "AgentQueueList": reading.agent_queue_list,
    "QueueInfo": reading.queue_info,
}
MANAGING: Final[dict[str, Managing]] = {
    **sending.METHODS,
    **setup_agents.METHODS,
    **setup_members.METHODS,
    **setup_permissions.METHODS,
    **setup_queues.METHODS,
    **setup_sip_users.METHODS,
}
METHODS: Final = frozenset({*ACTING, *READING, *MANAGING})

_PYTHON_LISTS: Final = ("QueueList", "SipUserList")

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reply:
    """What goes to ``/topic/KEY``."""

    key: str
    method: str
    body: bytes


class Service:
    """Answers requests. ``rights`` maps an access key to the methods it may call."""

    def __init__(self, platform: Platform, faults: Faults) -> None:
        self._platform = platform
        self._faults = faults
        self._variants = platform.variants
        self.rights: dict[str, frozenset[str] | None] = {}
        self.requests: Counter[str] = Counter()
        self._counting = threading.Lock()

    def handle(self, body: bytes) -> Reply | None:
        """Return the reply, or ``None`` for what names no key: there is nobody to tell."""
        request = parse_request(body)
        if request is None:
            self.count("(unreadable)")
            return None
        method, key, values, identifier = request
        if isinstance(values, int):
            code, data = self.refuse(method, key, values)
        else:
            code, data = self.answer(method, key, values)
        reply = [code, data]
        if identifier is not None and self._variants.echo_identifier:
            reply.append(identifier)
        single = self._variants.list_quotes == "single" and method in _PYTHON_LISTS
        return Reply(key, method, (repr(reply) if single else json.dumps(reply)).encode())

    def count(self, what: str) -> None:
        """One more request; any thread may."""
        with self._counting:
            self.requests[what] += 1

    def answer(
        self, method: str, key: str, values: Mapping[str, Any], transport: Transport = "stomp"
    ) -> tuple[int, Any]:
        """Carry out a request whose arguments are spelt as on that transport.

        Returns the code and the data, or what the code means.
        """
        self.count(method if method in METHODS else "(unknown)")
        fault = self._faults.take("refuse", "replies", method)
        if fault is not None:
            return fault.code, fault.text or wire.NAMES.get(fault.code, "Refused")
        rights = self.rights.get(key, frozenset())
        if rights is not None and method not in rights:
            return wire.DENIED, wire.NAMES[wire.DENIED]
        if method not in METHODS:
            # Inferred: an unknown method makes no sense to the server.
            return wire.INVALID, wire.NAMES[wire.INVALID]
        arguments = Arguments(values, self._variants.agent_argument, transport)
        try:
            with self._platform.exchange.time.lock:
                return wire.SUCCESS, self._run(method, arguments)
        except Refusal as refusal:
            return refusal.code, wire.NAMES.get(refusal.code, "Refused")
        except ExchangeError as error:
            code = wire.CODES.get(type(error), wire.INTERNAL)
            return code, wire.NAMES[code]
        except Exception:
            _log.exception("the method %s failed", method)
            return wire.INTERNAL, wire.NAMES[wire.INTERNAL]

    def refuse(self, method: str, key: str, code: int) -> tuple[int, str]:
        """Refuse a request whose form is wrong; a key without rights is told only that."""
        self.count("(malformed)")
        rights = self.rights.get(key, frozenset())
        if rights is not None and method not in rights:
            code = wire.DENIED
        return code, wire.NAMES[code]

    def _run(self, method: str, arguments: Arguments) -> Any:
        simple = ACTING.get(method) or READING.get(method)
        if simple is not None:
            return simple(self._platform, arguments)
        data = MANAGING[method](self._platform, arguments.declared(DECLARED[method]))
        return f"Successful {method}" if data is None else data
