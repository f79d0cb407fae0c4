"""The local API of a running desk: its events, its methods and the local socket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cti_desk.core.events import Event
from cti_desk.core.moment import Moment
from cti_desk.core.reports import VendorEvent
from cti_desk.ipc.instance import Instance

if TYPE_CHECKING:
    from cti_desk.api.desk import DeskPort
    from cti_desk.api.dispatcher import Dispatcher
    from cti_desk.ipc.local import LocalEndpoint


class LocalApi:
    """Observes the session from the start, for programs that connect after `open`.

    What happens before is in no program's log: each reads a snapshot when it connects.
    """

    def __init__(self, desk: DeskPort, instance: Instance) -> None:
        self._desk = desk
        self._instance = instance
        self._dispatcher: Dispatcher | None = None
        self._endpoint: LocalEndpoint | None = None

    @property
    def is_open(self) -> bool:
        """Whether programs can connect."""
        return self._endpoint is not None

    def open(self) -> None:
        """Let programs connect; raises `SettingsError` where the socket cannot be made."""
        # Imported late: the strip is on the screen sooner by what these take.
        from cti_desk.api.dispatcher import Dispatcher
        from cti_desk.ipc.local import LocalEndpoint

        self._dispatcher = Dispatcher(self._desk)
        self._endpoint = LocalEndpoint(self._dispatcher, self._instance)
        self._endpoint.start()

    def on_event(self, event: Event, at: Moment) -> None:
        if self._dispatcher is not None:
            self._dispatcher.events.publish(event)

    def on_vendor_event(self, event: VendorEvent) -> None:
        if self._dispatcher is not None:
            self._dispatcher.ivclients.vendor_event(event.agent_id, event.fields)

    def close(self) -> None:
        """Let go of every program, and of the socket."""
        if self._endpoint is not None:
            self._endpoint.close()
