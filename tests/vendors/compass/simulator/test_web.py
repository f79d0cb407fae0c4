import socket
import ssl
from pathlib import Path
from typing import Any

import httpx
import pytest

from cti_desk.vendors.compass.simulator.certificate import write_certificate
from cti_desk.vendors.compass.simulator.web import WebServer


async def hello(scope: Any, receive: Any, send: Any) -> None:
    body = scope["scheme"].encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture
def server(tmp_path: Path):
    write_certificate(tmp_path / "server.pem", tmp_path / "ca.pem", ["127.0.0.1"])
    found = WebServer(hello, hello, tmp_path / "server.pem")
    found.start()
    yield found
    found.stop()


def test_one_door_has_tls_the_other_has_not(server: WebServer, tmp_path: Path) -> None:
    trusted = ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))
    secure, plain = (f"{host}:{port}" for host, port in (server.secure, server.plain))
    assert httpx.get(f"https://{secure}", verify=trusted).text == "https"
    assert httpx.get(f"http://{plain}").text == "http"


def test_when_it_is_stopped_nothing_listens(server: WebServer) -> None:
    address = server.plain
    with socket.create_connection(address, timeout=5):
        server.stop()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, timeout=1)
