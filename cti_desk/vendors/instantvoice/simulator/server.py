"""The simulator put together: exchange, broker, requests, events, faults, control API."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from cti_desk.simulator import profile, runtime
from cti_desk.simulator.carry_out import Verbs
from cti_desk.simulator.clock import SimulatedTime
from cti_desk.simulator.control import ControlServer
from cti_desk.simulator.exchange import Exchange
from cti_desk.simulator.faults import Fault, Faults
from cti_desk.simulator.front import Front
from cti_desk.simulator.model import Cause
from cti_desk.simulator.observations import Observation
from cti_desk.simulator.outbox import Message, Outbox
from cti_desk.simulator.world import Policy
from cti_desk.vendors.instantvoice.simulator import seeds, wire
from cti_desk.vendors.instantvoice.simulator.arguments import Transport
from cti_desk.vendors.instantvoice.simulator.broker import Broker
from cti_desk.vendors.instantvoice.simulator.coilmq_shim import EmbeddedStomp
from cti_desk.vendors.instantvoice.simulator.event_posts import EventPoster
from cti_desk.vendors.instantvoice.simulator.ivws.http_server import IvwsServer
from cti_desk.vendors.instantvoice.simulator.ivws.service import Ivws
from cti_desk.vendors.instantvoice.simulator.platform import ACCOUNTCODE, Platform
from cti_desk.vendors.instantvoice.simulator.service import Service
from cti_desk.vendors.instantvoice.simulator.stompy_shim import ExistingBroker
from cti_desk.vendors.instantvoice.simulator.tap import HALF_A_FRAME, Logins, StompTap
from cti_desk.vendors.instantvoice.simulator.translate import Translator
from cti_desk.vendors.instantvoice.simulator.variants import Variants

REQUESTS = "/queue/config"
EVENTS = "/topic/iv.agents."
USER = "instantvoice"


class InstantVoiceSimulator:
    """An InstantVoice platform on loopback.

    ``addresses`` (``control``, ``stomp``, ``ivws``), ``profile`` (a settings file for a desk, over
    ``transport``) and ``exchange`` are usable after `start`. ``posts`` tells the events besides.
    """

    vendor = "instantvoice"

    def __init__(
        self,
        *,
        broker: str | None = None,
        broker_user: str = USER,
        broker_password: str | None = None,
        vhost: str = "/",
        port: int = 0,
        control_port: int = 0,
        ivws_port: int = 0,
        transport: Transport = "stomp",
        posts: EventPoster | None = None,
        profile_dir: Path | None = None,
        register: bool = False,
    ) -> None:
        self.exchange = Exchange(SimulatedTime(), Policy(can_inform=self._can_inform))
        self.faults = Faults(self.exchange.time)
        self.variants = Variants()
        self.user = broker_user
        self.password = broker_password or secrets.token_urlsafe(16)
        self.vhost = vhost
        self.key = secrets.token_hex(8)
        self.addresses: dict[str, str] = {}
        self.profile = Path()
        self._register = register
        self._profile_dir = profile_dir
        self._own_dir: Path | None = None
        self._entry: Path | None = None
        self._logins = Logins()
        self.platform = Platform(self.exchange, self.variants)
        self._service = Service(self.platform, self.faults)
        self._service.rights[self.key] = None
        self._translator = Translator(self.variants)
        self._open_doors(broker, port, control_port, ivws_port)
        self._posts = posts
        self._outbox = Outbox(self.exchange.time, self.faults, self._publish)
        self._requests: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._server_thread: threading.Thread | None = None
        self._transport = transport
        seeds.seed(self.platform)
        self.exchange.listen(self._observed)

    def _open_doors(self, broker: str | None, port: int, control_port: int, ivws_port: int) -> None:
        """All of them or none; raises OSError for a port that cannot be had."""
        ivws = Ivws(self.platform, self._service)
        with contextlib.ExitStack() as opened:
            self._broker = self._make_broker(broker)
            opened.callback(self._broker.stop)
            self._front = Front(lambda: self._broker.address, self.faults, self._tap, port)
            opened.callback(self._front.stop)
            self._control = ControlServer(Verbs(self), control_port)
            opened.callback(self._control.stop)
            self._ivws = IvwsServer(ivws, self.faults, self.exchange.time.call_later, ivws_port)
            opened.pop_all()

    def start(self) -> InstantVoiceSimulator:
        """Serve; raises BrokerError when an existing broker refuses (and leaves nothing)."""
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def _start(self) -> None:
        self._broker.consume(REQUESTS, self._requests.put)
        self._broker.start()
        if self._posts is not None:
            self._posts.start()
        self._outbox.start()
        self.exchange.time.start()
        self._server_thread = threading.Thread(target=self._serve, name="ivacd", daemon=True)
        self._server_thread.start()
        self._control.start()
        self._front.start()
        self._ivws.start()
        host, port = self._front.address
        self.addresses = {
            "control": self._control.address,
            "stomp": f"{host}:{port}",
            "ivws": self._ivws.address,
        }
        self._write_profile()

    def stop(self) -> None:
        """End every thread and connection; remove the profile."""
        self._control.stop()
        self._ivws.stop()
        self.exchange.time.stop()
        self._requests.put(None)
        if self._server_thread is not None:
            self._server_thread.join()
        self._outbox.stop()
        if self._posts is not None:
            self._posts.stop()
        self._front.stop()
        self._broker.stop()
        if self.profile.name:
            self.profile.unlink(missing_ok=True)
        if self._entry is not None:
            self._entry.unlink(missing_ok=True)
        if self._own_dir is not None:
            shutil.rmtree(self._own_dir, ignore_errors=True)

    def __enter__(self) -> InstantVoiceSimulator:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    # What the control API asks (cti_desk.simulator.simulated)

    def cause(self, word: str) -> Cause:
        return wire.cause(word)

    def secrets(self) -> dict[str, str]:
        return {"password": self.password, "key": self.key}

    def stats(self) -> dict[str, Any]:
        return {
            "connections": self._front.open_connections,
            "connections_total": self._front.connections,
            "ivws_connections_total": self._ivws.connections,
            "logins": self._logins.accepted,
            "login_attempts": self._logins.attempts,
            "logins_refused": self._logins.refused,
            "requests": dict(self._service.requests),
            "replies": self._outbox.sent["replies"],
            "events": self._outbox.sent["events"],
            "events_posted": self._posts.taken if self._posts is not None else 0,
            "events_not_taken": self._posts.lost if self._posts is not None else 0,
            "faults": self.faults.listing(),
        }

    def details(self) -> dict[str, Any]:
        with self.exchange.time.lock:
            return self.platform.details()

    def fault_added(self, fault: Fault) -> None:
        if fault.kind == "cut":
            self._front.cut(HALF_A_FRAME if fault.mid_frame else b"")
            self._ivws.cut()
            if fault.until is None:
                fault.count = 0  # cut once; who comes back is let in
        if fault.until is not None:
            # What a passing fault held up goes on when it is over.
            seconds = fault.until - self.exchange.time.now()
            self.exchange.time.call_later(seconds, self.faults_cleared)
        self.faults_cleared()

    def faults_cleared(self) -> None:
        self._front.look_again()
        self._ivws.look_again()

    def variant(self, values: Mapping[str, Any]) -> dict[str, Any]:
        self.variants.change(values)
        return self.variants.listing()

    def rights(self, key: str | None, methods: list[str]) -> None:
        allowed = None if methods == ["all"] else frozenset(methods)
        self._service.rights[key or self.key] = allowed

    def feed(self, count: int, rate: float | None, agents: list[str]) -> int:
        started = time.monotonic()
        for number in range(count):
            agent = agents[number // 2 % len(agents)]
            self._send_event(
                {
                    "direction": "INBOUND" if number % 2 == 0 else "",
                    "callerid": "2198765456",
                    "type": "NEWCALL" if number % 2 == 0 else "HANGUP",
                    "uniqueid": f"{int(started)}.9.{number // 2}",
                    "agent": agent,
                }
            )
            if rate:
                ahead = number / rate - (time.monotonic() - started)
                threading.Event().wait(ahead) if ahead > 0.002 else None
        return count

    # The two directions of the wire

    def _serve(self) -> None:
        while (body := self._requests.get()) is not None:
            reply = self._service.handle(body)
            if reply is not None:
                topic = f"/topic/{reply.key}"
                self._outbox.post(Message("replies", topic, reply.body, reply.method))

    def _observed(self, seen: Observation) -> None:
        for event in self._translator.events(seen):
            self._send_event(event)

    def _send_event(self, event: dict[str, Any]) -> None:
        body = json.dumps(event).encode()
        self._outbox.post(Message("events", event_topic(event["agent"]), body))

    def _publish(self, destination: str, body: bytes) -> None:
        self._broker.publish(destination, body)
        if self._posts is not None and destination.startswith(EVENTS):
            self._posts.post(body)

    def _can_inform(self, agent: str) -> bool:
        if self._posts is not None:
            return True
        taps = self._front.taps()
        return any(isinstance(tap, StompTap) and tap.hears(event_topic(agent)) for tap in taps)

    def _make_broker(self, where: str | None) -> Broker:
        if where is None:
            return EmbeddedStomp(self._allow)
        host, _, port = where.rpartition(":")
        return ExistingBroker(host, int(port), self.user, self.password, self.vhost)

    def _allow(self, login: str, passcode: str) -> bool:
        return login == self.user and passcode == self.password

    def _tap(self) -> StompTap:
        return StompTap(self._logins, self.faults)

    def _write_profile(self) -> None:
        folder = self._profile_dir
        if folder is None:
            parent = runtime.directory() if self._register else None
            folder = self._own_dir = Path(tempfile.mkdtemp(prefix="instantvoice-", dir=parent))
        self.profile = folder / f"instantvoice-{os.getpid()}.toml"
        values = {
            **self._reached_by(),
            "encryption": "none",
            "accountcode": ACCOUNTCODE,
            "agent": f"{ACCOUNTCODE}_{seeds.AGENTS[0]}",
            "devices": seeds.devices(),
            "device": seeds.devices()[0],
            "pause_reasons": seeds.REASONS,
            "dialing": {"country": "BR"},
        }
        profile.write(self.profile, self.vendor, self.addresses["control"], values)
        if self._register:
            entry = {"vendor": self.vendor, "addresses": self.addresses}
            self._entry = runtime.register({**entry, "profile": str(self.profile)})

    def _reached_by(self) -> dict[str, Any]:
        if self._transport == "soap":
            reached = {"transport": "soap", "hosts": [self.addresses["ivws"]]}
            return {**reached, **(self._posts.received_by() if self._posts is not None else {})}
        hosts = [self.addresses["stomp"]]
        return {"hosts": hosts, "virtual_host": self.vhost, "user": self.user}


def event_topic(agent: str) -> str:
    """``/topic/iv.agents.default_1001``: where the events of one agent are told."""
    return f"{EVENTS}{agent}"
