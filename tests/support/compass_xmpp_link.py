"""The XMPP client at a `XmppServer`, for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from cti_desk.switch_kit.link_failure import LinkFailure
from cti_desk.switch_kit.login_guard import LoginGuard, LoginRefused
from cti_desk.vendors.compass.client.xmpp import Xmpp
from cti_desk.vendors.compass.messages.notifications import CallEnd, Notification
from tests.support.compass_xmpp import XmppServer


class Told:
    def __init__(self) -> None:
        self.notifications: list[Notification] = []
        self.lost: list[LinkFailure] = []

    @property
    def ended(self) -> list[str]:
        return [one.call_id for one in self.notifications if isinstance(one, CallEnd)]


@asynccontextmanager
async def linked(server: XmppServer, **changed: Any) -> AsyncIterator[tuple[Xmpp, Told]]:
    """A server with a client that is open."""
    options = {key: changed.pop(key) for key in list(changed) if key.startswith("ping_")}
    async with server:
        told = Told()
        xmpp = Xmpp(server.site(**changed), told.notifications.extend, told.lost.append, **options)
        await xmpp.open()
        try:
            yield xmpp, told
        finally:
            await xmpp.close()


async def failure_of(server: XmppServer, guard: LoginGuard | None = None, **changed: Any) -> Any:
    """What opening raises."""
    async with server:
        told = Told()
        xmpp = Xmpp(server.site(**changed), told.notifications.extend, told.lost.append, guard)
        with pytest.raises((LinkFailure, LoginRefused)) as caught:
            await xmpp.open()
        assert told.lost == []
        return caught.value
