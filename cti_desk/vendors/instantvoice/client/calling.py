"""Calling a documented method by its name: what the callers of both transports share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from cti_desk.core.errors import RefusedByVendor
from cti_desk.declarations.methods import Method, find_method
from cti_desk.vendors.instantvoice.messages.bodies import Reply
from cti_desk.vendors.instantvoice.messages.codes import SUCCESS, refusal
from cti_desk.vendors.instantvoice.methods import METHODS


class Calling(ABC):
    """Checks what is to be called, and turns a code into an error."""

    @abstractmethod
    async def request(self, method: Method, arguments: dict[str, Any]) -> Reply:
        """Send a request with checked arguments and return the reply, whatever its code."""

    async def call_method(self, name: str, arguments: Mapping[str, Any]) -> Any:
        """Call a documented method and return its data (a text where it has none).

        Raises `UsageError` (wrong method or argument), `RefusedByVendor` with the code,
        `OutcomeUnknown` without an answer, `NoLink` when nothing was sent.
        """
        method = find_method(METHODS, name)
        reply = await self.request(method, method.check(arguments))
        if reply.code != SUCCESS:
            raise RefusedByVendor(
                refusal(f"{method.name} was refused", reply.code),
                vendor="instantvoice",
                code=reply.code,
            )
        return reply.data
