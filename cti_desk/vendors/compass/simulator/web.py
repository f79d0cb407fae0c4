"""uvicorn in a thread of its own: REST over TLS, and the redirect of who comes without."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import uvicorn

_PATIENCE_S: Final = 10.0


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are for the program, not for a server in one of its threads."""
        yield


class WebServer:
    """Two applications on loopback: ``secure`` with a certificate, ``plain`` without."""

    def __init__(self, secure: Any, plain: Any, certificate: Path) -> None:
        self._sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._servers = [
            _Server(_config(secure, ssl_certfile=certificate, ssl_keyfile=certificate)),
            _Server(_config(plain)),
        ]

    @property
    def secure(self) -> tuple[str, int]:
        return self._address(0)

    @property
    def plain(self) -> tuple[str, int]:
        return self._address(1)

    def _address(self, index: int) -> tuple[str, int]:
        host, port = self._sockets[index].getsockname()[:2]
        return str(host), int(port)

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="compass rest", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close every connection and end the thread."""
        for server in self._servers:
            server.should_exit = server.force_exit = True
        if self._thread is not None:
            self._thread.join(_PATIENCE_S)
        for one in self._sockets:
            one.close()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        pairs = zip(self._servers, self._sockets, strict=True)
        await asyncio.gather(*(server.serve(sockets=[one]) for server, one in pairs))


def _config(application: Any, **tls: Any) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        interface="asgi3",
        ws="none",  # the automatic choice imports a deprecated module
        http="h11",
        lifespan="off",
        log_config=None,
        log_level=logging.CRITICAL,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
        **tls,
    )
