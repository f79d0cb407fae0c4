"""The desk's events for one object, as they come, also from a desk that was restarted."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from typing import Any, Final

from cti_desk.api.client import Client
from cti_desk.core.errors import CtiError, DeskNotRunning
from cti_desk.ipc.com.desk_line import Connect

AGAIN_S: Final = 1.0
_LOOK_UP_S: Final = 1.0  # how soon `stop` is noticed

Tell = Callable[[str, tuple[Any, ...]], None]

_log = logging.getLogger(__name__)


class Feed:
    """``tell(name, arguments)`` is called on the feed's own thread for each happening of
    `cti_desk.ipc.com.members`. A feed waits for a desk, it starts none.

    ``within`` runs the thread: COM wants to be told of every thread that calls it.
    """

    def __init__(
        self, connect: Connect, tell: Tell, within: Callable[[Callable[[], None]], None]
    ) -> None:
        self._connect = connect
        self._tell = tell
        self._stopped = threading.Event()
        self._since: tuple[str, int] | None = None
        self._running: bool | None = None
        self._thread = threading.Thread(
            target=within, args=(self._run,), name="COM events", daemon=True
        )

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Tell nothing more; the thread ends by itself."""
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                with self._connect() as client:
                    self._follow(client)
            except CtiError as error:
                if self._running is not False:
                    _log.info("events: %s", error)
                self._desk_runs(False)
            self._stopped.wait(AGAIN_S)

    def _follow(self, client: Client) -> None:
        reply = client.subscribe(self._since)
        self._desk_runs(True)
        if reply["snapshot"] is not None:
            self._since = (reply["epoch"], reply["sequence"])
            self._tell("OnEvent", ("Snapshot", json.dumps(reply["snapshot"])))
        while not self._stopped.is_set():
            try:
                self._event(client.next_event(_LOOK_UP_S))
            except TimeoutError:
                continue
            except DeskNotRunning:
                self._desk_runs(False)
                return

    def _desk_runs(self, running: bool) -> None:
        if running is not self._running:
            self._running = running
            self._tell("OnDesk", (running,))

    def _event(self, event: dict[str, Any]) -> None:
        name = str(event["event"])
        self._since = (event["epoch"], event["sequence"])
        self._tell("OnEvent", (name, json.dumps(event)))
        if (call := event.get("call")) is not None and event.get("colleague") is None:
            remote = call["remote"]
            texts = (call["id"], call["direction"], call["local_state"])
            self._tell("OnCall", (name, *texts, remote["number"] or "", remote["name"] or ""))
        if (agent := event.get("agent")) is not None:
            reason = agent["reason"] or {}
            self._tell("OnAgent", (agent["state"], reason.get("text") or reason.get("code") or ""))
        if (link := event.get("link")) is not None:
            self._tell("OnLink", (link["state"], link["reason"] or ""))
