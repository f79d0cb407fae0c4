"""A link while it is up."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from cti_desk.declarations.methods import Method
from cti_desk.vendors.instantvoice.client.calling import Calling
from cti_desk.vendors.instantvoice.client.monitor.linked import Linked
from cti_desk.vendors.instantvoice.client.reader import Reader
from cti_desk.vendors.instantvoice.messages.bodies import Reply


class Caller(Calling):
    async def request(self, method: Method, arguments: dict[str, Any]) -> Reply:
        return Reply(0)


def test_a_link_is_made_once_and_not_changed() -> None:
    caller = Caller()
    link = Linked(caller, Reader(caller.request))
    assert link.subscriptions is link.poll is None
    with pytest.raises(FrozenInstanceError):
        link.poll = None  # type: ignore[misc]
