"""The two components at work: slixmpp on a thread with an asyncio loop of its own."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import Any, Final
from xml.etree.ElementTree import Element

from slixmpp.componentxmpp import ComponentXMPP
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher.base import MatcherBase

from cti_desk.vendors.compass.client.xmpp_markup import PromptPullParser

_PATIENCE_S: Final = 10.0

Hear = Callable[[str, Element], None]
"""Gets the name of a component and a stanza sent to it."""


class ComponentError(Exception):
    """The server takes no components."""


class _OfTag(MatcherBase):
    def match(self, xml: Any) -> bool:
        tag: str = xml.xml.tag
        return bool(tag == self._criteria)


class _Component(ComponentXMPP):
    def __init__(self, jid: str, secret: str, port: int, hear: Callable[[Element], None]) -> None:
        super().__init__(jid, secret, "127.0.0.1", port)  # type: ignore[no-untyped-call]
        self.enable_direct_tls = False
        # Nobody's presence is answered here: the server tells who is there.
        self.auto_authorize = None
        self.auto_subscribe = False
        for name in ("iq", "message"):
            tag = f"{{jabber:component:accept}}{name}"
            self.register_handler(Callback(name, _OfTag(tag), lambda got: hear(got.xml)))

    def init_parser(self) -> None:
        super().init_parser()
        self.parser = PromptPullParser()


class Components:
    """Connected components by JID. `send` is safe from any thread; ``hear`` gets called on ours."""

    def __init__(self, jids: tuple[str, ...], secret: str, port: int, hear: Hear) -> None:
        self._jids = jids
        self._secret = secret
        self._port = port
        self._hear = hear
        self._loop = asyncio.new_event_loop()
        self._thread: threading.Thread | None = None
        self._components: dict[str, _Component] = {}
        self._stopped = threading.Event()

    def start(self) -> None:
        """Raises ComponentError when the server does not accept them all."""
        ready: list[threading.Event] = [threading.Event() for _ in self._jids]
        self._thread = threading.Thread(target=self._run, name="compass components", daemon=True)
        self._thread.start()
        self._loop.call_soon_threadsafe(self._connect, ready)
        if not all(event.wait(_PATIENCE_S) for event in ready):
            self.stop()
            raise ComponentError("Prosody does not accept the components of the simulator.")

    def stop(self) -> None:
        """Disconnect and end the thread."""
        if self._thread is None or self._stopped.is_set():
            return
        self._stopped.set()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def send(self, jid: str, text: str) -> None:
        """Send a stanza as a component; nothing happens when it is not connected."""
        if not self._stopped.is_set():
            with contextlib.suppress(RuntimeError):  # stopped meanwhile
                self._loop.call_soon_threadsafe(self._send, jid, text)

    def call(self, work: Callable[[], object]) -> None:
        """Do something on the components' thread, in the order of calls and sends."""
        if not self._stopped.is_set():
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(work)

    # The components' own thread

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        for component in self._components.values():
            component.abort()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        # What the cancelled tasks and the closed transports have left to do.
        self._loop.run_until_complete(asyncio.sleep(0))

    def _connect(self, ready: list[threading.Event]) -> None:
        for jid, event in zip(self._jids, ready, strict=True):
            component = _Component(jid, self._secret, self._port, self._heard_by(jid))
            component.loop = self._loop
            component.add_event_handler("session_start", lambda _, event=event: event.set())
            self._components[jid] = component
            component.connect("127.0.0.1", self._port)

    def _heard_by(self, jid: str) -> Callable[[Element], None]:
        return lambda stanza: self._hear(jid, stanza)

    def _send(self, jid: str, text: str) -> None:
        component = self._components.get(jid)
        if component is not None and component.transport is not None:
            component.send_raw(text)
