"""The simulator's REST side alone, on real sockets, without Prosody."""

from __future__ import annotations

import ssl
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from cti_desk.simulator.faults import Faults
from cti_desk.vendors.compass.simulator.certificate import write_certificate
from cti_desk.vendors.compass.simulator.logins import Logins
from cti_desk.vendors.compass.simulator.records import Records
from cti_desk.vendors.compass.simulator.rest.app import RestApp, passwords, redirecting
from cti_desk.vendors.compass.simulator.web import WebServer
from tests.support.compass_asked import ORIGIN
from tests.support.compass_sim import Company
from tests.support.waiting import wait_for


class Served:
    """A company behind a web server; `reset` makes another one behind the same sockets."""

    password = "géheim:7"

    def __init__(self) -> None:
        self._directory = tempfile.TemporaryDirectory(prefix="cti-")
        path = Path(self._directory.name)
        self.ca_file = path / "ca.pem"
        write_certificate(path / "server.pem", self.ca_file, ["127.0.0.1", "localhost"])
        self._trusted = ssl.create_default_context(cafile=str(self.ca_file))
        self.reset()
        plain = redirecting(lambda: ORIGIN)
        self.web = WebServer(self._app, plain, path / "server.pem")

    def reset(self) -> None:
        self.company = Company()
        self.faults = Faults(self.company.exchange.time)
        self.logins = Logins(lambda: None)
        records = Records(self.company.platform)
        self.company.chronicle.recorded = records.record
        self.rest = RestApp(
            self.company.platform,
            self.company.chronicle,
            records,
            self.company.variants,
            self.faults,
            self.logins,
            passwords(self.company.platform, lambda account: self.password),
        )

    async def _app(self, scope: Any, receive: Any, send: Any) -> None:
        await self.rest.asgi(scope, receive, send)

    def client(self, **ways: Any) -> httpx.Client:
        host, port = self.web.secure
        values = {"auth": ("1001", self.password), **ways}
        return httpx.Client(base_url=f"https://{host}:{port}", verify=self._trusted, **values)

    @contextmanager
    def passing(self, seconds: float) -> Iterator[None]:
        """Let so much time pass as soon as a fault has been struck."""

        def advance() -> None:
            wait_for(lambda: not self.faults.find("delay", "replies"))
            self.company.exchange.time.advance(seconds)

        thread = threading.Thread(target=advance)
        thread.start()
        try:
            yield
        finally:
            thread.join()

    def __enter__(self) -> Served:
        self.web.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.web.stop()
        self._directory.cleanup()
