"""The simulator put together: exchange, REST, Prosody with its components, faults, control API."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from cti_desk.simulator import profile, runtime
from cti_desk.simulator.carry_out import Verbs
from cti_desk.simulator.clock import SimulatedTime
from cti_desk.simulator.control import ControlServer
from cti_desk.simulator.errors import Invalid, NotFound
from cti_desk.simulator.exchange import Exchange
from cti_desk.simulator.faults import Fault, Faults
from cti_desk.simulator.front import Front
from cti_desk.simulator.model import Cause
from cti_desk.vendors.compass.simulator import feeding, seeds
from cti_desk.vendors.compass.simulator.certificate import write_certificate
from cti_desk.vendors.compass.simulator.chronicle import REASONS, Chronicle
from cti_desk.vendors.compass.simulator.logins import BLOCKED_S, Logins
from cti_desk.vendors.compass.simulator.platform import RIGHTS, Account, Platform
from cti_desk.vendors.compass.simulator.prosody import Prosody
from cti_desk.vendors.compass.simulator.prosody_config import Site
from cti_desk.vendors.compass.simulator.records import Records
from cti_desk.vendors.compass.simulator.rest.app import RestApp, passwords, redirecting
from cti_desk.vendors.compass.simulator.variants import Variants
from cti_desk.vendors.compass.simulator.web import WebServer
from cti_desk.vendors.compass.simulator.xmpp import XmppSide

HALF_A_RECORD: Final = b"\x17\x03\x03\x40\x00half of what was to be said"
"""The beginning of a TLS record of 16 KiB."""
_HOSTS: Final = ("rest", "uc", "bosh", "files", "www")
_OWN_USER: Final = seeds.USERS[0]


class _Unheard:
    """What is said is encrypted: nothing to listen to."""

    def client_sent(self, data: bytes) -> bytes | None:
        return None

    def server_sent(self, data: bytes) -> None:
        pass

    def closed(self) -> None:
        pass


class CompassSimulator:
    """A Compass platform on loopback.

    ``addresses`` (``control``, ``rest``, ``http``, ``xmpp``, ``web``), ``profile`` (a settings
    file for a desk), ``ca_file`` and ``exchange`` are usable after `start`. ``web`` serves XMPP
    over WebSocket (``/ws``) and BOSH (``/http-bind``); ``rest`` the downloads too. Faults of
    connections name their door as method: ``rest``, ``xmpp`` or ``web``; ``prosody`` is the
    server behind the last two, ``pubsub`` its service that tells events, which forgets who
    subscribed.
    """

    vendor = "compass"

    def __init__(
        self,
        *,
        prosody: str | None = None,
        stream_management: bool = False,
        call_control: bool = False,
        ports: Mapping[str, int] | None = None,
        profile_dir: Path | None = None,
        register: bool = False,
    ) -> None:
        self.exchange = Exchange(SimulatedTime(), seeds.POLICY)
        self.faults = Faults(self.exchange.time)
        self.variants = Variants(call_control=call_control)
        self.platform = Platform(self.exchange, seeds.DOMAIN, seeds.COMPANY_DOMAIN)
        seeds.seed(self.platform)
        self.password = secrets.token_urlsafe(16)
        self.addresses: dict[str, str] = {}
        self.profile = Path()
        self.ca_file = Path()
        self._passwords = dict.fromkeys(self.platform.accounts, self.password)
        self._register = register
        self._profile_dir = profile_dir
        self._program = prosody
        self._stream_management = stream_management
        self._ports = dict(ports or {})
        self._directory: Path | None = None
        self._entry: Path | None = None
        self._logins = Logins(self._block)
        self.records = Records(self.platform)
        self.chronicle = Chronicle(self.platform, self.variants)
        self._xmpp = XmppSide(
            self.platform, self.chronicle, self.variants, self.faults, self._logins
        )
        self.chronicle.told = self._xmpp.told
        self.chronicle.recorded = self.records.record
        self.rest = RestApp(
            self.platform,
            self.chronicle,
            self.records,
            self.variants,
            self.faults,
            self._logins,
            passwords(self.platform, lambda account: self._passwords.get(account.id, "")),
        )
        self.prosody: Prosody | None = None
        self._web: WebServer | None = None
        self._fronts: dict[str, Front] = {}
        self._control: ControlServer | None = None
        self._prosody_lock = threading.Lock()
        self._recovery: threading.Thread | None = None

    def start(self) -> CompassSimulator:
        """Serve; raises ProsodyError or ComponentError in words, and then leaves nothing."""
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def _start(self) -> None:
        parent = runtime.directory() if self._register else None
        self._directory = Path(tempfile.mkdtemp(prefix="compass-", dir=parent))
        site = self._site(self._directory)
        self.prosody = Prosody(site, self._program)
        self.ca_file = (self._profile_dir or self._directory) / f"compass-ca-{os.getpid()}.pem"
        write_certificate(site.certificate, self.ca_file, self._names())
        for account in self.platform.accounts.values():
            self.set_password(account, self._passwords[account.id])
        elsewhere = redirecting(lambda: f"https://{self.addresses['rest']}")
        self._web = WebServer(self.rest.asgi, elsewhere, site.certificate)
        self._web.start()
        self.prosody.start()
        self._xmpp.start(self.prosody)
        self.exchange.time.start()
        self._open_doors(self._web, self.prosody)
        self._control = ControlServer(Verbs(self), self._ports.get("control", 0))
        self._control.start()
        self.addresses["control"] = self._control.address
        self._write_profile()

    def _site(self, directory: Path) -> Site:
        return Site(
            directory,
            (self.platform.uc, self.platform.company_domain),
            (self._xmpp.phone, self._xmpp.pubsub),
            self._xmpp.pubsub,
            self._stream_management,
            tuple(self._names()),
        )

    def _names(self) -> list[str]:
        """Every host of the platform, and the address they all have here."""
        hosts = (f"{host}.{self.platform.domain}" for host in _HOSTS)
        own = (self.platform.domain, self.platform.company_domain)
        return [*hosts, *own, "localhost", "127.0.0.1"]

    def _open_doors(self, web: WebServer, prosody: Prosody) -> None:
        doors: dict[str, Callable[[], tuple[str, int]]] = {
            "rest": lambda: web.secure,
            "http": lambda: web.plain,
            "xmpp": lambda: ("127.0.0.1", prosody.ports.xmpp),
            "web": lambda: ("127.0.0.1", prosody.ports.web),
        }
        for name, upstream in doors.items():
            port = self._ports.get(name, 0)
            front = Front(upstream, self.faults, _Unheard, port, name)
            self._fronts[name] = front
            front.start()
            host, found = front.address
            self.addresses[name] = f"{host}:{found}"

    def stop(self) -> None:
        """End every thread, connection and process; remove every file."""
        if self._control is not None:
            self._control.stop()
        self.exchange.time.stop()
        if self._recovery is not None:
            self._recovery.join()
        for front in self._fronts.values():
            front.stop()
        self._fronts.clear()
        self._xmpp.stop()
        if self.prosody is not None:
            self.prosody.stop()
        if self._web is not None:
            self._web.stop()
        for file in (self.profile, self.ca_file):
            if file.name:
                file.unlink(missing_ok=True)
        if self._entry is not None:
            self._entry.unlink(missing_ok=True)
        if self._directory is not None:
            shutil.rmtree(self._directory, ignore_errors=True)

    def __enter__(self) -> CompassSimulator:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def set_password(self, account: Account, password: str) -> None:
        """Change a user's password, for REST and XMPP; connections that are open stay."""
        with self.exchange.time.lock:
            self._passwords[account.id] = password
        if self.prosody is not None:
            self.prosody.set_password(account.domain, account.username, password)

    def end_prosody(self) -> None:
        """Kill the XMPP server, as a machine that fails would."""
        with self._prosody_lock:
            self._xmpp.stop()
            if self.prosody is not None:
                self.prosody.kill()

    def start_prosody(self) -> None:
        """Start it again, where it was."""
        with self._prosody_lock:
            if self.prosody is not None and self.prosody.pid is None:
                self.prosody.start()
                self._xmpp.start(self.prosody)

    # What the control API asks (cti_desk.simulator.simulated)

    def cause(self, word: str) -> Cause:
        words = {reason: cause for cause, reason in reversed(REASONS.items())}
        words |= {"NO_ANSWER": Cause.NO_ANSWER}
        if word not in words:
            raise Invalid(f"There is no reason {word!r}. Reasons are: {', '.join(words)}.")
        return words[word]

    def secrets(self) -> dict[str, str]:
        return {"password": self.password}

    def stats(self) -> dict[str, Any]:
        xmpp = [self._fronts[name] for name in ("xmpp", "web") if name in self._fronts]
        told = self._xmpp.stats()
        return {
            "connections": sum(front.open_connections for front in xmpp),
            "connections_total": sum(front.connections for front in xmpp),
            **self._logins.stats(),
            "requests": dict(self.rest.requests),
            **told,
            "faults": self.faults.listing(),
        }

    def details(self) -> dict[str, Any]:
        with self.exchange.time.lock:
            return self.platform.details()

    def fault_added(self, fault: Fault) -> None:
        if fault.kind == "cut":
            if fault.method == "prosody":
                self._fail_prosody(fault)
                return
            if fault.method == "pubsub":
                self._xmpp.restart_pubsub()
                fault.count = 0
                return
            for name, front in self._fronts.items():
                if fault.method in (None, name):
                    front.cut(HALF_A_RECORD if fault.mid_frame else b"")
            if fault.until is None:
                fault.count = 0  # cut once; who comes back is let in
        if fault.until is not None:
            # What a passing fault held up goes on when it is over.
            seconds = fault.until - self.exchange.time.now()
            self.exchange.time.call_later(seconds, self.faults_cleared)
        self.faults_cleared()

    def faults_cleared(self) -> None:
        for front in self._fronts.values():
            front.look_again()

    def _fail_prosody(self, fault: Fault) -> None:
        self.end_prosody()
        if fault.until is None:
            fault.count = 0
            self.start_prosody()
        else:
            seconds = fault.until - self.exchange.time.now()
            self.exchange.time.call_later(seconds, self._recover)

    def _recover(self) -> None:
        """The clock's lock is held here, and a starting server must not have to wait for it."""
        self._recovery = threading.Thread(target=self.start_prosody, name="prosody start")
        self._recovery.start()

    def _block(self) -> None:
        """Too many wrong logins: nobody from this address is let in for a while."""
        self.faults.add("cut", {"what": "connections", "for": BLOCKED_S})

    def variant(self, values: Mapping[str, Any]) -> dict[str, Any]:
        self.variants.change(values)
        self._xmpp.settle()
        return self.variants.listing()

    def rights(self, key: str | None, methods: list[str]) -> None:
        """``key`` is a user name; ``methods`` are of `RIGHTS`."""
        account = self.platform.named(key or _OWN_USER)
        if account is None:
            raise NotFound(f"There is no user {key}.")
        unknown = set(methods) - {*RIGHTS, "all"}
        if unknown:
            listed = ", ".join(RIGHTS)
            raise Invalid(f"There is no right {', '.join(sorted(unknown))}. Rights are: {listed}.")
        account.rights = set(RIGHTS) if "all" in methods else set(methods)

    def feed(self, count: int, rate: float | None, agents: list[str]) -> int:
        world = self.exchange.world
        accounts = [self.platform.account(world.agent(agent).id) for agent in agents]
        started = time.monotonic()
        for number in range(count):
            self._xmpp.told([feeding.step(number, accounts, self.exchange.time.now())])
            if rate:
                ahead = number / rate - (time.monotonic() - started)
                threading.Event().wait(ahead) if ahead > 0.002 else None
        return count

    def _write_profile(self) -> None:
        folder = self._profile_dir or self._directory
        assert folder is not None
        self.profile = folder / f"compass-{os.getpid()}.toml"
        values = seeds.profile_values(self.addresses, self.ca_file)
        profile.write(self.profile, self.vendor, self.addresses["control"], values)
        if self._register:
            entry = {"vendor": self.vendor, "addresses": self.addresses}
            self._entry = runtime.register({**entry, "profile": str(self.profile)})
