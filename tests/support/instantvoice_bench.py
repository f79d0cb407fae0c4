"""Requests to a simulated InstantVoice without a broker in between, as literal wire arguments."""

from __future__ import annotations

import json
from typing import Any

from cti_desk.simulator.clock import SimulatedTime
from cti_desk.simulator.exchange import Exchange
from cti_desk.simulator.faults import Faults
from cti_desk.vendors.instantvoice.messages.bodies import parse_reply
from cti_desk.vendors.instantvoice.simulator.platform import Platform
from cti_desk.vendors.instantvoice.simulator.seeds import seed
from cti_desk.vendors.instantvoice.simulator.service import Service

KEY = "key"
ACCOUNT = {"accountcode": "default"}
ORIGINAL = {"original_accountcode": "default"}


class Bench:
    """A seeded platform whose time stands still."""

    def __init__(self) -> None:
        self.platform = Platform(Exchange(SimulatedTime(frozen_at=0)))
        self.exchange = self.platform.exchange
        seed(self.platform)
        self.service = Service(self.platform, Faults(self.exchange.time))
        self.service.rights[KEY] = None

    def reply(self, method: str, arguments: dict[str, Any]) -> tuple[int, Any]:
        answer = self.service.handle(json.dumps([method, KEY, arguments]).encode())
        assert answer is not None
        reply = parse_reply(answer.body)
        assert reply is not None
        return reply.code, reply.data

    def code(self, method: str, *parts: dict[str, Any], **more: Any) -> int:
        arguments = {name: value for part in parts for name, value in part.items()}
        return self.reply(method, {**arguments, **more})[0]

    def data(self, method: str, *parts: dict[str, Any], **more: Any) -> Any:
        """The data of a reply that must be a success."""
        arguments = {name: value for part in parts for name, value in part.items()}
        code, data = self.reply(method, {**arguments, **more})
        assert code == 0, (method, code, data)
        return data
