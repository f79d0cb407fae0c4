"""Both objects as COM shows them: their members' numbers, and what each needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from cti_desk.ipc.com.application import Application
from cti_desk.ipc.com.desk_line import Connect
from cti_desk.ipc.com.feed import Feed
from cti_desk.ipc.com.identity import (
    APPLICATION,
    APPLICATION_INTERFACE,
    EVENTS_INTERFACE,
    INTEGRATION,
)
from cti_desk.ipc.com.integration import Integration
from cti_desk.ipc.com.lifetime import Lifetime
from cti_desk.ipc.com.members import MEMBERS
from cti_desk.ipc.com.repeats import UnknownCalls
from cti_desk.ipc.com.sinks import Sinks
from cti_desk.ipc.com.starter import Starter

Within = Callable[[Callable[[], None]], None]

_FIRST: Final = 1000
_INTEGRATION_MEMBERS: Final = {
    number: (name, False) for number, name in enumerate(Integration.METHODS, _FIRST)
}
_APPLICATION_MEMBERS: Final = {each.dispid: (each.name, each.is_property) for each in MEMBERS}


class ShownIntegration:
    """`Integration`, of a class without type library or events, as IVClient's was."""

    progid = INTEGRATION.progid
    members: Mapping[int, tuple[str, bool]] = _INTEGRATION_MEMBERS
    sinks: Sinks | None = None
    events_interface = ""
    type_library = ""
    interface = ""

    def __init__(self, connect: Connect, starter: Starter, calls: UnknownCalls, life: Lifetime):
        self._object = Integration(connect, starter, calls)
        self._life = life
        life.born()

    def invoke(self, name: str, given: tuple[Any, ...]) -> Any:
        return getattr(self._object, name)(*given)

    def close(self) -> None:
        self._object.close()
        self._life.died()


class ShownApplication:
    """`Application`, with its events."""

    progid = APPLICATION.progid
    members: Mapping[int, tuple[str, bool]] = _APPLICATION_MEMBERS
    events_interface = EVENTS_INTERFACE
    interface = APPLICATION_INTERFACE

    def __init__(
        self,
        connect: Connect,
        starter: Starter,
        life: Lifetime,
        within: Within,
        type_library: str,
    ) -> None:
        self._object = Application(connect, starter)
        self._life = life
        self.type_library = type_library
        self.sinks: Sinks | None = Sinks(lambda tell: Feed(connect, tell, within))
        life.born()

    def invoke(self, name: str, given: tuple[Any, ...]) -> Any:
        return self._object.invoke(name, given)

    def close(self) -> None:
        assert self.sinks is not None
        self.sinks.close()
        self._object.close()
        self._life.died()
